package io.github.camelaudio.recorder;

import static io.github.camelaudio.recorder.TestRecorder.block;
import static io.github.camelaudio.recorder.TestRecorder.noise;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.file.wav.WavFiles;
import io.github.camelaudio.file.wav.WavLayout;
import io.github.camelaudio.recorder.store.Recording;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Options split and keep. A frame is a millisecond. */
class RecorderSplitTest {

  @TempDir Path directory;
  private TestRecorder test;

  @BeforeEach
  void makeRecorder() {
    test = new TestRecorder(directory);
  }

  @Test
  void split_byDuration_cutsBetweenFramesWithinABlock() throws Exception {
    byte[] pcm = noise(3_500);
    test.split("1s");
    for (int at = 0; at < 3_500; at += 700) {
      test.record(block(1, at, Arrays.copyOfRange(pcm, 2 * at, 2 * (at + 700))));
    }
    test.stop();
    assertThat(test.names())
        .containsExactly("1-00001.wav", "1-00002.wav", "1-00003.wav", "1-00004.wav");
    assertThat(test.read("1-00002.wav")).isEqualTo(Arrays.copyOfRange(pcm, 2_000, 4_000));
    assertThat(test.readAll()).isEqualTo(pcm);
    assertThat(test.recorder().totals()).isEqualTo(new Recording.Totals(3_500, 0, 0, 0, 0));
  }

  @Test
  void split_whereABlockEndsWithItsFile_beginsNoEmptyOne() throws Exception {
    test.split("1s");
    test.record(block(1, 0, noise(1_000)));
    test.stop();
    assertThat(test.names()).containsExactly("1-00001.wav");
  }

