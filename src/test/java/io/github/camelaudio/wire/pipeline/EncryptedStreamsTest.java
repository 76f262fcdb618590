package io.github.camelaudio.wire.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.codec.PayloadCodecs;
import io.github.camelaudio.limits.NetworkLimits;
import io.github.camelaudio.security.KeyRing;
import io.github.camelaudio.security.SharedKey;
import io.github.camelaudio.wire.Encoded;
import io.github.camelaudio.wire.HostGate;
import io.github.camelaudio.wire.MalformedPacketLog;
import io.github.camelaudio.wire.PacketStage;
import io.github.camelaudio.wire.PacketStages;
import io.github.camelaudio.wire.TestSound;
import io.github.camelaudio.wire.WireCounters;
import io.github.camelaudio.wire.rtp.RtpBlockEncoder;
import io.github.camelaudio.wire.rtp.RtpDepacketizer;
import io.github.camelaudio.wire.rtp.RtpUdpDecoder;
import io.github.camelaudio.wire.srtp.SrtpMode;
import io.github.camelaudio.wire.srtp.SrtpStages;
import io.github.camelaudio.wire.srtp.StaticStreams;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.AddressedEnvelope;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Encrypted datagrams at one port: sound stays at its own place, and its stream its sender's. */
class EncryptedStreamsTest {

