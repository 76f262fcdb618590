package io.github.camelaudio.wire.rtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.codec.PayloadCodecs;
import io.github.camelaudio.wire.MalformedPacketException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RtpPacketizerTest {

  private static final PcmFormat STEREO = PcmFormat.parse("s16/48000/2");
  private static final long SEED = 20261120;
  private static final long NOW = 1_795_132_801_250_000_000L;
  private static final int LIMIT = 1_200;

  /** RTP header, extension header, format with its id, the time's id. */
  private static final int CAPTURE_TIME_OFFSET = 12 + 4 + 6 + 1;

  private final FakeClock clock = new FakeClock();
  private final RtpPacketizer packetizer = new RtpPacketizer(PayloadCodecs::of, LIMIT, clock);

  @BeforeEach
  void setTimeOfDay() {
    clock.advanceNanos(NOW - clock.epochNanos());
  }

  @ParameterizedTest
  @MethodSource("io.github.camelaudio.wire.rtp.GoldenPacket#ours")
  void write_ofGoldenBlock_writesItsBytes(GoldenPacket golden) {
    if (golden.says("marker", "false")) {
      write(block(golden, golden.number("sequence") - 1)); // so that it is not the first
    }
    List<ByteBuf> packets = write(block(golden, golden.number("sequence")));
    assertEquals(1, packets.size());
    assertArrayEquals(golden.bytes(), TestPacket.bytesOf(packets.get(0)));
  }

  @Test
  void write_ofTheGoldenStreamsLastBlock_writesItsBye() {
    GoldenPacket golden = GoldenPacket.of("ours_bye");
    int end = (int) golden.number("report.timestamp");
    long id = golden.hex("bye.ssrc");
    for (int i = 3; i > 0; i--) {
      write(stereo().streamId(id).timestamp(end - 80 * i).pcm(new byte[320]));
    }
    List<ByteBuf> packets =
        write(AudioBlock.builder(STEREO).streamId(id).timestamp(end).last(true).empty());
    assertEquals(1, packets.size());
    assertArrayEquals(golden.bytes(), TestPacket.bytesOf(packets.get(0)));
  }

  @Test
  void write_ofABlockInTwoPackets_saysWhenTheFirstFrameOfEachWasCaptured() throws Exception {
    AudioBlock block = stereo().captureEpochNanos(NOW).timestamp(-100).pcm(new byte[480 * 4]);
    List<ByteBuf> packets = write(block);
    assertEquals(2, packets.size());
    long[] captured = new long[2];
    for (int i = 0; i < 2; i++) {
      ByteBuf packet = packets.get(i);
      captured[i] = packet.getLong(CAPTURE_TIME_OFFSET);
    }
    assertEquals(NtpTime.ofEpochNanos(NOW), captured[0]);
    assertEquals(NtpTime.ofEpochNanos(NOW + 5_000_000), captured[1]);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 299, 300, 301, 480, 600, 601, 960, 48_000})
  void write_ofALongBlock_cutsItIntoPacketsOfNearlyEqualSize(int frames) {
    AudioBlock block = stereo().sequence(65_535).timestamp(-200).pcm(new byte[frames * 4]);
    List<ByteBuf> packets = write(block);
    assertEquals((frames + 299) / 300, packets.size());
    int smallest = frames / packets.size();
    int at = -200;
    for (int i = 0; i < packets.size(); i++) {
      ByteBuf packet = packets.get(i);
      int here = (packet.readableBytes() - RtpLayout.OUR_HEADER_BYTES) / 4;
      assertTrue(here == smallest || here == smallest + 1, here + " frames");
      assertTrue(here * 4 <= LIMIT, here + " frames");
      assertEquals(at, RtpLayout.timestamp(packet));
      assertEquals((65_535 + i) & 0xFFFF, RtpLayout.sequence(packet));
      assertEquals(i == 0, marker(packet));
      at += here;
    }
    assertEquals(block.endTimestamp(), at);
  }

  @Test
  void write_ofTheNextBlock_continuesTheSequenceWhateverTheBlockSays() {
    write(stereo().sequence(10).pcm(new byte[2_400]));
    ByteBuf next = write(stereo().sequence(99).pcm(new byte[40])).get(0);
    assertEquals(12, RtpLayout.sequence(next));
    assertEquals(false, marker(next));
  }

  @Test
  void write_afterAStreamsEnd_startsAnew() {
    write(stereo().sequence(10).last(true).pcm(new byte[40]));
    ByteBuf again = write(stereo().sequence(500).pcm(new byte[40])).get(0);
    assertEquals(500, RtpLayout.sequence(again));
    assertTrue(marker(again));
  }

  @Test
  void write_ofAFrameAboveTheLimit_sendsEachFrameByItself() {
    RtpPacketizer tiny = new RtpPacketizer(PayloadCodecs::of, 3, clock);
    List<ByteBuf> packets = new ArrayList<>();
    tiny.write(stereo().pcm(new byte[8]), into(packets));
    assertEquals(2, packets.size());
  }

  @ParameterizedTest
  @EnumSource
  void read_ofWhatWasWritten_givesTheSameSoundInEveryEncoding(Encoding encoding)
      throws MalformedPacketException {
    for (long seed = SEED; seed < SEED + 200; seed++) {
      Random random = new Random(seed);
      AudioBlock block = randomBlock(encoding, random);
      RtpReader depacketizer = new RtpReader(null);
      ByteArrayOutputStream pcm = new ByteArrayOutputStream();
      int at = block.timestamp();
      for (ByteBuf packet : write(block)) {
        AudioBlock part = depacketizer.read(packet);
        if (part == null) {
          throw new AssertionError("seed " + seed);
        }
        assertEquals(block.format(), part.format(), "seed " + seed);
        assertEquals(block.streamId(), part.streamId(), "seed " + seed);
        assertEquals(block.live(), part.live(), "seed " + seed);
        assertEquals(at, part.timestamp(), "seed " + seed);
        long captured = block.captureEpochNanos();
        if (captured != AudioBlock.NO_CAPTURE_TIME) {
          captured += block.format().nanosOfFrames(at - block.timestamp());
        }
        at = part.endTimestamp();
        if (part.last()) {
          assertEquals(0, part.frames(), "seed " + seed);
        } else {
          assertEquals(captured, part.captureEpochNanos(), "seed " + seed);
        }
        pcm.writeBytes(part.toByteArray());
      }
      assertArrayEquals(block.toByteArray(), pcm.toByteArray(), "seed " + seed);
      assertEquals(block.endTimestamp(), at, "seed " + seed);
    }
  }

  @Test
  void write_ofMoreStreamsThanItRemembers_keepsTheOneInUse() {
    write(stereo().streamId(7).sequence(10).pcm(new byte[40]));
    for (int other = 1_000; other < 2_000; other++) {
      write(stereo().streamId(other).pcm(new byte[40]));
      write(stereo().streamId(7).sequence(0).pcm(new byte[40]));
    }
    ByteBuf packet = write(stereo().streamId(7).sequence(0).pcm(new byte[40])).get(0);
    assertEquals(10 + 1 + 1_000, RtpLayout.sequence(packet));
    ByteBuf forgotten = write(stereo().streamId(1_000).sequence(4).pcm(new byte[40])).get(0);
    assertEquals(4, RtpLayout.sequence(forgotten));
  }

  // ---- sender reports

  @Test
  void reports_comeAfter2500MillisAndThenEach5Seconds_whileThereIsSound() {
    List<Integer> at = new ArrayList<>();
    for (int millis = 0; millis < 20_000; millis += 10) {
      if (write(stereo().pcm(new byte[40])).size() > 1) {
        at.add(millis);
      }
      clock.advanceMillis(10);
    }
    assertEquals(List.of(2_500, 7_500, 12_500, 17_500), at);
    clock.advanceMillis(60_000);
    assertEquals(2, write(stereo().pcm(new byte[40])).size());
    assertEquals(1, write(stereo().pcm(new byte[40])).size());
  }

  @Test
  void aReport_saysWhenItsFrameWasCaptured_andWhatWasSent() {
    write(stereo().pcm(new byte[40]));
    clock.advanceMillis(2_500);
    ByteBuf report =
        write(stereo().timestamp(7_000).captureEpochNanos(NOW + 1).pcm(new byte[80])).get(1);
    assertArrayEquals(
        TestPacket.bytesOf(reportOf(NOW + 1, 7_000, 2, 120)), TestPacket.bytesOf(report));
  }

  @Test
  void aReportOfABlockWithoutCaptureTime_saysThatItsEndIsOfNow() {
    write(stereo().pcm(new byte[40]));
    clock.advanceMillis(2_500);
    ByteBuf report = write(stereo().timestamp(7_000).pcm(new byte[80])).get(1);
    assertArrayEquals(
        TestPacket.bytesOf(reportOf(NOW + 2_500_000_000L, 7_020, 2, 120)),
        TestPacket.bytesOf(report));
  }

  private static ByteBuf reportOf(long epochNanos, int timestamp, int packets, int octets) {
    ByteBuf out = Unpooled.buffer();
    RtcpLayout.writeReport(out, new RtcpLayout.Report(1, epochNanos, timestamp, packets, octets));
    return out;
  }

  @Test
  void aStreamThatEnds_sendsItsByeAndNoReportBefore() {
    write(stereo().pcm(new byte[40]));
    clock.advanceMillis(2_500);
    List<ByteBuf> packets = write(stereo().last(true).pcm(new byte[40]));
    assertEquals(2, packets.size());
    assertEquals(RtcpLayout.BYE_BYTES, packets.get(1).readableBytes());
  }

  @Test
  void aReport_bringsAReceiverNothing_andIsNoLoss() throws MalformedPacketException {
    RtpReader reader = new RtpReader(null);
    for (int i = 0; i < 1_000; i++) {
      for (ByteBuf packet : write(stereo().timestamp(10 * i).pcm(new byte[40]))) {
        reader.read(packet);
      }
      clock.advanceMillis(10);
    }
    assertEquals(List.of("0+10000"), reader.told());
    assertEquals(1_002, reader.counters.snapshot().packets());
    assertEquals(0, reader.counters.snapshot().lostPackets());
    assertEquals(List.of(), reader.warnings);
  }

  private static AudioBlock randomBlock(Encoding encoding, Random random) {
    PcmFormat format =
        new PcmFormat(
            PcmFormat.MIN_RATE_HZ + random.nextInt(PcmFormat.MAX_RATE_HZ - 999),
            1 + random.nextInt(PcmFormat.MAX_CHANNELS),
            encoding);
    byte[] pcm = new byte[random.nextInt(200) * format.bytesPerFrame()];
    random.nextBytes(pcm);
    return AudioBlock.builder(format)
        .streamId(random.nextLong())
        .sequence(random.nextInt())
        .timestamp(random.nextInt())
        .live(random.nextBoolean())
        .captureEpochNanos(random.nextBoolean() ? 0 : (long) (random.nextDouble() * 4.23e18))
        .last(pcm.length > 0 && random.nextBoolean())
        .pcm(pcm);
  }

  private static AudioBlock block(GoldenPacket golden, long sequence) {
    AudioBlock block = golden.block();
    return AudioBlock.builder(block.format())
        .streamId(block.streamId())
        .sequence((int) sequence)
        .timestamp(block.timestamp())
        .live(block.live())
        .captureEpochNanos(block.captureEpochNanos())
        .pcm(block.toByteArray());
  }

  private static AudioBlock.Builder stereo() {
    return AudioBlock.builder(STEREO).streamId(1);
  }

  private static boolean marker(ByteBuf packet) {
    return packet.getByte(1) < 0;
  }

  private List<ByteBuf> write(AudioBlock block) {
    List<ByteBuf> packets = new ArrayList<>();
    packetizer.write(block, into(packets));
    return packets;
  }

  private static PacketSink into(List<ByteBuf> packets) {
    return new PacketSink() {
      @Override
      public ByteBuf newPacket(int bytes) {
        return Unpooled.buffer(bytes, bytes); // of the size asked for, never more
      }

      @Override
      public void packet(ByteBuf packet) {
        assertEquals(0, packet.writableBytes());
        packets.add(packet);
      }
    };
  }
}
