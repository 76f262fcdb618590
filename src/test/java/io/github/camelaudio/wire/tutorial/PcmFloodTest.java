package io.github.camelaudio.wire.tutorial;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.limits.NetworkLimits;
import io.github.camelaudio.wire.HostGate;
import io.github.camelaudio.wire.LogLines;
import io.github.camelaudio.wire.MalformedPacketLog;
import io.github.camelaudio.wire.TestSound;
import io.github.camelaudio.wire.WireCounters;
import io.netty.buffer.Unpooled;
import io.netty.channel.AddressedEnvelope;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * 5,000 datagrams a second of one frame each; beside them a sender like the tutorial's, with a
 * datagram each 232 ms.
 */
class PcmFloodTest {

  private static final PcmFormat FORMAT = PcmFormat.parse("s16/44100/2");
  private static final InetSocketAddress PORT = address(9, 5_004);
  private static final InetSocketAddress HONEST = address(2, 5_004);
  private static final int MILLIS_APART = 232;
  private static final int FLOOD_EACH_MILLI = 5;
  private static final int FRAMES = 100;

  private final FakeClock clock = new FakeClock();
  private final WireCounters counters = new WireCounters();
  private final MalformedPacketLog malformed = new MalformedPacketLog(counters, clock);
  private final HostGate gate = new HostGate(() -> NetworkLimits.DEFAULT, malformed, counters);
  private final LogLines log = new LogLines(MalformedPacketLog.class);
  private final TestSound sound = TestSound.noise(FORMAT, 1, 100 * FRAMES);
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
  private final Set<Long> honestStreams = new HashSet<>();
  private final Set<Long> floodStreams = new HashSet<>();
  private int sent;
  private int flooded;

  @AfterEach
  void close() {
    log.close();
  }

  private EmbeddedChannel port() {
    return new EmbeddedChannel(new PcmPortDecoder(FORMAT, malformed, counters, gate, clock));
  }

  private static InetSocketAddress address(int host, int port) {
    try {
      byte[] bytes = {(byte) 198, 18, (byte) (host >> 8), (byte) host};
      return new InetSocketAddress(InetAddress.getByAddress(bytes), port);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private void send(EmbeddedChannel port, InetSocketAddress from, byte[] pcm) {
    port.writeInbound(new DatagramPacket(Unpooled.wrappedBuffer(pcm), PORT, from));
    AddressedEnvelope<AudioBlock, InetSocketAddress> out = port.readInbound();
    for (; out != null; out = port.readInbound()) {
      if (out.sender().equals(HONEST)) {
        assertThat(out.content().last()).isFalse();
        honestStreams.add(out.content().streamId());
        heard.writeBytes(out.content().toByteArray());
      } else {
        floodStreams.add(out.content().streamId());
      }
    }
  }

  private void sendHonest(EmbeddedChannel port) {
    send(port, HONEST, sound.pcm(sent * FRAMES, (sent + 1) * FRAMES));
    sent++;
  }

  private void flood(EmbeddedChannel port, int seconds, IntFunction<InetSocketAddress> from) {
    for (int milli = 0; milli < 1_000 * seconds; milli++) {
      if (milli % MILLIS_APART == 0) {
        sendHonest(port);
      }
      for (int i = 0; i < FLOOD_EACH_MILLI; i++) {
        send(port, from.apply(flooded++), new byte[4]);
      }
      clock.advanceMillis(1);
    }
  }

  private void assertHonestIsWhole() {
    assertThat(heard.toByteArray()).isEqualTo(sound.pcm(0, sent * FRAMES));
    assertThat(honestStreams).hasSize(1);
  }

  @Test
  void allPortsOfOneHost_haveItsPlaces_andOthersAreWhole() {
    EmbeddedChannel port = port();
    flood(port, 10, i -> address(1, 1_024 + i % 60_000));
    assertHonestIsWhole();
    assertThat(floodStreams).hasSizeBetween(16, 16 + 20 * 10);
    assertThat(counters.overStreams.sum())
        .isEqualTo(counters.snapshot().refusedPackets())
        .isEqualTo(sent + flooded - counters.snapshot().packets())
        .isGreaterThan(49_000);
    assertThat(log.lines()).hasSizeLessThanOrEqualTo(3);
    assertThat(log.lines().get(0)).contains("198.18.0.1 sent: more than").contains("audio.");
    port.finishAndReleaseAll();
  }

  @Test
  void forgedHosts_pushOutNewSendersOnly() {
    EmbeddedChannel port = port();
    for (int i = 0; i < 10; i++) {
      sendHonest(port);
      clock.advanceMillis(MILLIS_APART);
    }
    flood(port, 4, i -> address(16 + i, 1_024));
    assertHonestIsWhole();
    port.finishAndReleaseAll();
  }

  @Test
  void aPlace_isFreeWhenItsStreamEnds_andWhenThePortCloses() {
    EmbeddedChannel port = port();
    for (int i = 0; i < 17; i++) {
      send(port, address(1, 1_024 + i), new byte[4]);
    }
    assertThat(floodStreams).hasSize(16);
    clock.advanceMillis(900);
    send(port, address(1, 1_024), new byte[0]);
    send(port, address(1, 1_040), new byte[4]);
    send(port, address(1, 1_040), new byte[4]); // after a refusal it takes two
    assertThat(floodStreams).hasSize(17);
    port.finishAndReleaseAll();
    EmbeddedChannel again = port();
    for (int i = 0; i < 34; i++) {
      send(again, address(1, 2_000 + i / 2), new byte[4]);
    }
    assertThat(floodStreams).as("as many as may begin that soon").hasSize(17 + 15);
    again.finishAndReleaseAll();
  }
}
