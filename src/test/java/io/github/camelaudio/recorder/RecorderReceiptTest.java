package io.github.camelaudio.recorder;

import static io.github.camelaudio.recorder.TestRecorder.noise;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.flow.LogLines;
import io.github.camelaudio.flow.Receipt;
import io.github.camelaudio.recorder.store.LeftOpen;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Streams whose source brings blocks again until their receipts are released. A frame is a
 * millisecond, a block has 100.
 */
class RecorderReceiptTest {

  private static final int BLOCK = 100;
  private static final int FRAMES = 3_000;
  private static final byte[] PCM = noise(FRAMES);
  private static final long SENT_MILLIS = 1_795_132_801_250L;

  @TempDir Path directory;
  private final LogLines log = new LogLines(TestRecorder.NAME + ": ");

  /** Which blocks are released, by the timestamp that each begins with. */
  private final List<Integer> released = new ArrayList<>();

  private TestRecorder test;

  @BeforeEach
  void makeRecorder() {
    test = new TestRecorder(directory);
  }

  @AfterEach
  void closeLog() {
    log.close();
  }

  private static AudioBlock block(int from, int first) {
    return AudioBlock.builder(TestRecorder.S16)
        .streamId(1)
        .timestamp(first + from)
        .live(false)
        .pcm(Arrays.copyOfRange(PCM, 2 * from, 2 * (from + BLOCK)));
  }

  private Receipt receipt(int from, long sentMillis) {
    return new Receipt(sentMillis + from, () -> released.add(from));
  }

  /** As a route: holds the receipt until the block is handed over. */
  private void give(int from, int first, long sentMillis) throws InterruptedException {
    Receipt receipt = receipt(from, sentMillis);
    test.queue(block(from, first), receipt);
    receipt.release();
    test.recorder().runOnce(0);
  }

  private void give(int from, int to) throws InterruptedException {
    for (int at = from; at < to; at += BLOCK) {
      give(at, 0, SENT_MILLIS);
    }
  }

  private List<Integer> blocks(int from, int to) {
    List<Integer> all = new ArrayList<>();
    for (int at = from; at < to; at += BLOCK) {
      all.add(at);
    }
    return all;
  }

  /** As a kill -9 now: what the operating system has stays; the next run completes it. */
  private void crashAndStartAgain() throws Exception {
    Path copy = Files.createDirectory(directory.resolve("copy"));
    for (String name : test.names()) {
      if (name.endsWith(".wav")) {
        Files.copy(directory.resolve(name), copy.resolve(name));
      }
    }
    test.stop();
    for (String name : new TestRecorder(copy).names()) {
      Files.copy(copy.resolve(name), directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      Files.delete(copy.resolve(name));
    }
    Files.delete(copy);
    new LeftOpen(TestRecorder.NAME, directory, path -> true, test.clock).run();
    test = new TestRecorder(directory);
    released.clear();
  }

  @Test
  void receipts_areReleasedWhenTheDiskHasTheSamples_notBefore() throws Exception {
    give(0, 500);
    assertThat(released).as("gathered in memory").isEmpty();
    test.after(1_000);
    assertThat(released).isEqualTo(blocks(0, 500));
    assertThat(Files.size(directory.resolve("1.wav"))).isGreaterThan(2 * 500);
  }

  @Test
  void receiptsOfHeldBlocks_waitForTheFile() throws Exception {
    test.minMillis(400);
    give(0, 300);
    test.after(1_000);
    assertThat(released).as("no file yet").isEmpty();
    give(300, 500);
    test.after(1_000);
    assertThat(released).isEqualTo(blocks(0, 500));
  }

  @Test
  void atTheEnd_allAreReleased_andWhatStillWaitedIsWritten() throws Exception {
    give(0, 500);
    test.queue(block(500, 0), receipt(500, SENT_MILLIS));
    test.stop();
    assertThat(released).as("the route still has the latest").isEqualTo(blocks(0, 500));
    assertThat(test.readAll()).isEqualTo(Arrays.copyOf(PCM, 2 * 600));
  }

  @Test
  void aBlockThatAStoppedRecorderRefuses_isNotReleased() throws Exception {
    give(0, 500);
    test.stop();
    released.clear();
    Receipt late = receipt(500, SENT_MILLIS);
    test.queue(block(500, 0), late);
    late.release();
    assertThat(released).isEmpty();
  }

  @Test
  void aSplit_keepsReceiptsInOrder_andEachFileSaysItsPlace() throws Exception {
    test.split("1s");
    give(0, 2_500);
    test.after(1_000);
    assertThat(released).isEqualTo(blocks(0, 2_500));
    test.stop();
    assertThat(Files.readString(directory.resolve("1-00003.wav"), StandardCharsets.ISO_8859_1))
        .contains("stream 00000001 at 2000 on 2026-11-20T")
        .contains("Z from a test");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100, 700, 1_000})
  void afterACrash_whatComesAgainIsNotWrittenTwice(int committed) throws Exception {
    give(0, 1_000);
    test.after(1_000);
    give(1_000, 1_200);
    crashAndStartAgain();
    give(committed, FRAMES);
    test.stop();
    assertThat(test.names()).containsExactly("1-1.wav", "1.wav");
    assertThat(test.read("1.wav")).isEqualTo(Arrays.copyOf(PCM, 2 * 1_000));
    assertThat(test.read("1-1.wav")).isEqualTo(Arrays.copyOfRange(PCM, 2 * 1_000, 2 * FRAMES));
    assertThat(released).isEqualTo(blocks(committed, FRAMES));
    assertThat(test.recorder().unwrittenBlocks()).isZero();
    assertThat(log.all().stream().filter(line -> line.contains("frames that came again")))
        .hasSize(committed < 1_000 ? 1 : 0)
        .allMatch(line -> line.contains(" " + (1_000 - committed) + " frames"));
  }

