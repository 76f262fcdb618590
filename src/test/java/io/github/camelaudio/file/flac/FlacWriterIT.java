package io.github.camelaudio.file.flac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.file.wav.MemoryChannel;
import io.github.camelaudio.it.Tools;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** FLAC as ffmpeg reads it. */
public class FlacWriterIT {

  private static final PcmFormat S16 = PcmFormat.DEFAULT;

  @TempDir Path directory;

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  @BeforeAll
  public static void needFfmpegAndLibFlac() throws IOException {
    Tools.need("ffmpeg", "ffmpeg");
    try {
      LibFlac.load();
    } catch (IOException e) {
      Assumptions.assumeTrue(System.getenv("CI") != null, e.getMessage());
      throw e;
    }
  }

  private FlacWriter writer(PcmFormat format) throws IOException {
    return new FlacWriter(
        FileChannel.open(
            directory.resolve("take.flac"),
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE),
        format,
        List.of());
  }

  /** A sine under noise that comes and goes, some stretches at full scale, some silent. */
  private byte[] sound(PcmFormat format, int frames) {
    byte[] pcm = new byte[frames * format.bytesPerFrame()];
    int bytes = format.encoding().bytesPerSample();
    long full = (1L << (8 * bytes - 1)) - 1;
    for (int i = 0; i < frames * format.channels(); i++) {
      int part = i / 5_000 % 4;
      double noise = part == 3 ? 0 : Math.pow(10, -part) * random.nextGaussian();
      double sine = part == 3 ? 0 : 0.5 * Math.sin(i * 0.01);
      long value = Math.round(Math.max(-1, Math.min(1, noise + sine)) * full);
      value += format.encoding() == Encoding.U8 ? 128 : 0;
      for (int b = 0; b < bytes; b++) {
        pcm[i * bytes + b] = (byte) (value >> (8 * b));
      }
    }
    return pcm;
  }

  private void writeInPieces(FlacWriter writer, PcmFormat format, byte[] pcm) throws IOException {
    int bytesPerFrame = format.bytesPerFrame();
    for (int at = 0; at < pcm.length; ) {
      int count = Math.min(pcm.length - at, bytesPerFrame * (1 + random.nextInt(9_000)));
      ByteBuffer piece = ByteBuffer.wrap(pcm, at, count);
      assertThat(writer.write(at / bytesPerFrame, piece)).isTrue();
      assertThat(piece.hasRemaining()).isFalse();
      at += count;
    }
  }

