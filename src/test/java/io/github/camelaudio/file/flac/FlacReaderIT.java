package io.github.camelaudio.file.flac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.file.AudioReader;
import io.github.camelaudio.file.stream.AudioFiles;
import io.github.camelaudio.file.wav.WavFiles;
import io.github.camelaudio.file.wav.WavWriter;
import io.github.camelaudio.it.Tools;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** FLAC as the reference encoder writes it. */
public class FlacReaderIT {

  private static final PcmFormat S16 = PcmFormat.DEFAULT;
  private static final int FRAMES = 30_001;

  @TempDir Path directory;

  @BeforeAll
  public static void needFlac() {
    Tools.need("flac", "flac");
  }

  /** Sound of a format as flac encodes it; what flac decodes it to is the sound itself. */
  private Path encoded(PcmFormat format, byte[] pcm, String... options) throws Exception {
    Path wav = directory.resolve("in.wav");
    Files.deleteIfExists(wav);
    try (WavWriter writer = WavFiles.create(wav, format)) {
      writer.write(0, ByteBuffer.wrap(pcm));
    }
    List<String> command =
        new ArrayList<>(List.of("flac", "--silent", "--force", "--lax", "--channel-map=none"));
    command.addAll(List.of(options));
    command.add("in.wav");
    Process flac =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD) // remarks on chunks
            .start();
    assertThat(flac.waitFor()).isZero();
    return directory.resolve("in.flac");
  }

  /** Noise that repeats, so that flac has something to do. */
  private static byte[] sound(PcmFormat format) {
    byte[] pcm = WavFiles.noise(FRAMES * format.bytesPerFrame(), 7);
    Arrays.fill(pcm, pcm.length / 3, pcm.length / 2, format.encoding().silence());
    return pcm;
  }

  private static byte[] readAll(AudioReader reader, int bufferBytes) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] buffer = new byte[bufferBytes];
    for (int read = reader.read(buffer); read > 0; read = reader.read(buffer)) {
      all.write(buffer, 0, read);
    }
    return all.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "u8/22050/1",
        "u8/8000/2",
        "s16/48000/2",
        "s16/44100/1",
        "s16/8000/6",
        "s16/192000/8",
        "s24/48000/2",
        "s24/96000/1",
        "s24/44100/5",
        "s32/48000/2",
      })
  void sound_comesBackBitForBit(String text) throws Exception {
    PcmFormat format = PcmFormat.parse(text);
    byte[] pcm = sound(format);
    try (AudioReader reader = AudioFiles.open(encoded(format, pcm))) {
      assertThat(reader.format()).isEqualTo(format);
      assertThat(reader.frames()).hasValue(FRAMES);
      assertThat(readAll(reader, 441 * format.bytesPerFrame() + 1)).isEqualTo(pcm);
      assertThat(reader.read(new byte[64])).isEqualTo(-1);
      assertThat(reader.faults()).isEmpty();
    }
  }

  @Test
  void whatWeWrite_comesBack_withALastBlockOfAnyLength() throws Exception {
    for (int frames : new int[] {1, 4_095, 4_096, 4_097}) {
      Path file = directory.resolve(frames + ".flac");
      byte[] pcm = WavFiles.noise(frames * 4, frames);
      try (FlacWriter writer =
          new FlacWriter(
              Files.newByteChannel(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              S16,
              List.of(FlacLayout.OURS))) {
        writer.write(0, ByteBuffer.wrap(pcm));
      }
      try (AudioReader reader = AudioFiles.open(file)) {
        assertThat(readAll(reader, 1 << 16)).isEqualTo(pcm);
      }
    }
  }

  @Test
  void fileThatWasCut_givesWhatIsWhole_andSaysWhatIsMissing() throws Exception {
    byte[] pcm = sound(S16);
    byte[] file = Files.readAllBytes(encoded(S16, pcm));
    for (int length = file.length - 1; length > 10_000; length -= 7_919) {
      byte[] cut = Arrays.copyOf(file, length);
      try (AudioReader reader = AudioFiles.open(new ByteArrayInputStream(cut), "cut")) {
        byte[] got = readAll(reader, 5_000);
        assertThat(got).isEqualTo(Arrays.copyOf(pcm, got.length));
        int missing = FRAMES - got.length / 4;
        assertThat(missing).isPositive();
        assertThat(reader.faults())
            .singleElement()
            .asString()
            .startsWith("truncated: " + missing + " frames (0.");
      }
    }
  }

  @Test
  void damage_isSilence_whatFollowsKeepsItsPlace() throws Exception {
    byte[] pcm = sound(S16);
    byte[] file = Files.readAllBytes(encoded(S16, pcm));
    file[file.length / 4] ^= 0x55;
    try (AudioReader reader = AudioFiles.open(new ByteArrayInputStream(file), "damaged")) {
      byte[] got = readAll(reader, 5_000);
      assertThat(got).hasSameSizeAs(pcm);
      int same = 0;
      for (int i = 0; i < got.length; i++) {
        same += got[i] == pcm[i] ? 1 : 0;
      }
      assertThat(same).isBetween(pcm.length / 2, pcm.length - 4_096);
      assertThat(reader.faults())
          .containsExactly("damaged: a part could not be decoded, and is silence");
    }
  }

  @Test
  void whatIsNoFlac_isRefused_andItsStreamClosed() {
    for (byte[] start :
        new byte[][] {
          "fLaC".getBytes(StandardCharsets.US_ASCII),
          "fLaC and no more than this".getBytes(StandardCharsets.US_ASCII)
        }) {
      boolean[] closed = {false};
      ByteArrayInputStream in =
          new ByteArrayInputStream(start) {
            @Override
            public void close() {
              closed[0] = true;
            }
          };
      assertThatThrownBy(() -> AudioFiles.open(in, "x.flac"))
          .isInstanceOf(IOException.class)
          .hasMessage("cannot play x.flac: it is no FLAC file, or ends within its header");
      assertThat(closed[0]).isTrue();
    }
  }
}