  @Test
  void aFileThatEndsWithinABlock_isGoneOnFromItsEnd() throws Exception {
    give(0, 1_000);
    test.after(1_000);
    crashAndStartAgain();
    Path file = directory.resolve("1.wav");
    byte[] all = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(all, all.length - 2 * 30)); // 970 frames
    new LeftOpen(TestRecorder.NAME, directory, path -> true, test.clock).run();
    give(500, FRAMES);
    test.stop();
    assertThat(test.read("1.wav")).isEqualTo(Arrays.copyOf(PCM, 2 * 970));
    assertThat(test.read("1-1.wav")).isEqualTo(Arrays.copyOfRange(PCM, 2 * 970, 2 * FRAMES));
  }

  @Test
  void timestampsThatWrapInTheFile_areFoundAgain() throws Exception {
    int first = -500;
    for (int at = 0; at < 1_000; at += BLOCK) {
      give(at, first, SENT_MILLIS);
    }
    test.after(1_000);
    crashAndStartAgain();
    for (int at = 800; at < FRAMES; at += BLOCK) {
      give(at, first, SENT_MILLIS);
    }
    test.stop();
    assertThat(test.read("1-1.wav")).isEqualTo(Arrays.copyOfRange(PCM, 2 * 1_000, 2 * FRAMES));
  }

  @Test
  void aStreamThatBeginsAgainLater_isRecordedAlthoughItsTimestampsAreThoseOfAFile()
      throws Exception {
    give(0, 1_000);
    test.after(1_000);
    crashAndStartAgain();
    for (int at = 0; at < 1_000; at += BLOCK) {
      give(at, 0, SENT_MILLIS + 3_600_000);
    }
    test.stop();
    assertThat(test.read("1-1.wav")).isEqualTo(Arrays.copyOf(PCM, 2 * 1_000));
  }

  @Test
  void aStreamWithoutReceipts_isRecordedAgain_andItsFileSaysNoPlace() throws Exception {
    for (int run = 0; run < 2; run++) {
      for (int at = 0; at < 1_000; at += BLOCK) {
        test.record(block(at, 0));
      }
      test.stop();
      test = new TestRecorder(directory);
    }
    assertThat(test.readAll()).hasSize(2 * 2 * 1_000);
    assertThat(Files.readString(directory.resolve("1.wav"), StandardCharsets.ISO_8859_1))
        .contains("stream 00000001 from a test");
  }
}
