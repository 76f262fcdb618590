package io.github.camelaudio.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.wire.MalformedPacketException;
import io.github.camelaudio.wire.PayloadCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PayloadCodecsTest {

  /** Two frames of one channel, little-endian, and as RFC 3551 and RFC 3190 have them. */
  @ParameterizedTest
  @CsvSource({
    "u8, 01fe, 01fe",
    "s16, 01020304, 02010403",
    "s24, 010203040506, 030201060504",
    "s32, 0102030405060708, 0403020108070605",
    "f32, 0000803f000000bf, 3f800000bf000000",
  })
  void samples_areInNetworkByteOrder_thereAndBack(String encoding, String little, String big)
      throws MalformedPacketException {
    PcmFormat format = PcmFormat.parse(encoding + "/8000/1");
    PayloadCodec codec = PayloadCodecs.of(format.encoding());
    AudioBlock block = AudioBlock.builder(format).pcm(HexFormat.of().parseHex(little));
    ByteBuf payload = Unpooled.buffer();
    codec.encode(block, 0, 2, payload);
    byte[] bytes = new byte[payload.readableBytes()];
    payload.getBytes(0, bytes);
    assertEquals(big, HexFormat.of().formatHex(bytes));
    assertEquals(bytes.length, codec.payloadBytes(format, 2));
    assertArrayEquals(block.toByteArray(), codec.decode(payload, 0, bytes.length, format));
    assertEquals(0, payload.readerIndex());
  }

  @Test
  void encode_ofAPartOfABlock_writesThatPart() {
    PcmFormat format = PcmFormat.parse("s16/8000/2");
    AudioBlock block =
        AudioBlock.builder(format).pcm(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
    ByteBuf payload = Unpooled.buffer();
    PayloadCodecs.of(Encoding.S16).encode(block, 1, 1, payload);
    assertEquals(0x0605_0807, payload.readInt());
    assertEquals(0, payload.readableBytes());
  }

  @ParameterizedTest
  @EnumSource
  void decode_ofHalfAFrame_isRefusedWithItsSize(Encoding encoding) {
    PcmFormat format = new PcmFormat(48_000, 2, encoding);
    int bytes = 3 * format.bytesPerFrame() - 1;
    MalformedPacketException refused =
        assertThrows(
            MalformedPacketException.class,
            () ->
                PayloadCodecs.of(encoding)
                    .decode(Unpooled.wrappedBuffer(new byte[bytes]), 0, bytes, format));
    assertEquals(
        "a payload of " + bytes + " bytes is no whole number of frames of " + format,
        refused.reason());
  }

  @Test
  void maxFrames_isAtLeastOne() {
    PcmFormat format = PcmFormat.parse("s16/48000/2");
    PayloadCodec codec = PayloadCodecs.of(Encoding.S16);
    assertEquals(300, codec.maxFrames(format, 1_203));
    assertEquals(1, codec.maxFrames(format, 3));
  }
}
