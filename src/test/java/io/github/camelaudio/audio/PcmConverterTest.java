package io.github.camelaudio.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PcmConverterTest {

  private static final HexFormat HEX = HexFormat.of();

  @ParameterizedTest
  @CsvSource({
    "u8, s16",
    "u8, s24",
    "u8, s32",
    "u8, f32",
    "s16, s24",
    "s16, s32",
    "s16, f32",
    "s24, s32",
    "s24, f32",
  })
  void convert_toMoreBitsAndBack_isTheIdentityOfEveryValue(String narrow, String wide) {
    Encoding encoding = Encoding.parse(narrow);
    byte[] pcm =
        switch (encoding) {
          case U8 -> AllPcm.u8();
          case S16 -> AllPcm.s16();
          default -> seeded(3 * 200_000);
        };
    byte[] widened = convert(narrow + "/48000/1", wide + "/48000/1", pcm);
    assertArrayEquals(pcm, convert(wide + "/48000/1", narrow + "/48000/1", widened));
  }

  @ParameterizedTest
  @CsvSource({
    "s24, 7f0000, s16, 0000",
    "s24, 800000, s16, 0100",
    "s24, 80ffff, s16, 0000",
    "s24, 7fffff, s16, ffff",
    "s16, 7f00, u8, 80",
    "s16, 8000, u8, 81",
    "s32, 7fffffff, s24, ffffff",
    "s32, 80000000, s24, 010000",
    "s32, 00800000, s16, 0100",
  })
  void convert_toFewerBits_roundsToTheNearest(String from, String in, String to, String out) {
    assertConverts(from + "/48000/1", in, to + "/48000/1", out);
  }

  @ParameterizedTest
  @CsvSource({
    "s32, ffffff7f, s24, ffff7f",
    "s32, ffffff7f, s16, ff7f",
    "s24, ffff7f, s16, ff7f",
    "s16, ff7f, u8, ff",
    "s16, 0080, u8, 00",
    "s32, 00000080, s16, 0080",
    "f32, 0000803f, s16, ff7f",
    "f32, 00000040, s24, ffff7f",
    "f32, 000000c0, s16, 0080",
  })
  void convert_atFullScale_saturatesAndNeverWraps(String from, String in, String to, String out) {
    assertConverts(from + "/48000/1", in, to + "/48000/1", out);
  }

  @ParameterizedTest
  @CsvSource({
    "s16/48000/1, 3412, s16/48000/2, 34123412",
    "s16/48000/2, 0a001400, s16/48000/1, 0f00",
    "s16/48000/2, ff7fff7f, s16/48000/1, ff7f",
    "s16/48000/2, 00800080, s16/48000/1, 0080",
    "s16/48000/6, 010002000300040005000600, s16/48000/2, 03000400",
    "s16/48000/2, 01000200, s16/48000/6, 010002000000000000000000",
    "u8/48000/2, 8292, u8/48000/6, 829280808080",
    "u8/48000/1, 82, s16/48000/2, 00020002",
    "f32/48000/1, 0000003f, f32/48000/2, 0000003f0000003f",
    "f32/48000/2, 0000003f000000bf, f32/48000/1, 00000000",
    "s16/48000/2, 0040ffbf, f32/48000/1, 000080b7",
  })
  void convert_betweenChannels_followsTheOneRule(String from, String in, String to, String out) {
    assertConverts(from, in, to, out);
  }

  @Test
  void convert_ofSeveralFrames_keepsEachInItsPlace() {
    assertConverts(
        "s16/48000/1", "010002000300", "s24/48000/2", "000100000100000200000200000300000300");
  }

  @Test
  void new_withDifferentRates_isRefused() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> new PcmConverter(PcmFormat.parse("s16/44100/2"), PcmFormat.parse("s16/48000/2")));
    assertTrue(String.valueOf(refused.getMessage()).contains("sample rates differ"));
  }

  @Test
  void convert_ofBlock_keepsEverythingButItsSamples() {
    AudioBlock block = block("s16/48000/2", new byte[] {2, 1, 4, 3});
    AudioBlock converted =
        new PcmConverter(block.format(), PcmFormat.parse("s24/48000/2")).convert(block);
    assertNotSame(block, converted);
    assertEquals("s24/48000/2", converted.format().toString());
    assertEquals(0xFEDC_BA98L, converted.streamId());
    assertEquals(65_535, converted.sequence());
    assertEquals(-7, converted.timestamp());
    assertEquals(123, converted.captureEpochNanos());
    assertEquals(false, converted.live());
    assertTrue(converted.last());
    assertArrayEquals(new byte[] {0, 2, 1, 0, 4, 3}, converted.toByteArray());
  }

  @Test
  void convert_ofBlockThatHasTheFormat_isTheSameBlock() {
    AudioBlock block = block("s16/48000/2", new byte[4]);
    assertSame(block, new PcmConverter(block.format(), block.format()).convert(block));
  }

  @Test
  void convert_ofBlockOfAnotherFormat_isRefused() {
    AudioBlock block = block("s24/48000/2", new byte[6]);
    PcmConverter converter =
        new PcmConverter(PcmFormat.parse("s16/48000/2"), PcmFormat.parse("f32/48000/2"));
    assertThrows(IllegalArgumentException.class, () -> converter.convert(block));
  }

  private static AudioBlock block(String format, byte[] pcm) {
    return AudioBlock.builder(PcmFormat.parse(format))
        .streamId(0xFEDC_BA98L)
        .sequence(65_535)
        .timestamp(-7)
        .captureEpochNanos(123)
        .live(false)
        .last(true)
        .pcm(pcm);
  }

  private static void assertConverts(String from, String in, String to, String out) {
    assertEquals(out, HEX.formatHex(convert(from, to, HEX.parseHex(in))));
  }

  private static byte[] convert(String from, String to, byte[] pcm) {
    return new PcmConverter(PcmFormat.parse(from), PcmFormat.parse(to)).convert(pcm);
  }

  private static byte[] seeded(int bytes) {
    byte[] pcm = new byte[bytes];
    new Random(3).nextBytes(pcm);
    ByteBuffer.wrap(pcm).order(ByteOrder.LITTLE_ENDIAN).putInt(0, 0x80_0000).putInt(3, 0x7F_FFFF);
    return pcm;
  }
}
