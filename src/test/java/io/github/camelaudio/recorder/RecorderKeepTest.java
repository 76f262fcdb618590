package io.github.camelaudio.recorder;

import static io.github.camelaudio.recorder.TestRecorder.block;
import static io.github.camelaudio.recorder.TestRecorder.end;
import static io.github.camelaudio.recorder.TestRecorder.named;
import static io.github.camelaudio.recorder.TestRecorder.noise;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.recorder.store.DiskUse;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What option keep removes, and whose. A frame is a millisecond. */
class RecorderKeepTest {

  @TempDir Path directory;
  private TestRecorder test;

  @BeforeEach
  void makeRecorder() {
    test = new TestRecorder(directory);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void keep_ofASize_countsWhatIsOnTheDisk_notWhatAGapClaims() throws Exception {
    test.keep("1MB");
    for (int id = 1; id <= 3; id++) {
      recordWhole(test, id, "honest");
    }
    PcmFormat large = new PcmFormat(768_000, 64, Encoding.S32);
    for (int i = 0; i < 2; i++) {
      test.record(
          AudioBlock.builder(large).streamId(9).timestamp(i * 1_400_000).pcm(new byte[256]));
    }
    test.record(end(9, 1_400_001));
    assertThat(Files.size(directory.resolve("9.wav"))).isGreaterThan(350_000_000L);
    assertThat(test.names()).containsExactly("1.wav", "2.wav", "3.wav", "9.wav");
    test.stop();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void diskUse_ofASparseFile_isWhatItsBlocksTake() throws IOException {
    Path file = directory.resolve("sparse file");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(100_000_000);
      sparse.write(new byte[10_000]);
    }
    assertThat(DiskUse.of(file, 100_000_000)).isBetween(1L, 1_000_000L);
    assertThat(DiskUse.of(directory.resolve("none"), 123)).isEqualTo(123);
  }

  @Test
  void oneSourcesFiles_doNotPushOutThoseOfOthers() throws Exception {
    test.keep("4");
    recordWhole(test, 1, "192.168.1.1:1000");
    recordWhole(test, 2, "192.168.1.1:2000");
    for (int id = 10; id < 30; id++) {
      recordWhole(test, id, "192.168.1.2:" + id);
    }
    assertThat(test.names()).containsExactly("1.wav", "2.wav", "28.wav", "29.wav");
    for (int id = 30; id < 50; id++) {
      recordWhole(test, id, "192.168.1.1:" + id);
    }
    assertThat(test.names()).containsExactly("28.wav", "29.wav", "48.wav", "49.wav");
    test.stop();
    TestRecorder later = new TestRecorder(directory).keep("4");
    recordWhole(later, 50, "192.168.1.1:3000");
    assertThat(later.names())
        .as("found by what the files say")
        .containsExactly("28.wav", "29.wav", "49.wav", "50.wav");
    later.stop();
  }

  @Test
  void addressesOfOneIpv6Network_areOneSource() throws Exception {
    test.keep("4");
    recordWhole(test, 1, "192.168.1.1:1000");
    recordWhole(test, 2, "192.168.1.1:2000");
    for (int id = 10; id < 30; id++) {
      recordWhole(test, id, "2001:db8:0:0:0:0:0:" + id + "%0:4711");
    }
    assertThat(test.names()).containsExactly("1.wav", "2.wav", "28.wav", "29.wav");
    test.stop();
  }

  @Test
  void aFileThatAnotherRecorderWrites_stays() throws Exception {
    test.record(block(1, 0, noise(100)));
    test.after(600);
    TestRecorder other = new TestRecorder(directory).keep("1");
    for (int id = 10; id < 13; id++) {
      recordWhole(other, id, "other");
    }
    assertThat(other.names()).containsExactly("1.wav", "12.wav");
    test.record(block(1, 100, noise(50)));
    test.stop();
    other.stop();
    assertThat(test.read("1.wav")).hasSize(300);
  }

  @Test
  void aFileThatAnotherProcessWrites_stays() throws Exception {
    recordWhole(test, 1, "test");
    test.stop();
    age();
    TestRecorder other = new TestRecorder(directory).keep("1");
    try (FileChannel file = FileChannel.open(directory.resolve("1.wav"), StandardOpenOption.WRITE);
        FileLock lock = file.lock()) {
      recordWhole(other, 10, "test");
      assertThat(lock.isValid()).isTrue();
      assertThat(other.names()).as("it does not count").containsExactly("1.wav", "10.wav");
    }
    recordWhole(other, 11, "test");
    assertThat(other.names()).containsExactly("11.wav");
    other.stop();
  }

  @Test
  void aFileThatWasReplacedOrWrittenMeanwhile_isLookedAtAgain() throws Exception {
    test.keep("2");
    recordWhole(test, 1, "test");
    recordWhole(test, 2, "test");
    Path foreign = Files.writeString(directory.resolve("foreign"), "somebody else's");
    Files.move(foreign, directory.resolve("1.wav"), StandardCopyOption.REPLACE_EXISTING);
    Path second = directory.resolve("2.wav");
    Files.setLastModifiedTime(
        second, FileTime.fromMillis(Files.getLastModifiedTime(second).toMillis() + 600_000));
    recordWhole(test, 3, "test");
    recordWhole(test, 4, "test");
    assertThat(test.names()).containsExactly("1.wav", "2.wav", "4.wav");
    assertThat(directory.resolve("1.wav")).hasContent("somebody else's");
    test.stop();
  }

  @Test
  void symbolicLinks_areNotFollowed_andNothingBehindThemIsRemoved() throws Exception {
    Path archive = Files.createDirectory(directory.resolve("archive"));
    TestRecorder before = new TestRecorder(archive);
    recordWhole(before, 1, "test");
    before.stop();
    Path inside = Files.createDirectory(directory.resolve("inside"));
    Files.createSymbolicLink(inside.resolve("0.wav"), directory.resolve("nowhere.wav"));
    Files.createSymbolicLink(inside.resolve("00.wav"), archive.resolve("1.wav"));
    Files.createSymbolicLink(inside.resolve("000"), archive);
    TestRecorder earlier = new TestRecorder(inside);
    recordWhole(earlier, 2, "test");
    earlier.stop();
    TestRecorder later = new TestRecorder(inside).keep("1");
    recordWhole(later, 3, "test");
    assertThat(later.names()).containsExactly("0.wav", "00.wav", "000", "3.wav");
    assertThat(archive.resolve("1.wav")).exists();
    later.stop();
  }

  /** A stream of a tenth of a second, with files a minute older than those to come. */
  private void recordWhole(TestRecorder recorder, long id, String source) throws Exception {
    recorder.recorder().record(block(id, 0, noise(100)), named(id + ".wav", " from " + source));
    recorder.recorder().runOnce(0);
    recorder.record(end(id, 100));
    age();
  }

  private void age() throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        FileTime time = Files.getLastModifiedTime(file);
        Files.setLastModifiedTime(file, FileTime.fromMillis(time.toMillis() - 60_000));
      }
    }
  }
}