  /**
   * What ffmpeg decodes. What it remarks is let be: in noise it takes bytes for a frame's beginning
   * now and then, says so, and decodes all the same.
   */
  private byte[] decoded(PcmFormat format, String file) throws Exception {
    String raw = format.encoding() == Encoding.U8 ? "u8" : format.encoding() + "le";
    Process process =
        new ProcessBuilder("ffmpeg", "-v", "error", "-i", file, "-f", raw, "-c", "pcm_" + raw, "-")
            .directory(directory.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    byte[] pcm = process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).isZero();
    return pcm;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s16/48000/2", "s16/44100/1", "s16/8000/6", "s16/192000/2", "s16/11025/8", "s16/96000/6",
        "s24/48000/2", "s24/44100/1", "s24/8000/1", "s24/192000/6", "s24/96001/2", "u8/22050/2",
      })
  void sound_comesBackBitForBit(String text) throws Exception {
    PcmFormat format = PcmFormat.parse(text);
    byte[] pcm = sound(format, 30_000 + random.nextInt(5_000));
    try (FlacWriter writer = writer(format)) {
      writeInPieces(writer, format, pcm);
      assertThat(writer.frames()).isEqualTo(pcm.length / format.bytesPerFrame());
    }
    assertThat(Arrays.equals(decoded(format, "take.flac"), pcm)).as("seed %d", seed).isTrue();
  }

  @Test
  void everyLengthOfALastBlock_comesBack() throws Exception {
    for (int length : new int[] {1, 2, 3, 4, 5, 4_095, 4_096, 4_097, 4_098, 8_192, 8_195}) {
      byte[] pcm = sound(S16, length);
      try (FlacWriter writer = writer(S16)) {
        writer.write(0, ByteBuffer.wrap(pcm));
      }
      assertThat(decoded(S16, "take.flac")).as("%d frames, seed %d", length, seed).isEqualTo(pcm);
    }
  }

  @Test
  void gap_isSilence_andWhatComesLate_isLeftOut() throws Exception {
    byte[] pcm = sound(S16, 3_000);
    try (FlacWriter writer = writer(S16)) {
      writer.write(0, ByteBuffer.wrap(pcm, 0, 4_000));
      writer.write(200_000, ByteBuffer.wrap(pcm, 4_000, 4_000));
      assertThat(writer.write(500, ByteBuffer.wrap(pcm, 0, 4_000))).isFalse();
      assertThat(writer.write(200_500, ByteBuffer.wrap(pcm, 6_000, 6_000))).isTrue();
      writer.extendTo(300_000);
      assertThat(writer.frames()).isEqualTo(300_000);
    }
    byte[] expected = new byte[300_000 * 4];
    System.arraycopy(pcm, 0, expected, 0, 4_000);
    System.arraycopy(pcm, 4_000, expected, 800_000, 8_000);
    assertThat(Arrays.equals(decoded(S16, "take.flac"), expected)).as("seed %d", seed).isTrue();
  }

  @Test
  void fileThatNobodyClosed_playsAllButTheLastTenth_andSaysItsLength() throws Exception {
    PcmFormat format = PcmFormat.parse("s24/44100/2");
    byte[] pcm = sound(format, 100_000);
    try (FlacWriter writer = writer(format)) {
      for (int place = 0; place < 100_000; place += 441) {
        int frames = Math.min(441, 100_000 - place);
        writer.write(place, ByteBuffer.wrap(pcm, place * 6, frames * 6));
        if (random.nextInt(20) == 0) {
          writer.refreshHeader(random.nextBoolean());
          Path copy = directory.resolve("killed.flac");
          Files.deleteIfExists(copy);
          Files.copy(directory.resolve("take.flac"), copy);
          byte[] decoded = decoded(format, "killed.flac");
          assertThat(decoded.length / 6).isGreaterThan(place + frames - 4_412);
          assertThat(Arrays.equals(decoded, Arrays.copyOf(pcm, decoded.length)))
              .as("seed %d, killed after %d frames", seed, place)
              .isTrue();
          assertThat(framesInHeader(copy)).isEqualTo(decoded.length / 6);
        }
      }
    }
    assertThat(Arrays.equals(decoded(format, "take.flac"), pcm)).as("seed %d", seed).isTrue();
    assertThat(framesInHeader(directory.resolve("take.flac"))).isEqualTo(100_000);
  }

  private static long framesInHeader(Path file) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(file)).getLong(18) & (1L << 36) - 1;
  }

  @Test
  void fullDisk_isAnIOException_andTheWriterCloses() throws Exception {
    MemoryChannel disk = new MemoryChannel();
    FlacWriter writer = new FlacWriter(disk, S16, List.of());
    disk.limitTo(20_000);
    byte[] pcm = sound(S16, 50_000);
    assertThatThrownBy(() -> writer.write(0, ByteBuffer.wrap(pcm)))
        .isInstanceOf(IOException.class)
        .hasMessage("no space left");
    assertThatThrownBy(() -> writer.write(0, ByteBuffer.wrap(pcm))).isInstanceOf(IOException.class);
    assertThatThrownBy(writer::close).isInstanceOf(IOException.class);
    assertThat(disk.isOpen()).isFalse();
    writer.close();
    Path file = Files.write(directory.resolve("full.flac"), disk.contents());
    byte[] decoded = decoded(S16, "full.flac");
    assertThat(decoded.length / 4).isEqualTo((int) writer.frames()).isGreaterThan(4_000);
    assertThat(framesInHeader(file)).isEqualTo(writer.frames());
    assertThat(decoded).as("seed %d", seed).isEqualTo(Arrays.copyOf(pcm, decoded.length));
    assertThat(test("full.flac")).as("flac -t, which finds a torn last frame").isZero();
  }

  @Test
  void fileThatWasCut_isRepairedToItsWholeFrames() throws Exception {
    PcmFormat format = PcmFormat.parse("s24/44100/2");
    byte[] pcm = sound(format, 100_000);
    try (FlacWriter writer = writer(format)) {
      writeInPieces(writer, format, pcm);
    }
    byte[] whole = Files.readAllBytes(directory.resolve("take.flac"));
    for (int i = 0; i < 8; i++) {
      int cut = i == 0 ? whole.length : whole.length - random.nextInt(whole.length / 2);
      Path file = Files.write(directory.resolve("cut.flac"), Arrays.copyOf(whole, cut));
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        FlacRepair.repair(channel, file.toString(), FlacRepair.USUAL_SEARCH_BYTES);
      }
      byte[] decoded = decoded(format, "cut.flac");
      String where = String.format("cut at %d of %d, seed %d", cut, whole.length, seed);
      assertThat(decoded).as(where).isEqualTo(Arrays.copyOf(pcm, decoded.length));
      assertThat(framesInHeader(file)).as(where).isEqualTo(decoded.length / 6);
      assertThat(test("cut.flac")).as(where).isZero();
      assertThat(decoded.length == pcm.length).as(where).isEqualTo(cut == whole.length);
    }
  }

  private int test(String file) throws Exception {
    Tools.need("flac", "flac");
    return new ProcessBuilder("flac", "--test", "--silent", file)
        .directory(directory.toFile())
        .inheritIO()
        .start()
        .waitFor();
  }

  @Test
  void whatFlacCannotHold_isSaidBefore() {
    assertThat(FlacWriter.takes(PcmFormat.parse("s24/192000/8"))).isTrue();
    for (String format :
        new String[] {"f32/48000/2", "s32/48000/2", "s16/48000/9", "s16/768000/1"}) {
      assertThat(FlacWriter.takes(PcmFormat.parse(format))).as(format).isFalse();
    }
  }

  @Test
  void halfFrames_andPlacesBeforeTheBeginning_areRefused() throws Exception {
    try (FlacWriter writer = writer(S16)) {
      assertThatThrownBy(() -> writer.write(0, ByteBuffer.allocate(3)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> writer.write(-1, ByteBuffer.allocate(4)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> writer.extendTo(FlacWriter.MAX_FRAMES + 1))
          .isInstanceOf(IllegalStateException.class);
    }
  }
}
