package io.github.camelaudio.wire.rtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.camelaudio.audio.AudioBlock;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RtpLayoutTest {

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
}
