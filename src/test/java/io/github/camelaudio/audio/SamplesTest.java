package io.github.camelaudio.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SamplesTest {

  @Test
  void u8_throughFloat_isTheIdentity() {
    assertIdentity(Encoding.U8, AllPcm.u8());
  }

  @Test
  void s16_throughFloat_isTheIdentity() {
    assertIdentity(Encoding.S16, AllPcm.s16());
  }

  @Test
  void s24_throughFloat_isTheIdentity() {
    assertIdentity(Encoding.S24, AllPcm.s24());
  }

  @Test
  void f32_throughFloat_isTheIdentityBeyondFullScaleToo() {
    float[] values = {0, -0f, 1, -1, 3.5f, -1e30f, Float.MIN_VALUE, Float.NaN};
    assertIdentity(Encoding.F32, encode(Encoding.F32, values));
  }

  private static void assertIdentity(Encoding encoding, byte[] pcm) {
    assertArrayEquals(pcm, encode(encoding, decode(encoding, pcm)));
  }

  @Test
  void s32_throughFloat_keeps24BitsOfPrecision() {
    byte[] pcm = new byte[400_000];
    new Random(11).nextBytes(pcm);
    ByteBuffer before = littleEndian(pcm);
    ByteBuffer after = littleEndian(encode(Encoding.S32, decode(Encoding.S32, pcm)));
    for (int at = 0; at < pcm.length; at += 4) {
      assertEquals(before.getInt(at), after.getInt(at), 64.0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "u8, 00, -1",
    "u8, 80, 0",
    "u8, c0, 0.5",
    "u8, ff, 0.9921875",
    "s16, 0080, -1",
    "s16, 0040, 0.5",
    "s16, ff7f, 0.999969482421875",
    "s24, 000080, -1",
    "s24, 000040, 0.5",
    "s24, ffffff, -1.1920928955078125E-7",
    "s32, 00000080, -1",
    "s32, 00000040, 0.5",
    "f32, 0000003f, 0.5",
    "f32, 000080bf, -1",
  })
  void decode_readsLittleEndianOfFullScaleOne(String encoding, String hex, float value) {
    Encoding parsed = Encoding.parse(encoding);
    byte[] pcm = HexFormat.of().parseHex(hex);
    assertArrayEquals(new float[] {value}, decode(parsed, pcm));
    assertArrayEquals(pcm, encode(parsed, value));
  }

  @ParameterizedTest
  @CsvSource({
    "u8, ff, 00, 80",
    "s16, ff7f, 0080, 0000",
    "s24, ffff7f, 000080, 000000",
    "s32, ffffff7f, 00000080, 00000000",
  })
  void encode_atAndAboveFullScale_saturatesAndNanIsSilent(
      String encoding, String highest, String lowest, String silence) {
    Encoding parsed = Encoding.parse(encoding);
    for (float above :
        new float[] {1, 1.0001f, 2, 1e10f, Float.MAX_VALUE, Float.POSITIVE_INFINITY}) {
      assertEquals(highest, hex(encode(parsed, above)), () -> "of " + above);
      assertEquals(lowest, hex(encode(parsed, -above)), () -> "of " + -above);
    }
    assertEquals(silence, hex(encode(parsed, Float.NaN)));
  }

  @Test
  void encode_roundsToTheNearest() {
    assertEquals("0200", hex(encode(Encoding.S16, 1.6f / 32768)));
    assertEquals("0100", hex(encode(Encoding.S16, 1.4f / 32768)));
    assertEquals("feff", hex(encode(Encoding.S16, -1.6f / 32768)));
    assertEquals("82", hex(encode(Encoding.U8, 1.6f / 128)));
  }

  @ParameterizedTest
  @EnumSource(Encoding.class)
  void encodeAndDecode_stayWithinTheirOffsetsAndCount(Encoding encoding) {
    int size = encoding.bytesPerSample();
    byte[] pcm = new byte[4 * size];
    Samples.encode(encoding, new float[] {9, 0.5f, -0.5f, 9}, 1, pcm, size, 2);
    assertArrayEquals(new byte[size], Arrays.copyOf(pcm, size));
    assertArrayEquals(new byte[size], Arrays.copyOfRange(pcm, 3 * size, 4 * size));
    float[] out = {7, 7, 7, 7};
    Samples.decode(encoding, pcm, size, out, 1, 2);
    assertArrayEquals(new float[] {7, 0.5f, -0.5f, 7}, out);
  }

  private static float[] decode(Encoding encoding, byte[] pcm) {
    float[] out = new float[pcm.length / encoding.bytesPerSample()];
    Samples.decode(encoding, pcm, 0, out, 0, out.length);
    return out;
  }

  private static byte[] encode(Encoding encoding, float... values) {
    byte[] pcm = new byte[values.length * encoding.bytesPerSample()];
    Samples.encode(encoding, values, 0, pcm, 0, values.length);
    return pcm;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
