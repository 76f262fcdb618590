package io.github.camelaudio.recorder;

import static io.github.camelaudio.recorder.TestRecorder.block;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.file.wav.WavFiles;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The directory of a recorder, or the file that it writes, becomes something else meanwhile. */
class RecorderDirectoryTest {

  private static final int BLOCK_FRAMES = 100;

  /** What the directory becomes. */
  private enum Other {
    FILE,
    LINK_TO_NOWHERE,
    LINK_TO_ANOTHER
  }

  @TempDir Path directory;
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private Path inside;
  private TestRecorder test;
  private int at;

  @BeforeEach
  void makeRecorder() {
    inside = directory.resolve("inside");
    test = new TestRecorder(inside);
  }

  /** Blocks of a tenth of a second, each when it is due. */
  private void go(int blocks) throws Exception {
    for (int i = 0; i < blocks; i++) {
      byte[] pcm = WavFiles.noise(2 * BLOCK_FRAMES, at);
      test.record(block(1, at, pcm));
      sent.writeBytes(pcm);
      at += BLOCK_FRAMES;
      test.after(BLOCK_FRAMES);
    }
  }

  private void assertBegins(Path file, int blocks) throws Exception {
    byte[] kept = WavFiles.readAll(file);
    assertThat(kept).isEqualTo(Arrays.copyOf(sent.toByteArray(), kept.length));
    assertThat(kept.length).isGreaterThanOrEqualTo(2 * BLOCK_FRAMES * blocks);
  }

  private void assertEnds(Path file, int blocks) throws Exception {
    byte[] kept = WavFiles.readAll(file);
    byte[] all = sent.toByteArray();
    assertThat(kept).isEqualTo(Arrays.copyOfRange(all, all.length - kept.length, all.length));
    assertThat(kept.length).isGreaterThanOrEqualTo(2 * BLOCK_FRAMES * blocks);
  }

  @ParameterizedTest
  @EnumSource(Other.class)
  void aDirectoryThatBecomesSomethingElse_isTriedAgain_andWhatWasRecordedStays(Other becomes)
      throws Exception {
    go(3);
    Path old = Files.move(inside, directory.resolve("old"));
    Path another = Files.createDirectory(directory.resolve("another"));
    switch (becomes) {
      case FILE -> Files.writeString(inside, "somebody else's");
      case LINK_TO_NOWHERE -> Files.createSymbolicLink(inside, directory.resolve("nowhere"));
      case LINK_TO_ANOTHER -> Files.createSymbolicLink(inside, another);
    }
    go(20);
    if (becomes == Other.LINK_TO_ANOTHER) {
      assertThat(test.recorder().trouble()).isNull();
    } else {
      assertThat(test.recorder().trouble()).contains("cannot write " + inside);
      assertThat(directory.resolve("nowhere")).doesNotExist();
      Files.delete(inside);
      go(20);
    }
    test.stop();
    assertThat(test.recorder().trouble()).isNull();
    assertBegins(old.resolve("1.wav"), 3);
    assertThat(test.names()).hasSize(1);
    assertEnds(inside.resolve(test.names().get(0)), 9);
  }

  @Test
  void aFileThatBecomesAPipe_isLeftAlone_andNothingWaitsForIt() throws Exception {
    go(3);
    Path file = inside.resolve("1.wav");
    Files.delete(file);
    assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
    go(20);
    test.stop();
    assertThat(test.names()).containsExactly("1-1.wav", "1.wav");
    assertThat(Files.isRegularFile(file)).isFalse();
    assertEnds(inside.resolve("1-1.wav"), 17);
  }
}
