package io.github.camelaudio.console.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.github.camelaudio.console.http.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that requests give, on a file system as that of Windows. */
class NamesOnWindowsTest {

  private final Path work = Jimfs.newFileSystem(Configuration.windows()).getPath("C:\\work");
  private final Path recordings = work.resolve("recordings");

  @BeforeEach
  void record() throws IOException {
    Files.createDirectories(recordings.resolve("room"));
    Files.createFile(recordings.resolve("room").resolve("take.wav"));
    Files.createFile(work.resolve("secret.wav"));
  }

  private RecordingNames.Found find(String name) throws IOException {
    return RecordingNames.find(
        List.of(new RecordingDirectories.Place(recordings, List.of())),
        "C:/work/recordings/" + name);
  }

  @Test
  void recording_isFoundBySlashes_inAnyCase() throws IOException {
    assertThat(find("room/take.wav").path()).isEqualTo(recordings.resolve("room\\take.wav"));
    assertThat(find("ROOM/Take.WAV").path()).isEqualTo(recordings.resolve("room\\take.wav"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../secret.wav",
        "..\\secret.wav",
        "room\\take.wav",
        "C:/work/secret.wav",
        "C:secret.wav",
        "room/take.wav:hidden.wav",
        "NUL.wav",
        "room/take.wav.",
        "room./take.wav",
        "room /take.wav",
        "none.wav",
      })
  void nameOfAnythingElse_isRefused(String name) {
    assertThatThrownBy(() -> find(name)).isInstanceOf(ProblemException.class);
  }

  @Test
  void newFile_hasANameThatTheSystemTakes() {
    assertThat(RecordingNames.checkedNew(recordings, "take.wav", RecordingNames.AUDIO))
        .isEqualTo(recordings.resolve("take.wav"));
    for (String name : List.of("con.wav", "a:b.wav", "what?.wav")) {
      assertThatThrownBy(() -> RecordingNames.checkedNew(recordings, name, RecordingNames.AUDIO))
          .isInstanceOf(ProblemException.class)
          .hasMessage("this system takes no file of the name '" + name + "'");
    }
  }

  @Test
  void routeFile_isShownFromTheWorkingDirectory() {
    assertThat(RouteFiles.shown(work.resolve("routes\\A.java"), work)).isEqualTo("routes/A.java");
    assertThat(RouteFiles.shown(work.resolveSibling("other\\A.java"), work))
        .isEqualTo("C:/other/A.java");
    assertThat(RouteFiles.shown(Path.of("/srv/routes/A.java"), Path.of("/srv")))
        .isEqualTo("routes/A.java");
    assertThat(RouteFiles.shown(Path.of("/srv/A.java"), Path.of("/srv/work")))
        .isEqualTo("/srv/A.java");
  }
}
