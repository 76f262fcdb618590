package io.github.camelaudio.wire.rtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.camelaudio.audio.AudioBlock;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RtpLayoutTest {

  private static final long SEED = 20261120;

  @ParameterizedTest
  @MethodSource("io.github.camelaudio.wire.rtp.GoldenPacket#rtp")
  void fields_ofGoldenPacket_areThoseThatTsharkSees(GoldenPacket golden) {
    ByteBuf packet = golden.buffer();
    assertEquals(2, RtpLayout.version(packet));
    assertEquals(golden.number("payloadType"), RtpLayout.payloadType(packet));
    assertEquals(golden.number("sequence"), RtpLayout.sequence(packet));
    assertEquals((int) golden.number("timestamp"), RtpLayout.timestamp(packet));
    assertEquals(golden.hex("ssrc"), RtpLayout.ssrc(packet));
  }

  @ParameterizedTest
  @MethodSource("io.github.camelaudio.wire.rtp.GoldenPacket#ours")
  void writeHeader_ofGoldenBlock_writesItsBytes(GoldenPacket golden) {
    AudioBlock block = golden.block();
    ByteBuf header = Unpooled.buffer();
    RtpLayout.writeHeader(
        header,
        block,
        Boolean.parseBoolean(golden.text("marker")),
        block.sequence(),
        block.timestamp());
    byte[] expected = new byte[RtpLayout.OUR_HEADER_BYTES];
    System.arraycopy(golden.bytes(), 0, expected, 0, expected.length);
    assertArrayEquals(expected, TestPacket.bytesOf(header));
  }

  @Test
  void writeBye_ofGoldenEnd_writesItsBytes() {
    GoldenPacket golden = GoldenPacket.of("ours_bye");
    ByteBuf bye = Unpooled.buffer();
    RtpLayout.writeBye(
        bye,
        golden.hex("bye.ssrc"),
        (int) golden.number("report.timestamp"),
        golden.number("epochNanos"),
        golden.number("report.packets"),
        golden.number("report.octets"));
    assertArrayEquals(golden.bytes(), TestPacket.bytesOf(bye));
    assertEquals(RtpLayout.BYE_BYTES, bye.readableBytes());
    assertEquals(
        new RtpLayout.Bye(golden.hex("bye.ssrc"), true, (int) golden.number("report.timestamp")),
        RtpLayout.readBye(bye));
  }

  @Test
  void readBye_ofAReportAlone_findsNone() {
    assertEquals(RtpLayout.Bye.NONE, RtpLayout.readBye(GoldenPacket.of("ffmpeg_report").buffer()));
  }

  @Test
  void readBye_ofAByeWithAnothersReport_doesNotTakeItsTimestamp() {
    ByteBuf packet = TestPacket.bye(1, 500);
    packet.setInt(4, 2);
    assertEquals(new RtpLayout.Bye(1, false, 500), RtpLayout.readBye(packet));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ours_bye", "ffmpeg_bye"})
  void readBye_ofLengthsThatDoNotAddUp_isNull(String name) {
    byte[] whole = GoldenPacket.of(name).bytes();
    for (int length = whole.length - 1; length > whole.length - 8; length--) {
      assertNull(RtpLayout.readBye(Unpooled.wrappedBuffer(whole, 0, length)), "cut to " + length);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1970-01-01T00:00:00.000000001Z",
    "2026-11-20T12:34:56.789012345Z",
    "2036-02-07T06:28:15.999999999Z",
    "2036-02-07T06:28:16Z",
    "2036-02-07T06:28:16.000000001Z",
    "2099-12-31T23:59:59.999999999Z",
  })
  void ntpTime_comesBackToTheNanosecond_alsoAfterItsWrapIn2036(Instant time) {
    long nanos = time.getEpochSecond() * 1_000_000_000 + time.getNano();
    assertEquals(nanos, RtpLayout.fromNtp(RtpLayout.toNtp(nanos)));
  }

  @Test
  void ntpTime_ofAnyMomentUntil2104_comesBackToTheNanosecond() {
    Random random = new Random(SEED);
    for (int i = 0; i < 100_000; i++) {
      long nanos = (long) (random.nextDouble() * 4.23e18);
      assertEquals(nanos, RtpLayout.fromNtp(RtpLayout.toNtp(nanos)), "seed " + SEED);
    }
  }

  @Test
  void toNtp_countsSecondsSince1900() {
    // RFC 5905 figure 4: the Unix epoch is 2,208,988,800 s into the era.
    assertEquals(2_208_988_800L << 32, RtpLayout.toNtp(0));
    assertEquals(2_208_988_800L << 32 | 0x8000_0000L, RtpLayout.toNtp(500_000_000));
  }
}
