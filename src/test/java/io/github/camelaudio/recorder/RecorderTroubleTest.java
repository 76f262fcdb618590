package io.github.camelaudio.recorder;

import static io.github.camelaudio.recorder.TestRecorder.block;
import static io.github.camelaudio.recorder.TestRecorder.end;
import static io.github.camelaudio.recorder.TestRecorder.noise;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.file.wav.WavFiles;
import io.github.camelaudio.flow.LogLines;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk that is full, gone, or not ours: the recorder goes on, and so does the recording. */
class RecorderTroubleTest {

  @TempDir Path directory;
  private TestRecorder test;
  private int at;

  @BeforeEach
  void makeRecorder() {
    test = new TestRecorder(directory);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 799, 1_001, 5_000, 70_000})
  void aFullDisk_keepsWhatFits_andTheRecordingGoesOnInANewFileWhenThereIsRoom(long free)
      throws Exception {
    try (LogLines log = new LogLines("wav:test: ")) {
      go(5);
      test.disk.free(free);
      go(400);
      assertThat(test.recorder().trouble()).contains("cannot write " + directory + "/1.wav: ");
      go(20);
      assertThat(log.all().stream().filter(line -> line.startsWith("ERROR")))
          .containsExactly(
              "ERROR wav:test: cannot write "
                  + directory
                  + "/1.wav: No space left on device; trying a new file every second, what comes"
                  + " until then is lost");
      test.disk.free(10_000_000);
      go(30);
      assertThat(test.recorder().trouble()).isNull();
      test.stop();
      assertThat(log.all()).anyMatch(line -> line.contains("recording again; "));
    }
    assertThat(test.names()).containsExactly("1-1.wav", "1.wav");
    byte[] kept = test.read("1.wav");
    assertThat(kept).isEqualTo(Arrays.copyOf(pcm(), kept.length));
    assertThat(kept.length).as("all that fits").isEqualTo((int) (1_000 + free / 2 * 2));
    byte[] later = test.read("1-1.wav");
    assertThat(later)
        .isEqualTo(Arrays.copyOfRange(pcm(), pcm().length - later.length, pcm().length));
    long lostBlocks = ((long) pcm().length - kept.length - later.length) / (2 * BLOCK_FRAMES);
    assertThat(test.recorder().unwrittenBlocks()).isBetween(lostBlocks, lostBlocks + 2);
  }

  @Test
  void aFullDisk_isNotFilledWithEmptyFiles() throws Exception {
    go(1);
    test.disk.free(2_000);
    go(1_000);
    assertThat(test.names()).containsExactly("1.wav");
    test.disk.free(10_000); // room for a header, but not for seconds of sound
    go(1_000);
    assertThat(test.names()).containsExactly("1.wav");
    test.stop();
  }

  @Test
  void aFullDisk_atTheStart_leavesNothing_andIsRecordedLater() throws Exception {
    test.disk.free(100);
    go(10);
    assertThat(test.names()).isEmpty();
    test.disk.free(1_000_000);
    go(20);
    test.stop();
    assertThat(test.names()).hasSize(1);
    assertThat(test.recorder().unwrittenBlocks()).isBetween(10L, 20L);
  }

  @Test
  void aRemovedDirectory_isNoticed_andMadeAgain() throws Exception {
    Path inside = directory.resolve("inside");
    test = new TestRecorder(inside);
    go(3);
    Files.delete(inside.resolve("1.wav"));
    Files.delete(inside);
    try (LogLines log = new LogLines("wav:test: " + inside)) {
      go(20);
      assertThat(log.all()).hasSize(1);
      assertThat(log.all().get(0)).contains("it was removed or replaced while it was written");
    }
    test.stop();
    assertThat(test.recorder().trouble()).isNull();
    assertThat(test.names()).containsExactly("1-1.wav");
    byte[] kept = test.read("1-1.wav");
    assertThat(kept).isEqualTo(Arrays.copyOfRange(pcm(), pcm().length - kept.length, pcm().length));
    assertThat(kept.length).as("at most half a second lost").isGreaterThan(2 * BLOCK_FRAMES * 17);
  }

  @Test
  void aFileReplacedByAnother_isLeftAlone() throws Exception {
    go(3);
    Path file = directory.resolve("1.wav");
    Path other = Files.writeString(directory.resolve("other"), "somebody else's");
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
    go(20);
    test.stop();
    assertThat(Files.readString(file)).isEqualTo("somebody else's");
    assertThat(test.names()).containsExactly("1-1.wav", "1.wav");
  }

  @Test
  void aDirectoryWithoutPermission_isTriedAgainEverySecond() throws Exception {
    test.disk.deny(true);
    try (LogLines log = new LogLines("wav:test: cannot write")) {
      go(30);
      assertThat(log.all())
          .containsExactly(
              "ERROR wav:test: cannot write "
                  + directory
                  + "/1.wav: permission denied: "
                  + directory
                  + "/1.wav; trying a new file every second, what comes until then is lost");
    }
    assertThat(test.recorder().trouble()).contains("permission denied");
    test.disk.deny(false);
    go(20);
    test.stop();
    assertThat(test.recorder().trouble()).isNull();
    assertThat(test.names()).containsExactly("1.wav");
    assertThat(test.recorder().unwrittenBlocks()).isBetween(30L, 40L);
  }

  @Test
  void oneStreamsTrouble_isNotSaidAnew_withEachBlockOfAnother() throws Exception {
    Files.createDirectory(directory.resolve("full"));
    try (LogLines log = new LogLines("wav:test: recording again")) {
      go(2);
      test.disk.free(1_000);
      go(20);
      test.record(block(2, 0, noise(10)));
      test.after(500);
      test.after(500);
      assertThat(log.all()).isEmpty();
    }
    test.stop();
  }

  @Test
  void anEndOnAFullDisk_completesTheFile_andIsSaid() throws Exception {
    go(8);
    test.disk.free(0);
    try (LogLines log = new LogLines("wav:test: cannot write")) {
      test.record(end(1, at));
      assertThat(log.all()).hasSize(1);
    }
    assertThat(test.recorder().trouble()).contains("No space left");
    byte[] kept = test.read("1.wav");
    assertThat(kept).isEqualTo(Arrays.copyOf(pcm(), kept.length));
    test.disk.free(1_000_000);
    test.record(block(2, 0, noise(10)));
    test.after(500);
    assertThat(test.recorder().trouble()).isNull();
    test.stop();
  }

  @Test
  void aDefect_doesNotEndTheWriter_andIsSaidOnce() throws Exception {
    test.disk.breakInside(true);
    try (LogLines log = new LogLines("wav:test: stream")) {
      for (int i = 0; i < 5; i++) {
        test.queue(block(1, 10 * i, noise(10)));
      }
      test.queue(block(2, 0, noise(10)));
      Thread writer = new Thread(test.recorder()::run);
      writer.start();
      while (test.recorder().unwrittenBlocks() < 6 && writer.isAlive()) {
        test.clock.advanceMillis(1); // it waits for more live blocks to gather
        Thread.onSpinWait();
      }
      test.recorder().stop();
      writer.join(10_000);
      assertThat(log.all())
          .isEqualTo(
              List.of(
                  "ERROR wav:test: stream 00000001 is not recorded any more: a defect",
                  "ERROR wav:test: stream 00000002 is not recorded any more: a defect"));
    }
    assertThat(test.recorder().unwrittenBlocks()).isEqualTo(6);
  }

  private static final int BLOCK_FRAMES = 100;

  /** So many blocks, each when it is due. */
  private void go(int blocks) throws Exception {
    for (int i = 0; i < blocks; i++) {
      byte[] pcm = WavFiles.noise(2 * BLOCK_FRAMES, at);
      test.record(block(1, at, pcm));
      sent.writeBytes(pcm);
      at += BLOCK_FRAMES;
      test.after(BLOCK_FRAMES);
    }
  }

  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

  private byte[] pcm() {
    return sent.toByteArray();
  }

  @Test
  void run_onAThreadThatIsInterrupted_completesTheFiles() throws Exception {
    test.record(block(1, 0, noise(10)));
    Thread writer = new Thread(test.recorder()::run);
    writer.start();
    writer.interrupt();
    writer.join(10_000);
    assertThat(writer.isAlive()).isFalse();
    assertThat(test.read("1.wav")).isEqualTo(noise(10));
  }

  @Test
  void run_interruptedWithBlocksQueued_countsThemAndHoldsNoneOfThem() throws Exception {
    test.record(block(1, 0, noise(10)));
    test.queue(block(1, 10, noise(10)));
    Thread.currentThread().interrupt();
    test.recorder().run();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(test.recorder().unwrittenBlocks()).isEqualTo(1);
    assertThat(test.recorder().openStreams()).isZero();
  }
}
