package io.github.camelaudio.wire.rtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.codec.PayloadCodecs;
import io.github.camelaudio.limits.NetworkLimits;
import io.github.camelaudio.wire.HostGate;
import io.github.camelaudio.wire.LogLines;
import io.github.camelaudio.wire.MalformedPacketLog;
import io.github.camelaudio.wire.PacketStages;
import io.github.camelaudio.wire.UnfinishedMessages;
import io.github.camelaudio.wire.WireCounters;
import io.github.camelaudio.wire.socket.HeldReads;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RtpTcpDecoderTest {

  private static final long SEED = 20261120;

  private final WireCounters counters = new WireCounters();
  private final FakeClock clock = new FakeClock();
  private final MalformedPacketLog malformed = new MalformedPacketLog(counters);
  private final UnfinishedMessages unfinished = new UnfinishedMessages(1 << 20);
  private final LogLines log = new LogLines(MalformedPacketLog.class);

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void decode_ofATlsHandshake_saysThatItLooksLikeOne() {
    EmbeddedChannel channel = channel();
    // A record of type handshake, version 3.1, 512 bytes: a ClientHello of 508.
    write(channel, new byte[] {22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xFC, 3, 3});
    assertFalse(channel.isActive());
    assertTrue(log.lines().get(0).contains("looks like TLS; this port has none: "), log::toString);
  }

  // ---- cutting the byte stream into packets

  @Test
  void decode_ofOneRead_givesItsBlocksInOrder() {
    EmbeddedChannel channel = channel();
    write(channel, stream());
    assertEquals(
        List.of("10 frames=4", "11 frames=4", "12 frames=4", "13 frames=0 last"), blocks(channel));
    assertFalse(channel.finishAndReleaseAll());
    assertEquals(new WireCounters.Snapshot(4, 0, 0, 0, 0), counters.snapshot());
  }

  @Test
  void decode_ofAStreamCutInTwoAnywhere_givesTheSameBlocks() {
    List<String> whole = decoded(stream());
    byte[] stream = stream();
    for (int cut = 0; cut <= stream.length; cut++) {
      assertEquals(
          whole,
          decoded(Arrays.copyOf(stream, cut), Arrays.copyOfRange(stream, cut, stream.length)),
          "cut at " + cut);
    }
  }

  @Test
  void decode_ofAStreamByteByByte_givesTheSameBlocks() {
    byte[] stream = stream();
    byte[][] bytes = new byte[stream.length][];
    for (int i = 0; i < stream.length; i++) {
      bytes[i] = new byte[] {stream[i]};
    }
    assertEquals(decoded(stream), decoded(bytes));
  }

  @Test
  void decode_ofALargestPacket_givesItsBlock() {
    byte[] packet = new TestPacket().frames((65_535 - 12) / 2, 2).bytes();
    EmbeddedChannel channel = channel();
    write(channel, behindLength(packet));
    assertEquals(List.of("0 frames=32761"), blocks(channel));
    channel.finishAndReleaseAll();
  }

  @Test
  void decode_ofNullPackets_skipsThem() {
    EmbeddedChannel channel = channel();
    write(channel, new byte[] {0, 0, 0, 0, 0});
    write(channel, new byte[] {0});
    assertTrue(blocks(channel).isEmpty());
    assertTrue(channel.isOpen());
    write(channel, behindLength(new TestPacket().bytes()));
    assertEquals(List.of("0 frames=1"), blocks(channel));
    channel.finishAndReleaseAll();
  }

  // ---- what is no RTP

  @ParameterizedTest
  @ValueSource(
      strings = {"GET / HTTP/1.1\r\n", "\u0016\u0003\u0001\u0002", "RTSP/1.0", "\0\0\0\1A"})
  void decode_ofSomethingElse_closesAtItsFirstBytesAndSaysSoOnce(String bytes) {
    EmbeddedChannel channel = channel();
    byte[] other = bytes.getBytes(StandardCharsets.ISO_8859_1);
    int before = 0;
    while (channel.isOpen() && before < other.length) {
      channel.writeInbound(Unpooled.wrappedBuffer(other, before++, 1));
    }
    assertFalse(channel.isOpen());
    int nullPackets = bytes.startsWith("\0\0") ? 2 : 0;
    assertTrue(before - nullPackets <= 4, "it took " + before + " bytes");
    assertEquals(1, counters.snapshot().refusedPackets());
    assertEquals(1, log.lines().size());
    assertTrue(log.lines().get(0).contains("connection closed"), log.lines()::toString);
    assertFalse(channel.finishAndReleaseAll());
  }

  @Test
  void decode_ofABadPacketAmongGoodOnes_keepsWhatCameBeforeAndDropsWhatCameAfter() {
    EmbeddedChannel channel = channel();
    byte[] good = behindLength(new TestPacket().sequence(3).bytes());
    byte[] bad = behindLength(new TestPacket().payloadType(0).bytes());
    write(channel, concat(good, bad, good, bad));
    assertEquals(List.of("3 frames=1"), blocks(channel));
    assertFalse(channel.isOpen());
    assertEquals(1, counters.snapshot().refusedPackets());
    assertFalse(channel.finishAndReleaseAll());
  }

  @Test
  void decode_ofNoiseInAnyPieces_neverThrows() {
    for (long seed = SEED; seed < SEED + 3_000; seed++) {
      Random random = new Random(seed);
      byte[] noise = stream();
      for (int i = random.nextInt(8); i >= 0; i--) {
        noise[random.nextInt(noise.length)] = (byte) random.nextInt();
      }
      EmbeddedChannel channel = channel();
      try {
        for (int from = 0; from < noise.length && channel.isOpen(); ) {
          int to = Math.min(noise.length, from + 1 + random.nextInt(60));
          write(channel, Arrays.copyOfRange(noise, from, to));
          from = to;
        }
        channel.checkException();
      } catch (RuntimeException e) {
        throw new AssertionError("noise of seed " + seed, e);
      } finally {
        channel.finishAndReleaseAll();
      }
    }
  }

  // ---- time

  @Test
  void silenceWithinAPacket_closesAfterTenSeconds() {
    EmbeddedChannel channel = frozenChannel();
    write(channel, Arrays.copyOf(stream(), 20));
    advanceSeconds(channel, 9);
    assertTrue(channel.isOpen());
    advanceSeconds(channel, 1);
    assertFalse(channel.isOpen());
    assertEquals(1, counters.snapshot().refusedPackets());
    assertTrue(log.lines().get(0).contains("10 seconds"), log.lines()::toString);
    assertFalse(channel.finishAndReleaseAll());
  }

  @Test
  void aPacketThatTricklesIn_closesAfterTenSecondsToo() {
    EmbeddedChannel channel = frozenChannel();
    byte[] stream = stream();
    for (int second = 0; second < 10; second++) {
      assertTrue(channel.isOpen(), second + " s");
      write(channel, new byte[] {stream[second]});
      advanceSeconds(channel, 1);
    }
    assertFalse(channel.isOpen());
    channel.finishAndReleaseAll();
  }

  @Test
  void silenceBetweenPackets_doesNotClose() {
    EmbeddedChannel channel = frozenChannel();
    advanceSeconds(channel, 3_600);
    write(channel, behindLength(new TestPacket().bytes()));
    advanceSeconds(channel, 3_600);
    assertTrue(channel.isOpen());
    channel.finishAndReleaseAll();
  }

  @Test
  void readsThatAlwaysEndWithinAPacket_doNotClose() {
    EmbeddedChannel channel = frozenChannel();
    byte[] packet = behindLength(new TestPacket().bytes());
    write(channel, Arrays.copyOf(packet, 5));
    byte[] fromFive =
        concat(Arrays.copyOfRange(packet, 5, packet.length), Arrays.copyOf(packet, 5));
    for (int i = 0; i < 20; i++) {
      advanceSeconds(channel, 9);
      write(channel, fromFive);
    }
    assertTrue(channel.isOpen());
    assertEquals(20, blocks(channel).size());
    channel.finishAndReleaseAll();
  }

  // ---- the end of a connection

  @Test
  void close_withinAPacket_leavesNoTimerAndNoRefusal() {
    EmbeddedChannel channel = frozenChannel();
    write(channel, Arrays.copyOf(stream(), 20));
    assertFalse(channel.finish());
    advanceSeconds(channel, 60);
    assertEquals(0, counters.snapshot().refusedPackets());
    assertEquals(-1, channel.runScheduledPendingTasks());
  }

  @Test
  void removal_withinAPacket_leavesNoTimer() {
    EmbeddedChannel channel = frozenChannel();
    write(channel, Arrays.copyOf(stream(), 20));
    channel.pipeline().remove(RtpTcpDecoder.class);
    advanceSeconds(channel, 60);
    assertTrue(channel.isOpen());
    assertEquals(0, counters.snapshot().refusedPackets());
    channel.finishAndReleaseAll();
  }

  @Test
  void aBrokenConnection_isClosedAndNoError() {
    EmbeddedChannel channel = channel();
    channel.pipeline().fireExceptionCaught(new IOException("Connection reset"));
    channel.checkException();
    assertFalse(channel.isOpen());
  }

  // ---- helpers

  private EmbeddedChannel channel() {
    return new EmbeddedChannel(
        new RtpTcpDecoder(
            RtpDepacketizer.overTcp(PayloadCodecs::of, null, counters, clock),
            PacketStages.NONE,
            malformed,
            unfinished,
            new HostGate(() -> NetworkLimits.DEFAULT, malformed, counters)));
  }

  private EmbeddedChannel frozenChannel() {
    EmbeddedChannel channel = channel();
    channel.freezeTime();
    return channel;
  }

  private static void advanceSeconds(EmbeddedChannel channel, int seconds) {
    channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
  }

  private List<String> decoded(byte[]... reads) {
    EmbeddedChannel channel = channel();
    for (byte[] read : reads) {
      write(channel, read);
    }
    List<String> blocks = blocks(channel);
    assertTrue(channel.isOpen());
    assertFalse(channel.finishAndReleaseAll());
    return blocks;
  }

  @Test
  void decode_ofAPacketWhoseRestIsNotRead_doesNotBlameItsSender() {
    EmbeddedChannel channel = channel();
    channel.freezeTime();
    byte[] stream = stream();
    write(channel, Arrays.copyOf(stream, 5));
    HeldReads.hold(channel); // what came before finds no room
    channel.advanceTimeBy(60, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    assertTrue(channel.isOpen());
    HeldReads.release(channel);
    channel.advanceTimeBy(10, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    assertFalse(channel.isOpen(), "now it has to come");
    channel.finishAndReleaseAll();
  }

  @Test
  void heldReads_areReadAgainWhenTheLastHoldIsReleased() {
    EmbeddedChannel channel = channel();
    HeldReads.hold(channel);
    HeldReads.hold(channel);
    HeldReads.release(channel);
    assertFalse(channel.config().isAutoRead());
    HeldReads.release(channel);
    assertTrue(channel.config().isAutoRead());
    channel.finishAndReleaseAll();
  }

  /** Writes into a buffer that the leak detector watches. */
  private static void write(EmbeddedChannel channel, byte[] bytes) {
    channel.writeInbound(channel.alloc().buffer().writeBytes(bytes));
  }

  /** The blocks that have come out, each as its sequence number, length, and whether it is last. */
  private static List<String> blocks(EmbeddedChannel channel) {
    List<String> blocks = new ArrayList<>();
    for (Object out = channel.readInbound(); out != null; out = channel.readInbound()) {
      AudioBlock block = (AudioBlock) out;
      if (block.frames() == 4) {
        assertArrayEquals(new byte[] {2, 1, 4, 3, 6, 5, 8, 7}, block.toByteArray());
      }
      blocks.add(block.sequence() + " frames=" + block.frames() + (block.last() ? " last" : ""));
    }
    assertNull(channel.readInbound());
    return blocks;
  }

  /** Three packets, a null packet and a BYE, each behind its length. */
  private static byte[] stream() {
    byte[] stream = {};
    for (int sequence = 10; sequence < 13; sequence++) {
      byte[] packet = new TestPacket().sequence(sequence).payload(1, 2, 3, 4, 5, 6, 7, 8).bytes();
      stream = concat(stream, behindLength(packet));
    }
    byte[] bye = behindLength(TestPacket.bytesOf(TestPacket.bye(TestPacket.SSRC, 0)));
    return concat(stream, new byte[2], bye);
  }

  private static byte[] behindLength(byte[] packet) {
    ByteBuf out = Unpooled.buffer();
    out.writeShort(packet.length).writeBytes(packet);
    return TestPacket.bytesOf(out);
  }

  private static byte[] concat(byte[]... parts) {
    return TestPacket.bytesOf(Unpooled.wrappedBuffer(parts));
  }
}
