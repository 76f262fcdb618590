package io.github.camelaudio.file.wav;

import static io.github.camelaudio.file.wav.WavFiles.ascii;
import static io.github.camelaudio.file.wav.WavFiles.chunk;
import static io.github.camelaudio.file.wav.WavFiles.concat;
import static io.github.camelaudio.file.wav.WavFiles.fmt;
import static io.github.camelaudio.file.wav.WavFiles.noise;
import static io.github.camelaudio.file.wav.WavFiles.riff;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Samples that become ours while they are read. */
class WavSamplesTest {

  private static WavReader open(byte[] content) throws IOException {
    return WavReader.open(new ByteArrayInputStream(content), "a stream");
  }

  @Test
  void float64_becomesF32() throws IOException {
    double[] values = {0, 1, -1, 0.1, -0.3, 1e-300, 3.5};
    ByteBuffer in = ByteBuffer.allocate(values.length * 8).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer out = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      in.putDouble(value);
      out.putFloat((float) value);
    }
    try (WavReader reader = open(riff(fmt(3, 1, 44_100, 8, 64), chunk("data", in.array())))) {
      assertThat(reader.format()).isEqualTo(new PcmFormat(44_100, 1, Encoding.F32));
      assertThat(reader.frames()).isEqualTo(OptionalLong.of(values.length));
      assertThat(WavFiles.readAll(reader)).isEqualTo(out.array());
    }
  }

  /** Values from the tables of ITU-T G.711: the ends, and each side of a segment's border. */
  @Test
  void aLaw_becomesS16() throws IOException {
    int[] codes = {0xD5, 0x55, 0xD4, 0xC5, 0xF5, 0xAA, 0x2A, 0x80, 0x9A};
    short[] values = {8, -8, 24, 264, 528, 32_256, -32_256, 5_504, 4_032};
    assertThat(law(6, codes)).containsExactly(values);
  }

  @Test
  void uLaw_becomesS16() throws IOException {
    int[] codes = {0xFF, 0x7F, 0xFE, 0xF0, 0xEF, 0x80, 0x00, 0x8F};
    short[] values = {0, 0, 8, 120, 132, 32_124, -32_124, 16_764};
    assertThat(law(7, codes)).containsExactly(values);
  }

  private static short[] law(int tag, int[] codes) throws IOException {
    byte[] data = new byte[codes.length];
    for (int i = 0; i < codes.length; i++) {
      data[i] = (byte) codes[i];
    }
    try (WavReader reader = open(riff(fmt(tag, 1, 8_000, 1, 8), chunk("data", data)))) {
      assertThat(reader.format()).isEqualTo(new PcmFormat(8_000, 1, Encoding.S16));
      short[] read = new short[codes.length];
      ByteBuffer.wrap(WavFiles.readAll(reader))
          .order(ByteOrder.LITTLE_ENDIAN)
          .asShortBuffer()
          .get(read);
      return read;
    }
  }

  @ParameterizedTest
  @EnumSource(Encoding.class)
  void rifx_isReadInItsByteOrder(Encoding encoding) throws IOException {
    int size = encoding.bytesPerSample();
    byte[] pcm = noise(1_000 * 2 * size, 3);
    byte[] reversed = new byte[pcm.length];
    for (int i = 0; i < pcm.length; i++) {
      reversed[i] = pcm[i - i % size + size - 1 - i % size];
    }
    ByteBuffer form = ByteBuffer.allocate(44 + pcm.length); // big-endian
    form.put(ascii("RIFX")).putInt(36 + pcm.length).put(ascii("WAVEfmt ")).putInt(16);
    form.putShort((short) (encoding.isFloat() ? 3 : 1)).putShort((short) 2).putInt(48_000);
    form.putInt(96_000 * size).putShort((short) (2 * size)).putShort((short) (8 * size));
    form.put(ascii("data")).putInt(pcm.length).put(reversed);
    try (WavReader reader = open(form.array())) {
      assertThat(reader.format()).isEqualTo(new PcmFormat(48_000, 2, encoding));
      assertThat(WavFiles.readAll(reader)).isEqualTo(pcm);
    }
  }

  @Test
  void partOfAFrameAtTheEnd_isLeftOut_andMissingBytesAreThoseOfTheFile() throws IOException {
    byte[] part = concat(new byte[16], new byte[5]);
    try (WavReader reader = open(riff(fmt(3, 1, 8_000, 8, 64), chunk("data", 80, part)))) {
      assertThat(WavFiles.readAll(reader)).hasSize(8);
      assertThat(reader.strayBytes()).isEqualTo(5);
      assertThat(reader.missingBytes()).isEqualTo(59);
      assertThat(reader.fileFrameBytes()).isEqualTo(8);
    }
  }
}
