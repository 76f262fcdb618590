package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.wire.BlockEncoder;
import io.github.camelaudio.wire.Transport;
import io.github.camelaudio.wire.Wire;
import io.github.camelaudio.wire.pipeline.WireCodecs;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Senders that can wait, more than there are threads, into something that plays at its pace. */
class HeldBackIT {

  private static final PcmFormat FORMAT = PcmFormat.DEFAULT;
  private static final int SENDERS = 48;
  private static final int SECONDS = 5;
  private static final long LIVE_ID = 99_999;
  private static final int LIVE_BLOCKS = 50;
  private static final int BLOCK_MILLIS = 10;

  private final Map<Long, AtomicLong> frames = new ConcurrentHashMap<>();

  @Test
  void sendersThatWait_holdUpNobodyElse_andLoseNothing() throws Exception {
    int port = Tools.freePort();
    try (Routes running =
        Routes.run(
            each -> {
              each.from("mixer:den").stop();
              each.from("netty:tcp://127.0.0.1:" + port + "?{{audio.tcp.receive}}")
                  .routeId("receiver")
                  .to("mixer:den")
                  .process(exchange -> count(exchange.getIn().getBody(AudioBlock.class)));
            })) {
      List<Thread> waiting = new ArrayList<>();
      for (int i = 0; i < SENDERS; i++) {
        int id = i;
        Thread sender = new Thread(() -> sendAll(port, id), "sender " + id);
        sender.setDaemon(true);
        sender.start();
        waiting.add(sender);
      }
      Routes.await("all of them are held back", () -> frames.size() == SENDERS);
      sendLive(port);
      long played = LIVE_BLOCKS * (long) FORMAT.framesOfMillis(BLOCK_MILLIS);
      Routes.await("the live one is through", () -> frames(LIVE_ID) == played);
      assertThat(frames(0)).as("still held back").isLessThan(total());
      for (Thread sender : waiting) {
        sender.join(10_000);
        assertThat(sender.isAlive()).isFalse();
      }
      for (long id = 0; id < SENDERS; id++) {
        long each = id;
        Routes.await("all of stream " + id, () -> frames(each) == total());
      }
      assertThat(running.isStopped("receiver")).isFalse();
    }
  }

  private static long total() {
    return (long) SECONDS * FORMAT.sampleRateHz();
  }

  private void count(AudioBlock block) {
    frames.computeIfAbsent(block.streamId(), id -> new AtomicLong()).addAndGet(block.frames());
  }

  private long frames(long id) {
    AtomicLong counted = frames.get(id);
    return counted == null ? 0 : counted.get();
  }

  private static void sendAll(int port, long id) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      Encoder encoder = new Encoder(socket);
      int blockFrames = FORMAT.framesOfMillis(BLOCK_MILLIS);
      for (int i = 0; i < total() / blockFrames; i++) {
        encoder.send(id, i, false);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void sendLive(int port) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      Encoder encoder = new Encoder(socket);
      for (int i = 0; i < LIVE_BLOCKS; i++) {
        encoder.send(LIVE_ID, i, true);
        Thread.sleep(BLOCK_MILLIS);
      }
    }
  }

  /** One connection's packets. */
  private static final class Encoder {
    private final BlockEncoder encoder =
        new WireCodecs(wire -> null).encoder(Wire.RTP, Transport.TCP, FORMAT);
    private final OutputStream out;

    Encoder(Socket socket) throws IOException {
      out = socket.getOutputStream();
    }

    void send(long id, int number, boolean live) throws IOException {
      int blockFrames = FORMAT.framesOfMillis(BLOCK_MILLIS);
      AudioBlock block =
          AudioBlock.builder(FORMAT)
              .streamId(id)
              .sequence(number)
              .timestamp(number * blockFrames)
              .live(live)
              .pcm(new byte[blockFrames * FORMAT.bytesPerFrame()]);
      List<ByteBuf> packets = new ArrayList<>();
      encoder.encode(block, ByteBufAllocator.DEFAULT, packets::add);
      for (ByteBuf packet : packets) {
        packet.readBytes(out, packet.readableBytes());
        packet.release();
      }
    }
  }
}