  private static final PcmFormat FORMAT = PcmFormat.parse("s16/48000/1");
  private static final int FRAMES = 480;
  private static final int MILLIS = 10;
  private static final long ANNAS = 1;
  private static final long BOBS = 2;
  private static final InetSocketAddress PEER =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 9_634);

  private final FakeClock clock = new FakeClock();
  private final TestSound sound = TestSound.noise(FORMAT, 7, 400 * FRAMES);
  private final WireCounters counters = new WireCounters();

  private static KeyRing ring(SrtpMode mode, String sending) {
    List<SharedKey> keys = new ArrayList<>();
    for (String name : List.of("anna", "bob")) {
      byte[] secret = new byte[mode.keyBytes()];
      Arrays.fill(secret, (byte) name.length());
      keys.add(new SharedKey(name, secret));
    }
    return new KeyRing(keys, keys.get(sending.equals("anna") ? 0 : 1));
  }

  /** Those of one program, from its start on. */
  private SrtpStages program(SrtpMode mode, String sending) {
    KeyRing ring = ring(mode, sending);
    return new SrtpStages(mode, () -> ring, clock, StaticStreams.inMemory());
  }

  /** One stream that goes out: number i is its frames from {@code 480 * i} on. */
  private final class Sender {
    final long id;
    final AudioClock itsClock;
    final PacketStage stage;
    final Encoded encoded;

    Sender(long id, SrtpStages program, AudioClock itsClock) {
      this.id = id;
      this.itsClock = itsClock;
      this.stage = program.newStage(new LongAdder());
      PacketStages stages = new PacketStages(List.of(stage));
      this.encoded =
          new Encoded(RtpBlockEncoder.overUdp(PayloadCodecs::of, 1_200, stages, itsClock));
    }

    /** The datagrams of some blocks, which take their time. */
    List<byte[]> send(int from, int to) {
      List<byte[]> sent = new ArrayList<>();
      for (int number = from; number < to; number++) {
        sent.addAll(encoded.add(block(number)).take());
        clock.advanceMillis(MILLIS);
      }
      return sent;
    }

    private AudioBlock block(int number) {
      return AudioBlock.builder(FORMAT)
          .streamId(id)
          .sequence(number)
          .timestamp(number * FRAMES)
          .captureEpochNanos(itsClock.epochNanos())
          .pcm(pcm(number));
    }
  }

  private byte[] pcm(int number) {
    return sound.pcm(number * FRAMES, (number + 1) * FRAMES);
  }

  /** A port, from its program's start on. */
  private final class Receiver {
    final EmbeddedChannel channel;

    Receiver(SrtpMode mode) {
      MalformedPacketLog malformed = new MalformedPacketLog(counters, clock);
      PacketStage stage = program(mode, "anna").newStage(counters.beforeKey);
      channel =
          new EmbeddedChannel(
              new RtpUdpDecoder(
                  new RtpDepacketizer(PayloadCodecs::of, null, counters, clock),
                  new PacketStages(List.of(stage)),
                  malformed,
                  new HostGate(() -> NetworkLimits.DEFAULT, malformed, counters)));
      channel.freezeTime();
    }

    /** The numbers of what is heard of datagrams; each is checked to be at its own place. */
    List<Integer> hear(List<byte[]> datagrams) {
      List<Integer> numbers = new ArrayList<>();
      for (AudioBlock block : blocks(datagrams)) {
        assertFalse(block.last(), "an end");
        int number = block.timestamp() / FRAMES;
        assertArrayEquals(pcm(number), block.toByteArray(), "at the place of " + number);
        numbers.add(number);
      }
      return numbers;
    }

    List<AudioBlock> blocks(List<byte[]> datagrams) {
      for (byte[] datagram : datagrams) {
        channel.writeInbound(new DatagramPacket(Unpooled.copiedBuffer(datagram), PEER, PEER));
      }
      clock.advanceMillis(1_000); // what is held back comes now
      channel.advanceTimeBy(1_000, TimeUnit.MILLISECONDS);
      channel.runScheduledPendingTasks();
      List<AudioBlock> blocks = new ArrayList<>();
      AddressedEnvelope<AudioBlock, InetSocketAddress> next = channel.readInbound();
      for (; next != null; next = channel.readInbound()) {
        blocks.add(next.content());
      }
      return blocks;
    }
  }

  private static List<Integer> numbers(int from, int to) {
    List<Integer> numbers = new ArrayList<>();
    for (int number = from; number < to; number++) {
      numbers.add(number);
    }
    return numbers;
  }

  /** Tells another time of day. */
  private static final class WrongClock implements AudioClock {
    private final FakeClock right;
    private long aheadNanos;

    WrongClock(FakeClock right, long days) {
      this.right = right;
      this.aheadNanos = TimeUnit.DAYS.toNanos(days);
    }

    @Override
    public long nanoTime() {
      return right.nanoTime();
    }

    @Override
    public long epochNanos() {
      return right.epochNanos() + aheadNanos;
    }

    @Override
    public void sleepUntil(long deadline) throws InterruptedException {
      right.sleepUntil(deadline);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-7_300, -1, 1, 7_300})
  void aSendersClockThatIsYearsOff_andIsSet_changesNothing(long days) {
    WrongClock wrong = new WrongClock(clock, days);
    Sender sender = new Sender(ANNAS, program(SrtpMode.EKT, "anna"), wrong);
    Receiver receiver = new Receiver(SrtpMode.EKT);
    List<byte[]> sent = sender.send(0, 100);
    assertEquals(numbers(0, 100), receiver.hear(sent));
    wrong.aheadNanos = 0;
    assertEquals(numbers(100, 200), receiver.hear(sender.send(100, 200)));
    assertEquals(List.of(), receiver.hear(sent), "replayed");
  }

  // ---- replays after a restart of the receiver, which knows nothing then

  @ParameterizedTest
  @EnumSource
  void recordedSoundBeforeTheStream_isHeardAsOne_andNotAgain(SrtpMode mode) {
    Sender sender = new Sender(ANNAS, program(mode, "anna"), clock);
    List<byte[]> recorded = sender.send(0, 100);
    assertEquals(numbers(0, 100), new Receiver(mode).hear(recorded));
    Receiver restarted = new Receiver(mode);
    assertEquals(numbers(0, 100), restarted.hear(recorded));
    assertEquals(numbers(100, 120), restarted.hear(sender.send(100, 120)));
    assertEquals(List.of(), restarted.hear(recorded));
    assertEquals(numbers(120, 140), restarted.hear(sender.send(120, 140)));
  }

  /** Recorded under the master key in use, and under one before it. */
  @ParameterizedTest
  @EnumSource
  void recordedSoundUnderAKnownStream_staysAtItsPlace_alsoWhenThatIsSilent(SrtpMode mode) {
    SrtpStages program = program(mode, "anna");
    List<byte[]> recorded = new ArrayList<>(new Sender(ANNAS, program, clock).send(0, 50));
    Sender sender = new Sender(ANNAS, program, clock); // connected anew
    recorded.addAll(sender.send(50, 100));
    assertEquals(numbers(0, 100), new Receiver(mode).hear(recorded));
    Receiver restarted = new Receiver(mode);
    assertEquals(numbers(100, 120), restarted.hear(sender.send(100, 120)));
    clock.advanceMillis(5_000);
    List<Integer> late = restarted.hear(recorded);
    assertEquals(late.stream().distinct().toList(), late);
    assertEquals(numbers(120, 140), restarted.hear(sender.send(120, 140)));
    assertEquals(List.of(), restarted.hear(recorded));
  }

  // ---- another sender

  @ParameterizedTest
  @EnumSource
  void anEndOfAnothersStream_isRefused_andTheStreamContinues(SrtpMode mode) {
    Receiver receiver = new Receiver(mode);
    Sender anna = new Sender(ANNAS, program(mode, "anna"), clock);
    Sender bob = new Sender(BOBS, program(mode, "bob"), clock);
    assertEquals(numbers(0, 20), receiver.hear(anna.send(0, 20)));
    assertEquals(numbers(0, 20), receiver.hear(bob.send(0, 20)));
    assertEquals(List.of(), receiver.blocks(List.of(bye(bob.stage, BOBS, ANNAS))));
    assertEquals(1, counters.snapshot().refusedPackets());
    assertEquals(numbers(20, 40), receiver.hear(anna.send(20, 40)));
    List<AudioBlock> end = receiver.blocks(List.of(bye(bob.stage, BOBS, BOBS)));
    assertTrue(end.size() == 1 && end.get(0).last() && end.get(0).streamId() == BOBS);
  }

  /** A sender report of one stream and a BYE of another, encrypted. */
  private static byte[] bye(PacketStage stage, long reported, long ended) {
    ByteBuf packet = Unpooled.buffer(36 + stage.maxGrowthBytes());
    packet.writeInt(0x80C80006).writeInt((int) reported).writeZero(20);
    packet.writeInt(0x81CB0001).writeInt((int) ended);
    List<byte[]> sent = new ArrayList<>();
    stage.outbound(
        packet,
        next -> {
          sent.add(ByteBufUtil.getBytes(next));
          next.release();
        });
    return sent.get(0);
  }
}
