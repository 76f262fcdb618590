package io.github.camelaudio.wire.rtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.codec.PayloadCodecs;
import io.github.camelaudio.limits.NetworkLimits;
import io.github.camelaudio.wire.HostGate;
import io.github.camelaudio.wire.LogLines;
import io.github.camelaudio.wire.MalformedPacketLog;
import io.github.camelaudio.wire.PacketStages;
import io.github.camelaudio.wire.WireCounters;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.AddressedEnvelope;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RtpUdpDecoderTest {

  private static final long SEED = 20261120;
  private static final InetSocketAddress SENDER =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_000);
  private static final InetSocketAddress PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 5004);

  private final WireCounters counters = new WireCounters();
  private final LogLines log = new LogLines(MalformedPacketLog.class);
  private final FakeClock clock = new FakeClock();
  private final MalformedPacketLog malformed = new MalformedPacketLog(counters, clock);
  private final EmbeddedChannel channel =
      new EmbeddedChannel(
          new RtpUdpDecoder(
              new RtpDepacketizer(PayloadCodecs::of, PcmFormat.DEFAULT, counters, clock),
              PacketStages.NONE,
              malformed,
              new HostGate(() -> NetworkLimits.DEFAULT, malformed, counters)));

  @AfterEach
  void close() {
    assertFalse(channel.finishAndReleaseAll(), "something was left unread");
    log.close();
  }

  @Test
  void decode_ofADatagram_givesItsBlockWithItsSender() {
    receive(new TestPacket().payload(1, 2).bytes());
    AddressedEnvelope<AudioBlock, InetSocketAddress> envelope = next();
    assertArrayEquals(new byte[] {2, 1}, envelope.content().toByteArray());
    assertEquals(SENDER, envelope.sender());
    assertEquals(PORT, envelope.recipient());
  }

  @Test
  void decode_ofASenderThatSaysItCanWait_isLiveAllTheSame() {
    AudioBlock waiting =
        AudioBlock.builder(PcmFormat.DEFAULT).streamId(9).live(false).pcm(new byte[8]);
    List<byte[]> packets = new ArrayList<>();
    new RtpPacketizer(PayloadCodecs::of, 1_200, clock)
        .write(
            waiting,
            new PacketSink() {
              @Override
              public ByteBuf newPacket(int bytes) {
                return Unpooled.buffer(bytes);
              }

              @Override
              public void packet(ByteBuf packet) {
                packets.add(TestPacket.bytesOf(packet));
              }
            });
    receive(packets.get(0));
    AudioBlock block = next().content();
    assertEquals(9, block.streamId());
    assertTrue(block.live());
  }

  @Test
  void decode_ofABye_givesTheEnd() {
    receive(new TestPacket().bytes());
    receive(TestPacket.bytesOf(TestPacket.bye(TestPacket.SSRC, 0)));
    assertFalse(next().content().last());
    assertTrue(next().content().last());
  }

  @Test
  void decode_ofWhatIsNoRtp_saysEachReasonOnceAndGoesOn() {
    receive("hello".getBytes(StandardCharsets.US_ASCII));
    receive(new byte[0]);
    receive(new byte[] {(byte) 0x80, 0});
    assertNull(channel.readInbound());
    assertTrue(channel.isOpen());
    receive("again".getBytes(StandardCharsets.US_ASCII));
    assertEquals(4, counters.snapshot().refusedPackets());
    assertEquals(3, log.lines().size());
    assertTrue(
        log.lines().get(0).contains("127.0.0.1 sent: not RTP: version 1 instead of 2; dropped"),
        log.lines()::toString);
    receive(new TestPacket().bytes());
    assertEquals(1, next().content().frames());
  }

  @Test
  void decode_ofWhatIsHeldBack_passesItOnHalfASecondLater() {
    channel.freezeTime();
    for (int i = 0; i < 4; i++) {
      receive(new TestPacket().payloadType(97).sequence(i).frames(480, 4).bytes());
    }
    assertEquals(0, next().content().sequence());
    assertNull(channel.readInbound());
    clock.advanceMillis(500);
    channel.advanceTimeBy(500, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
    assertEquals(1, next().content().sequence());
    AddressedEnvelope<AudioBlock, InetSocketAddress> second = next();
    assertEquals(SENDER, second.sender());
    assertEquals(PORT, second.recipient());
    assertEquals(3, next().content().sequence());
  }

  @Test
  void decode_ofAWrongSender_saysWhatIsWrong() {
    for (int i = 0; i < 20; i++) {
      receive(new TestPacket().payloadType(97).sequence(i).frames(480, 4).bytes());
      assertEquals(i * 480, i == 0 || i > 8 ? next().content().timestamp() : i * 480);
      for (int held = 1; i == 8 && held <= 8; held++) {
        assertEquals(held * 480, next().content().timestamp());
      }
    }
    assertEquals(1, log.lines().size());
    assertTrue(log.lines().get(0).startsWith("WARN port 0: stream cafebabe from 127.0.0.1: its"));
  }

  @Test
  void decode_ofAnEndFromElsewhere_saysSo() throws UnknownHostException {
    receive(new TestPacket().bytes());
    next();
    InetAddress elsewhere = InetAddress.getByAddress(new byte[] {10, 0, 0, 9});
    channel.writeInbound(
        new DatagramPacket(
            TestPacket.bye(TestPacket.SSRC, 0), PORT, new InetSocketAddress(elsewhere, 40_000)));
    assertNull(channel.readInbound());
    assertTrue(
        log.lines().get(0).contains("10.0.0.9 sent: an end of stream cafebabe"),
        log.lines()::toString);
  }

  @Test
  void decode_ofNoise_neverThrows() {
    for (long seed = SEED; seed < SEED + 5_000; seed++) {
      Random random = new Random(seed);
      byte[] noise = new byte[random.nextInt(100)];
      random.nextBytes(noise);
      try {
        receive(noise);
        channel.checkException();
      } catch (RuntimeException e) {
        throw new AssertionError("noise of seed " + seed, e);
      }
      channel.releaseInbound();
    }
    assertTrue(channel.isOpen());
  }

  /** Receives in a buffer that the leak detector watches. */
  private void receive(byte[] bytes) {
    channel.writeInbound(
        new DatagramPacket(channel.alloc().buffer().writeBytes(bytes), PORT, SENDER));
  }

  private AddressedEnvelope<AudioBlock, InetSocketAddress> next() {
    @Nullable AddressedEnvelope<AudioBlock, InetSocketAddress> envelope = channel.readInbound();
    if (envelope == null) {
      throw new AssertionError("the datagram gave no block");
    }
    return envelope;
  }
}
