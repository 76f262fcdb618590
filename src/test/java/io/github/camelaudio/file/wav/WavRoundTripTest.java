package io.github.camelaudio.file.wav;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written comes back bit by bit, to us and to the JDK. */
class WavRoundTripTest {

  private static final int FRAMES = 1001;

  @TempDir Path folder;

  static Stream<PcmFormat> formats() {
    return Stream.of(Encoding.values())
        .flatMap(
            encoding ->
                IntStream.of(1, 2, 6)
                    .boxed()
                    .flatMap(
                        channels ->
                            IntStream.of(8000, 11025, 22050, 44100, 48000, 96000)
                                .mapToObj(rate -> new PcmFormat(rate, channels, encoding))));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void read_ofWrittenFile_givesTheSameBits(PcmFormat format) throws IOException {
    byte[] samples = samples(format);
    try (WavReader reader = WavReader.open(written(format, samples))) {
      assertEquals(format, reader.format());
      assertEquals(OptionalLong.of(FRAMES), reader.frames());
      assertArrayEquals(samples, WavFiles.readAll(reader));
      assertEquals(0, reader.missingBytes());
      assertEquals(0, reader.strayBytes());
    }
  }

  @ParameterizedTest
  @MethodSource("formats")
  void read_ofWrittenStream_givesTheSameBitsAndNoLength(PcmFormat format) throws IOException {
    byte[] samples = samples(format);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (WavWriter writer = WavWriter.streaming(Channels.newChannel(out), format)) {
      writer.write(0, ByteBuffer.wrap(samples));
    }
    try (WavReader reader =
        WavReader.open(new ByteArrayInputStream(out.toByteArray()), "standard input")) {
      assertEquals(format, reader.format());
      assertEquals(OptionalLong.empty(), reader.frames());
      assertArrayEquals(samples, WavFiles.readAll(reader));
    }
  }

  @ParameterizedTest
  @MethodSource("formats")
  void javaxSound_ofWrittenFile_readsTheSameBits(PcmFormat format)
      throws IOException, UnsupportedAudioFileException {
    byte[] samples = samples(format);
    try (AudioInputStream in = AudioSystem.getAudioInputStream(written(format, samples).toFile())) {
      assertEquals(encoding(format), in.getFormat().getEncoding());
      assertEquals(format.sampleRateHz(), in.getFormat().getSampleRate());
      assertEquals(format.channels(), in.getFormat().getChannels());
      assertEquals(FRAMES, in.getFrameLength());
      assertArrayEquals(samples, in.readAllBytes());
    }
  }

  private static AudioFormat.Encoding encoding(PcmFormat format) {
    return switch (format.encoding()) {
      case U8 -> AudioFormat.Encoding.PCM_UNSIGNED;
      case F32 -> AudioFormat.Encoding.PCM_FLOAT;
      default -> AudioFormat.Encoding.PCM_SIGNED;
    };
  }

  private static byte[] samples(PcmFormat format) {
    return WavFiles.noise(FRAMES * format.bytesPerFrame(), format.hashCode());
  }

  private Path written(PcmFormat format, byte[] samples) throws IOException {
    Path file = folder.resolve("written.wav");
    try (WavWriter writer = WavFiles.create(file, format)) {
      int half = FRAMES / 2;
      int halfBytes = half * format.bytesPerFrame();
      writer.write(0, ByteBuffer.wrap(samples, 0, halfBytes));
      writer.write(half, ByteBuffer.wrap(samples, halfBytes, samples.length - halfBytes));
    }
    assertEquals(0, Files.size(file) % 2, "RIFF chunks are padded to even sizes");
    return file;
  }
}
