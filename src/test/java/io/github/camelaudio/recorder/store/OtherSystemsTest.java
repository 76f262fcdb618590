package io.github.camelaudio.recorder.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.camelaudio.recorder.TestRecorder;
import io.github.camelaudio.recorder.store.names.SafeName;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Recordings on file systems as those of Windows and macOS. */
class OtherSystemsTest {

  private static Path windows() {
    return Jimfs.newFileSystem(Configuration.windows()).getPath("C:\\recordings");
  }

  private static Path mac() {
    return Jimfs.newFileSystem(Configuration.osX()).getPath("/recordings");
  }

  static List<Path> both() {
    return List.of(windows(), mac());
  }

  private static RecordingFiles files(Path directory, Existing existing) {
    return new RecordingFiles(directory, existing, false, TestRecorder.PERMISSIONS, Disk.REAL);
  }

  private static RecordingFiles.Opened open(RecordingFiles files, String name) throws IOException {
    return files.open(new RecordingFiles.Request(name, "none.wav", 0, 0), path -> false);
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> list = Files.list(directory)) {
      return list.map(path -> String.valueOf(path.getFileName())).sorted().toList();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "take.wav, take.wav",
    "console.wav, console.wav",
    "12:30.wav, 12_30.wav",
    "C:evil.wav, C_evil.wav",
    "C:\\Windows\\evil.wav, C_\\Windows\\evil.wav",
    "take.wav:stream, take.wav_stream",
    "a<b>c|d?e*.wav, a_b_c_d_e_.wav",
    "take.wav., take.wav_",
    "room. ./take.wav, room___\\take.wav",
    "NUL.wav, _NUL.wav",
    "con, _con",
    "Com1.take.wav, _Com1.take.wav",
    "lpt\u00b9.wav, _lpt\u00b9.wav",
    "prn/aux .wav, _prn\\_aux .wav",
  })
  void windows_getsNamesThatItTakes_belowTheDirectory(String name, String expected)
      throws IOException {
    Path directory = windows();
    RecordingFiles.Opened opened = open(files(directory, Existing.FAIL), name);
    assertThat(directory.relativize(opened.path()).toString()).isEqualTo(expected);
    opened.release();
  }

  @Test
  void otherSystems_keepNamesThatTheyTake() {
    FileSystem mac = mac().getFileSystem();
    assertThat(SafeName.of(mac, "12:30 NUL.wav", "x")).isEqualTo(mac.getPath("12:30 NUL.wav"));
    assertThat(SafeName.isPossible(mac, "CON")).isTrue();
  }

  @ParameterizedTest
  @MethodSource("both")
  void namesThatDifferInCaseOnly_areTwoFiles(Path directory) throws IOException {
    RecordingFiles.Opened first = open(files(directory, Existing.RENAME), "Take.wav");
    RecordingFiles.Opened second = open(files(directory, Existing.RENAME), "take.wav");
    assertThat(names(directory)).containsExactly("Take.wav", "take-1.wav");
    RecordingFiles override = files(directory, Existing.OVERRIDE);
    assertThatThrownBy(() -> open(override, "TAKE.wav"))
        .hasMessageContaining("another recorder of this program is writing it");
    first.release();
    second.release();
    RecordingFiles.Opened third = open(override, "TAKE.wav");
    assertThat(names(directory)).hasSize(2);
    third.release();
  }

  @ParameterizedTest
  @MethodSource("both")
  void recordingThatIsWritten_isNotRemoved(Path directory) throws IOException {
    RecordingFiles.Opened open = open(files(directory, Existing.FAIL), "take.wav");
    Path otherCase = directory.resolve("TAKE.WAV");
    assertThat(RecordingFiles.isBeingWritten(otherCase)).isTrue();
    assertThat(RecordingAccess.delete(otherCase)).isEqualTo(RecordingAccess.Deletion.IN_USE);
    open.release();
    assertThat(RecordingAccess.delete(otherCase)).isEqualTo(RecordingAccess.Deletion.REMOVED);
    assertThat(names(directory)).isEmpty();
  }
}
