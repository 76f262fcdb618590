package io.github.camelaudio.wire.rtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.audio.Wrap;
import io.github.camelaudio.wire.MalformedPacketException;
import io.github.camelaudio.wire.WireCounters;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RtpDepacketizerTest {

  private static final PcmFormat MONO = PcmFormat.parse("s16/44100/1");
  private static final int FRAMES = 10;

  private final RtpReader depacketizer = new RtpReader(null);
  private final WireCounters counters = depacketizer.counters;

  // ---- packets of other programs, and ours

  @ParameterizedTest
  @MethodSource("io.github.camelaudio.wire.rtp.GoldenPacket#rtp")
  void read_ofGoldenPacket_givesItsBlock(GoldenPacket golden) throws MalformedPacketException {
    AudioBlock block = read(new RtpReader(golden.configured()), golden.buffer());
    assertEquals(golden.format(), block.format());
    assertEquals(golden.hex("ssrc"), block.streamId());
    assertEquals(golden.number("sequence"), block.sequence());
    assertEquals((int) golden.number("timestamp"), block.timestamp());
    assertEquals(golden.number("frames"), block.frames());
    assertFalse(block.last());
    byte[] pcm = block.toByteArray();
    byte[] first = Arrays.copyOf(pcm, Math.min(24, pcm.length));
    assertEquals(golden.text("pcm.first"), HexFormat.of().formatHex(first));
    CRC32 crc = new CRC32();
    crc.update(pcm);
    assertEquals(golden.hex("pcm.crc32"), crc.getValue());
  }

  @ParameterizedTest
  @MethodSource("io.github.camelaudio.wire.rtp.GoldenPacket#ours")
  void read_ofOurGoldenPacket_keepsLiveAndCaptureTimeToTheNanosecond(GoldenPacket golden)
      throws MalformedPacketException {
    AudioBlock block = read(golden.buffer());
    assertEquals(Boolean.parseBoolean(golden.text("live")), block.live());
    assertEquals(golden.number("captureEpochNanos"), block.captureEpochNanos());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ffmpeg_l16_44100_stereo_1", "gstreamer_l16_ntp64_extension_1"})
  void read_ofAForeignPacket_isLiveWithoutCaptureTime(String name) throws MalformedPacketException {
    GoldenPacket golden = GoldenPacket.of(name);
    AudioBlock block = read(new RtpReader(golden.configured()), golden.buffer());
    assertTrue(block.live());
    assertEquals(AudioBlock.NO_CAPTURE_TIME, block.captureEpochNanos());
  }

  @Test
  void read_ofFfmpegsStream_endsWithItsByeAtTheEndOfItsFinalPacket()
      throws MalformedPacketException {
    assertNull(depacketizer.read(GoldenPacket.of("ffmpeg_report").buffer()));
    read(GoldenPacket.of("ffmpeg_l16_44100_stereo_1").buffer());
    AudioBlock second = read(GoldenPacket.of("ffmpeg_l16_44100_stereo_2").buffer());
    AudioBlock end = read(GoldenPacket.of("ffmpeg_bye").buffer());
    assertTrue(end.last());
    assertEquals(0, end.frames());
    assertEquals(second.endTimestamp(), end.timestamp());
    assertEquals(0x01234567, end.streamId());
    assertEquals(new WireCounters.Snapshot(4, 0, 0, 0, 0), counters.snapshot());
  }

  // ---- what else a packet may carry

  @Test
  void read_ofAPacketWithPaddingCsrcsAndExtension_skipsThem() throws MalformedPacketException {
    AudioBlock block =
        read(
            new TestPacket()
                .csrcs(15)
                .extension(0xABCD, 1, 2, 3)
                .payload(1, 2, 3, 4)
                .padding(9)
                .buffer());
    assertArrayEquals(new byte[] {2, 1, 4, 3}, block.toByteArray());
    assertEquals(MONO, block.format());
  }

  @ParameterizedTest
  @CsvSource({
    "0xBEDE, 0x10AA0000", // id 1, one byte
    "0xBEDE, 0xD0AA0000", // our id 13, but of one byte
    "0xBEDE, 0x000000FF", // padding, then the reserved id 15 with bytes that are not there
    "0xBEDE, 0x9FFFFFFF", // longer than the extension
    "0x1000, 0xD4810000", // the two-byte form, id 212
    "0x100F, 0x0D000E00", // the two-byte form with application bits, ids 13 and 14
    "0x0000, 0xFFFFFFFF",
  })
  void read_ofAForeignExtension_skipsIt(String profile, String word)
      throws MalformedPacketException {
    TestPacket packet = new TestPacket().payload(1, 2);
    packet.extension(Integer.decode(profile), (int) (long) Long.decode(word));
    AudioBlock block = read(packet.buffer());
    assertArrayEquals(new byte[] {2, 1}, block.toByteArray());
    assertEquals(MONO, block.format());
    assertEquals(AudioBlock.NO_CAPTURE_TIME, block.captureEpochNanos());
    assertTrue(block.live());
  }

  @Test
  void read_ofAnEmptyExtension_skipsIt() throws MalformedPacketException {
    AudioBlock block = read(new TestPacket().extension(0xBEDE).payload(1, 2).buffer());
    assertArrayEquals(new byte[] {2, 1}, block.toByteArray());
  }

  @Test
  void read_ofOursBehindAForeignExtension_findsOurs() throws MalformedPacketException {
    // id 1 of three bytes, then 13: s24, not live, 2 channels, 96000 Hz
    AudioBlock block =
        read(
            new TestPacket()
                .payloadType(98)
                .extension(0xBEDE, 0x12AAAAAA, 0xD4020201, 0x77000000)
                .payload(1, 2, 3, 4, 5, 6)
                .buffer());
    assertEquals(PcmFormat.parse("s24/96000/2"), block.format());
    assertArrayEquals(new byte[] {3, 2, 1, 6, 5, 4}, block.toByteArray());
    assertFalse(block.live());
  }

  @ParameterizedTest
  @CsvSource({
    "0xD4850200, 0xBB800000", // no such encoding
    "0xD4010000, 0xBB800000", // no channels
    "0xD4014100, 0xBB800000", // 65 channels
    "0xD4010200, 0x00000000", // 0 Hz
    "0xD40102FF, 0xFFFF0000", // 16 MHz
  })
  void read_ofAnExtensionThatClaimsAnImpossibleFormat_doesNotBelieveIt(String one, String two) {
    TestPacket packet = new TestPacket().payloadType(97).payload(1, 2, 3, 4);
    packet.extension(0xBEDE, (int) (long) Long.decode(one), (int) (long) Long.decode(two));
    assertRefused(packet, "payload type 97 does not say its format; set audio.rtp.format");
  }

  @Test
  void read_ofAnExtensionThatRunsIntoThePayload_doesNotTakeThePayloadForIt() {
    // Ours would be s16/48000/2, but only its first byte is within the extension.
    TestPacket packet = new TestPacket().payloadType(97).extension(0xBEDE, 0x000000D4);
    assertRefused(packet.payload(0x81, 2, 0, 0xBB, 0x80, 0, 0, 0), "payload type 97");
  }

  @Test
  void read_ofOursBehindTheIdThatStops_doesNotTakeIt() {
    TestPacket packet = new TestPacket().payloadType(97).payload(1, 2, 3, 4);
    assertRefused(packet.extension(0xBEDE, 0xF000D481, 0x0200BB80), "payload type 97");
  }

  // ---- formats

  @Test
  void read_ofADynamicPayloadType_takesTheConfiguredFormat() throws MalformedPacketException {
    PcmFormat configured = PcmFormat.parse("s24/48000/1");
    AudioBlock block =
        read(
            new RtpReader(configured), new TestPacket().payloadType(127).payload(1, 2, 3).buffer());
    assertEquals(configured, block.format());
  }

  @Test
  void read_ofAStaticPayloadType_doesNotTakeTheConfiguredFormat() throws MalformedPacketException {
    PcmFormat configured = PcmFormat.parse("s24/48000/1");
    RtpReader other = new RtpReader(configured);
    assertEquals(MONO, read(other, new TestPacket().buffer()).format());
    MalformedPacketException refused =
        assertThrows(
            MalformedPacketException.class,
            () -> other.read(new TestPacket().payloadType(0).buffer()));
    assertContains(refused, "payload type 0 is not linear PCM");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 8, 9, 14, 33, 63, 95})
  void read_ofAStaticPayloadTypeThatIsNoLinearPcm_refusesItWithItsNumber(int payloadType) {
    assertRefused(
        new TestPacket().payloadType(payloadType),
        "payload type " + payloadType + " is not linear PCM; understood are L16, L24, L8");
  }

  // ---- packets that do not hold together

  @Test
  void read_ofAPayloadThatIsNoWholeNumberOfFrames_isRefused() {
    assertRefused(
        new TestPacket().payloadType(10).payload(1, 2, 3, 4, 5, 6),
        "a payload of 6 bytes is no whole number of frames of s16/44100/2");
  }

  @Test
  void read_ofPaddingLongerThanThePacket_isRefused() {
    ByteBuf packet = new TestPacket().padding(4).buffer();
    packet.setByte(packet.writerIndex() - 1, 7);
    assertRefused(packet, "its header or padding is longer than the packet");
  }

  @Test
  void read_ofPaddingOfNoBytes_isRefusedOrLosesItsCount() throws MalformedPacketException {
    ByteBuf packet = new TestPacket().payload(1, 2, 0).buffer();
    packet.setByte(0, 0xA0); // the padding bit, though the last byte says 0
    assertArrayEquals(new byte[] {2, 1}, read(packet).toByteArray());
  }

  @Test
  void read_ofAnExtensionLongerThanThePacket_isRefused() {
    ByteBuf packet = new TestPacket().extension(0xBEDE, 0).buffer();
    packet.setShort(14, 0xFFFF);
    assertRefused(packet, "its header extension is longer than the packet");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void read_ofAnotherVersion_isRefused(int version) {
    ByteBuf packet = new TestPacket().buffer();
    packet.setByte(0, version << 6);
    assertRefused(packet, "not RTP: version " + version + " instead of 2");
  }

  @Test
  void read_ofRefusedPackets_doesNotCountThemAsHeldTogether() {
    assertRefused(new TestPacket().payloadType(0), "payload type 0");
    assertRefused(new TestPacket().payload(1), "a payload of 1 bytes");
    assertEquals(0, counters.snapshot().packets());
  }

  // ---- what the network lost

  @ParameterizedTest
  @CsvSource({
    "10 11 12, 0",
    "10 13, 2",
    "10 12 11, 0",
    "10 13 12 11 14, 0",
    "10 14 12 15, 2",
    "65534 65535 0 1, 0",
    "65534 1, 2",
    "65534 1 65535, 1",
    "65535 1 0 3, 1",
    "10 10 12, 1",
    "10 9 8 7 15, 4",
  })
  void lost_isWhatTheSequenceNumbersMiss(String sequence, int lost)
      throws MalformedPacketException {
    String[] numbers = sequence.split(" ", -1);
    for (String number : numbers) {
      int at = Integer.parseInt(number);
      int ahead = Wrap.sequenceDistance(at, Integer.parseInt(numbers[0]));
      read(packet(at, ahead * FRAMES));
    }
    assertEquals(lost, counters.snapshot().lostPackets());
  }

  @Test
  void lost_doesNotCountAPacketWithoutPayload() throws MalformedPacketException {
    read(packet(10, 0));
    assertNull(depacketizer.read(new TestPacket().sequence(11).payload().buffer()));
    assertNull(depacketizer.read(new TestPacket().sequence(12).payload().padding(4).buffer()));
    read(packet(13, FRAMES));
    assertEquals(new WireCounters.Snapshot(4, 0, 0, 0, 0), counters.snapshot());
  }

  @Test
  void lost_isCountedForEachStreamByItself() throws MalformedPacketException {
    read(new TestPacket().ssrc(1).sequence(10).buffer());
    read(new TestPacket().ssrc(2).sequence(500).buffer());
    read(new TestPacket().ssrc(1).sequence(12).buffer());
    read(new TestPacket().ssrc(2).sequence(500).buffer()); // twice: makes up for nothing
    read(new TestPacket().ssrc(2).sequence(501).buffer());
    assertEquals(1, counters.snapshot().lostPackets());
  }

  // ---- the end of a stream

  @Test
  void bye_endsItsStreamOnce() throws MalformedPacketException {
    read(packet(65535, -5));
    AudioBlock end = read(TestPacket.bye(TestPacket.SSRC, 99));
    assertTrue(end.last());
    assertEquals(TestPacket.SSRC, end.streamId());
    assertEquals(MONO, end.format());
    assertEquals(0, end.sequence());
    assertEquals(FRAMES - 5, end.timestamp()); // not ours, so not what it reports
    assertNull(depacketizer.read(TestPacket.bye(TestPacket.SSRC, 99)));
  }

  @Test
  void bye_ofAnUnknownStream_isNobodys() throws MalformedPacketException {
    assertNull(depacketizer.read(TestPacket.bye(5, 0)));
    assertNull(depacketizer.read(TestPacket.bye(0xFFFF_FFFFL, 0)));
  }

  @Test
  void bye_ofOurs_tellsTheExactEndThoughTheFinalPacketsWereLost() throws MalformedPacketException {
    GoldenPacket golden = GoldenPacket.of("ours_s16_48000_stereo_no_capture_time");
    AudioBlock block = read(golden.buffer());
    int end = block.endTimestamp() + 4_800;
    AudioBlock last = read(TestPacket.bye(block.streamId(), end));
    assertEquals(end, last.timestamp());
    assertFalse(last.live());
  }

  @Test
  void bye_afterReorderedPackets_endsAtTheFurthest() throws MalformedPacketException {
    read(packet(1, 0));
    read(packet(3, 2 * FRAMES));
    read(packet(2, FRAMES));
    assertEquals(3 * FRAMES, read(TestPacket.bye(TestPacket.SSRC, 0)).timestamp());
  }

  @Test
  void bye_afterTheTimestampPassedTheLargestInteger_endsAtTheFurthest()
      throws MalformedPacketException {
    read(packet(1, Integer.MAX_VALUE - FRAMES));
    AudioBlock end = read(packet(2, Integer.MAX_VALUE));
    assertEquals(end.endTimestamp(), read(TestPacket.bye(TestPacket.SSRC, 0)).timestamp());
  }

  @Test
  void packetsAfterTheBye_areDroppedAndCounted() throws MalformedPacketException {
    read(packet(1, 0));
    read(packet(3, 2 * FRAMES));
    read(TestPacket.bye(TestPacket.SSRC, 0));
    assertNull(depacketizer.read(packet(2, FRAMES)));
    assertNull(depacketizer.read(packet(3, 2 * FRAMES)));
    assertEquals(2, counters.snapshot().endedLatePackets());
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000_000 + 10, Integer.MIN_VALUE, 0})
  void packetsElsewhereAfterTheBye_areANewStreamUnderTheSameId(int timestamp)
      throws MalformedPacketException {
    read(packet(1, 1_000_000 - FRAMES));
    read(TestPacket.bye(TestPacket.SSRC, 0));
    AudioBlock again = read(packet(40_000, timestamp));
    assertEquals(timestamp, again.timestamp());
    AudioBlock end = read(TestPacket.bye(TestPacket.SSRC, 0));
    assertTrue(end.last());
    assertEquals(timestamp + FRAMES, end.timestamp());
    assertEquals(new WireCounters.Snapshot(4, 0, 0, 0, 0), counters.snapshot());
  }

  private static ByteBuf packet(int sequence, int timestamp) {
    return new TestPacket()
        .sequence(sequence)
        .timestamp(timestamp)
        .frames(FRAMES, MONO.bytesPerFrame())
        .buffer();
  }

  private AudioBlock read(ByteBuf packet) throws MalformedPacketException {
    return read(depacketizer, packet);
  }

  private static AudioBlock read(RtpReader depacketizer, ByteBuf packet)
      throws MalformedPacketException {
    // Not at the buffer's start, as over TCP.
    ByteBuf shifted = Unpooled.buffer().writeZero(3).skipBytes(3).writeBytes(packet);
    @Nullable AudioBlock block = depacketizer.read(shifted);
    if (block == null) {
      throw new AssertionError("the packet gave no block");
    }
    return block;
  }

  private void assertRefused(TestPacket packet, String reason) {
    assertRefused(packet.buffer(), reason);
  }

  private void assertRefused(ByteBuf packet, String reason) {
    assertContains(
        assertThrows(MalformedPacketException.class, () -> depacketizer.read(packet)), reason);
  }

  private static void assertContains(Exception thrown, String part) {
    assertTrue(String.valueOf(thrown.getMessage()).contains(part), thrown::getMessage);
  }
}
