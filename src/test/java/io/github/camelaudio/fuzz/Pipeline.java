package io.github.camelaudio.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.wire.MalformedPacketLog;
import io.github.camelaudio.wire.UnfinishedMessages;
import io.github.camelaudio.wire.WireCounters;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.AddressedEnvelope;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * One decoder without a socket, in time that stands still until it is told to pause. Checks each
 * block that comes out, and at the end that every buffer was released.
 */
final class Pipeline {

  /** One for all inputs, in time that stands still: a few lines are printed, and no more. */
  private static final MalformedPacketLog MALFORMED =
      new MalformedPacketLog(new WireCounters(), new FakeClock());

  private static final InetSocketAddress HERE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 9600);

  private final UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(false, true);
  private final WireCounters counters = new WireCounters();
  private final FakeClock clock = new FakeClock();
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final List<AudioBlock> blocks = new ArrayList<>();
  private long writtenBytes;
  private int writes;

  /** What a decoder is made of, besides what its test gives. */
  record Parts(
      MalformedPacketLog malformed,
      UnfinishedMessages unfinished,
      WireCounters counters,
      FakeClock clock) {}

  Pipeline(Function<Parts, ChannelHandler> decoder) {
    channel.config().setAllocator(buffers);
    channel.freezeTime();
    UnfinishedMessages unfinished = new UnfinishedMessages(1 << 20);
    channel.pipeline().addLast(decoder.apply(new Parts(MALFORMED, unfinished, counters, clock)));
  }

  /** One read of a connection. */
  void bytes(byte[] from, int start, int end) {
    write(Unpooled.wrappedBuffer(from, start, end - start), end - start);
  }

  /** One datagram, of a port of 127.0.0.1. */
  void datagram(byte[] content, int senderPort) {
    InetSocketAddress sender = new InetSocketAddress(HERE.getAddress(), senderPort);
    write(new DatagramPacket(Unpooled.wrappedBuffer(content), HERE, sender), content.length);
  }

  private void write(Object message, int length) {
    writes++;
    writtenBytes += length;
    ByteBuf content =
        message instanceof DatagramPacket datagram ? datagram.content() : (ByteBuf) message;
    if (channel.isOpen()) {
      channel.writeInbound(message);
    } else {
      content.release();
    }
    take();
    if (message instanceof DatagramPacket && length > 0) { // the empty buffer is never released
      assertEquals(0, content.refCnt(), "references to a datagram that was read");
    }
  }

  /** Lets time pass, and does what was to be done meanwhile. */
  void pause(int millis) {
    clock.advanceMillis(millis);
    channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
    take();
  }

  /** Closes it, and gives all blocks that came out. */
  List<AudioBlock> end() {
    channel.finish();
    take();
    channel.releaseInbound();
    channel.releaseOutbound();
    assertEquals(0, buffers.metric().usedHeapMemory(), "bytes that were not released");
    assertEquals(0, buffers.metric().usedDirectMemory(), "bytes that were not released");
    long pcmBytes = blocks.stream().mapToLong(AudioBlock::sizeBytes).sum();
    assertTrue(pcmBytes <= writtenBytes, pcmBytes + " bytes of sound of " + writtenBytes);
    assertTrue(counters.snapshot().packets() >= 0 && counters.snapshot().lostPackets() >= 0);
    return blocks;
  }

  int writes() {
    return writes;
  }

  private void take() {
    channel.checkException();
    for (Object out = channel.readInbound(); out != null; out = channel.readInbound()) {
      if (out instanceof AddressedEnvelope<?, ?> envelope) {
        out = envelope.content();
      }
      AudioBlock block = (AudioBlock) out;
      assertTrue(block.last() || block.frames() > 0, () -> "empty, and no end: " + block);
      assertEquals(block.frames() * block.format().bytesPerFrame(), block.sizeBytes());
      blocks.add(block);
    }
  }

  /** All samples of some blocks, one after the other. */
  static byte[] pcm(List<AudioBlock> blocks) {
    ByteArrayOutputStream pcm = new ByteArrayOutputStream();
    blocks.forEach(block -> pcm.writeBytes(block.toByteArray()));
    return pcm.toByteArray();
  }
}