  @Test
  void split_bySize_makesNoLargerFile() throws Exception {
    byte[] pcm = noise(120_000);
    test.split("100KB");
    for (int at = 0; at < 120_000; at += 500) {
      test.record(block(1, at, Arrays.copyOfRange(pcm, 2 * at, 2 * (at + 500))));
    }
    test.stop();
    assertThat(test.readAll()).isEqualTo(pcm);
    assertThat(test.names()).hasSize(3);
    assertThat(Files.size(directory.resolve("1-00001.wav"))).isBetween(99_998L, 100_000L);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void split_ofBlocksShuffledRepeatedAndDelayed_writesTheSameFilesAsInOrder(long seed)
      throws Exception {
    Random random = new Random(seed);
    byte[] pcm = WavFiles.noise(2 * 20_000, seed);
    record Slot(int time, AudioBlock block) {}
    List<Slot> network = new ArrayList<>();
    int at = 0;
    for (int i = 0; at < 20_000; i++) {
      int frames = Math.min(20_000 - at, 1 + random.nextInt(100));
      AudioBlock block = block(1, at, Arrays.copyOfRange(pcm, 2 * at, 2 * (at + frames)));
      int delay = random.nextInt(100) < 5 ? 12 : random.nextInt(4);
      network.add(new Slot(i == 0 ? -1 : i + delay, block));
      if (random.nextInt(100) < 10) {
        network.add(new Slot(i + random.nextInt(12), block));
      }
      at += frames;
    }
    network.sort(Comparator.comparingInt(Slot::time));
    test.split("3s").lateSeconds(2);
    for (Slot slot : network) {
      test.record(slot.block());
    }
    test.stop();
    assertThat(test.names()).hasSize(7);
    assertThat(test.readAll()).as("seed " + seed).isEqualTo(pcm);
    assertThat(test.recorder().totals().missingFrames()).as("seed " + seed).isZero();
  }

  @Test
  void split_withAGapAcrossFiles_fillsItFromBlocksThatComeLater() throws Exception {
    byte[] pcm = noise(1_300);
    test.split("1s");
    test.record(block(1, 0, Arrays.copyOf(pcm, 1_800)));
    test.record(block(1, 1_100, Arrays.copyOfRange(pcm, 2_200, 2_600)));
    test.record(block(1, 900, Arrays.copyOfRange(pcm, 1_800, 2_200)));
    test.stop();
    assertThat(test.readAll()).isEqualTo(pcm);
    assertThat(test.recorder().totals()).isEqualTo(new Recording.Totals(1_300, 0, 200, 0, 0));
  }

  @Test
  void split_neverHasMoreThanTwoFilesOpenOfOneStream() throws Exception {
    test.split("1s").lateSeconds(100);
    for (int at = 0; at < 10_000; at += 20) {
      test.record(block(1, at, noise(10)));
    }
    test.stop();
    assertThat(test.names()).hasSize(10);
    assertThat(test.disk.mostOpenFiles()).isLessThanOrEqualTo(2);
  }

  @Test
  void split_saysInEachFileWhenItBegins_toTheFrame() throws Exception {
    test.split("1s");
    test.record(block(1, 0, noise(2_500)));
    test.stop();
    long[] begins = new long[3];
    for (int i = 0; i < 3; i++) {
      begins[i] = startFrame(directory.resolve("1-0000" + (i + 1) + ".wav"));
    }
    assertThat(begins).containsExactly(begins[0], begins[0] + 1_000, begins[0] + 2_000);
  }

  /** What "bext" says: frames since midnight. */
  static long startFrame(Path recording) throws IOException {
    byte[] file = Files.readAllBytes(recording);
    return WavLayout.littleEndian(file).getLong(chunk(file, "bext") + 338);
  }

  private static int chunk(byte[] file, String id) {
    return new String(file, StandardCharsets.ISO_8859_1).indexOf(id) + 8;
  }

  @Test
  void keep_ofANumber_removesTheOldest_ofRecordersFilesOnly() throws Exception {
    Path somebodyElses = Files.write(directory.resolve("a.wav"), WavFiles.riff());
    test.split("1s").keep("3");
    for (int at = 0; at < 10_000; at += 1_000) {
      test.record(block(1, at, noise(1_000)));
      age();
    }
    test.stop();
    assertThat(test.names()).containsExactly("1-00008.wav", "1-00009.wav", "1-00010.wav", "a.wav");
    assertThat(somebodyElses).exists();
  }

  @Test
  void keep_findsWhatAnEarlierRunLeft() throws Exception {
    test.split("1s");
    test.record(block(1, 0, noise(5_000)));
    test.stop();
    age();
    TestRecorder later = new TestRecorder(directory).split("1s").keep("2");
    later.record(block(1, 0, noise(500)));
    later.stop();
    assertThat(later.names()).hasSize(2).contains("1-00006.wav");
  }

  @Test
  void keep_ofASize_countsWhatIsBeingWritten_andNeverRemovesIt() throws Exception {
    test.split("1s").keep("1KB");
    test.record(block(1, 0, noise(1_500)));
    test.after(60_000);
    assertThat(test.names()).isEmpty();
    test.record(block(1, 100_000, noise(900)));
    test.after(1_000);
    assertThat(test.names()).containsExactly("1-00001.wav");
    test.stop();
  }

  @Test
  void keep_ofAnAge_removesWhatIsOlder() throws Exception {
    test.keep("2d");
    test.record(block(1, 0, noise(10)));
    test.record(TestRecorder.end(1, 10));
    Path file = directory.resolve("1.wav");
    long now = test.clock.epochNanos() / 1_000_000;
    Files.setLastModifiedTime(file, FileTime.fromMillis(now - 86_400_000L));
    TestRecorder later = new TestRecorder(directory).keep("2d");
    later.record(block(2, 0, noise(10)));
    assertThat(file).exists();
    later.after(86_400_000L);
    later.after(60_000);
    assertThat(file).doesNotExist();
    later.stop();
  }

  /** Makes all files there are a minute older than the ones to come. */
  private void age() throws Exception {
    for (String name : test.names()) {
      Path file = directory.resolve(name);
      FileTime time = Files.getLastModifiedTime(file);
      Files.setLastModifiedTime(file, FileTime.fromMillis(time.toMillis() - 60_000));
    }
  }
}
