package io.github.camelaudio.wire.rtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RtcpLayoutTest {

  private static RtcpLayout.Report report(GoldenPacket golden) {
    return new RtcpLayout.Report(
        golden.hex("bye.ssrc"),
        golden.number("epochNanos"),
        (int) golden.number("report.timestamp"),
        golden.number("report.packets"),
        golden.number("report.octets"));
  }

  @Test
  void writeReport_writesAnEndWithoutItsBye() {
    GoldenPacket golden = GoldenPacket.of("ours_bye");
    ByteBuf report = Unpooled.buffer();
    RtcpLayout.writeReport(report, report(golden));
    assertArrayEquals(
        Arrays.copyOf(golden.bytes(), RtcpLayout.REPORT_BYTES), TestPacket.bytesOf(report));
    assertTrue(RtcpLayout.isRtcp(report));
    assertEquals(RtcpLayout.Bye.NONE, RtcpLayout.readBye(report));
  }

  @Test
  void writeBye_ofGoldenEnd_writesItsBytes() {
    GoldenPacket golden = GoldenPacket.of("ours_bye");
    ByteBuf bye = Unpooled.buffer();
    RtcpLayout.writeBye(bye, report(golden));
    assertArrayEquals(golden.bytes(), TestPacket.bytesOf(bye));
    assertEquals(RtcpLayout.BYE_BYTES, bye.readableBytes());
    assertEquals(
        new RtcpLayout.Bye(golden.hex("bye.ssrc"), true, (int) golden.number("report.timestamp")),
        RtcpLayout.readBye(bye));
  }

  @Test
  void readBye_ofAReportAlone_findsNone() {
    assertEquals(
        RtcpLayout.Bye.NONE, RtcpLayout.readBye(GoldenPacket.of("ffmpeg_report").buffer()));
  }

  @Test
  void readBye_ofAByeWithAnothersReport_doesNotTakeItsTimestamp() {
    ByteBuf packet = TestPacket.bye(1, 500);
    packet.setInt(4, 2);
    assertEquals(new RtcpLayout.Bye(1, false, 500), RtcpLayout.readBye(packet));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ours_bye", "ffmpeg_bye"})
  void readBye_ofLengthsThatDoNotAddUp_isNull(String name) {
    byte[] whole = GoldenPacket.of(name).bytes();
    for (int length = whole.length - 1; length > whole.length - 8; length--) {
      assertNull(RtcpLayout.readBye(Unpooled.wrappedBuffer(whole, 0, length)), "cut to " + length);
    }
  }
}
