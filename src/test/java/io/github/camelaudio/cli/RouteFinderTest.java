package io.github.camelaudio.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A user works in one directory; the distribution is in another. */
class RouteFinderTest {

  @TempDir Path root;
  private Path work;
  private Path home;
  private RouteFinder finder;

  @BeforeEach
  void directories() throws IOException {
    work = Files.createDirectories(root.resolve("work"));
    home = Files.createDirectories(root.resolve("home"));
    finder = new RouteFinder(work, List.of(home.resolve("target"), home));
    file(home, "routes/MicSender.java");
    file(home, "routes/Receiver.java");
  }

  private static Path file(Path directory, String name) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.createFile(file);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"mic-sender", "micsender", "MicSender", "MicSender.java", "routes/MicSender.java"})
  void find_ofWhatTheDistributionHas_worksFromAnyDirectory(String argument) throws Exception {
    assertThat(finder.find(argument)).containsExactly(home.resolve("routes/MicSender.java"));
  }

  @Test
  void find_prefersTheRoutesOfTheWorkingDirectory_andThenItself() throws Exception {
    Path here = file(work, "Receiver.java");
    assertThat(finder.find("receiver")).containsExactly(here);
    assertThat(finder.find("Receiver.java")).containsExactly(here);
    Path inRoutes = file(work, "routes/Receiver.java");
    assertThat(finder.find("receiver")).as("not a Java project's class").containsExactly(inRoutes);
    assertThat(finder.find("routes/Receiver.java")).containsExactly(inRoutes);
    assertThat(finder.find("Receiver.java")).as("a path").containsExactly(here);
  }

  @Test
  void find_ofADirectoryThatOnlyTheDistributionHas_isItsRouteFiles() throws Exception {
    assertThat(finder.find("routes"))
        .containsExactly(
            home.resolve("routes/MicSender.java"), home.resolve("routes/Receiver.java"));
    Path own = file(work, "routes/Mine.java");
    assertThat(finder.find("routes")).containsExactly(own);
  }

  @Test
  void find_ofADirectory_isItsRouteFiles() throws Exception {
    Path b = file(work, "mine/B.java");
    Path a = file(work, "mine/A.java");
    file(work, "mine/notes.txt");
    file(work, "mine/deeper/C.java");
    assertThat(finder.find("mine")).containsExactly(a, b);
  }

  @Test
  void find_ofAnEmptyDirectory_saysSo() throws Exception {
    Files.createDirectory(work.resolve("empty"));
    refused("empty", "no route files (….java) in " + work.resolve("empty"));
  }

  @Test
  void find_ofAFileThatIsMissing_namesItsNeighbours() throws Exception {
    file(work, "mine/A.java");
    refused("mine/B.java", "no route file " + work.resolve("mine/B.java") + "; there are: A.java");
    refused("other/B.java", "no route file " + work.resolve("other/B.java"));
  }

  @Test
  void find_ofAnUnknownName_namesTheNearest_orAll() {
    String what = "' is no command, no route and no key=value; ";
    refused("recever", "'recever" + what + "did you mean Receiver?");
    refused("nonsense", "'nonsense" + what + "routes are: MicSender, Receiver");
  }

  private void refused(String argument, String message) {
    assertThatThrownBy(() -> finder.find(argument))
        .isInstanceOf(RouteFinder.NotFoundException.class)
        .hasMessage(message);
  }

  @Test
  void find_onWindows_takesBackslashesAndAnyCase_andGivesTheNameOfTheClass() throws Exception {
    try (FileSystem windows = Jimfs.newFileSystem(Configuration.windows())) {
      Path there = windows.getPath("C:\\Program Files\\Camel Audio");
      Path sender = file(there, "routes\\MicSender.java");
      RouteFinder found = new RouteFinder(windows.getPath("D:\\"), List.of(there));
      for (String argument :
          List.of(
              "mic-sender",
              "routes\\MicSender.java",
              "ROUTES/micsender.java",
              "C:\\program files\\camel audio\\routes\\micsender.java")) {
        List<Path> files = found.find(argument);
        assertThat(files).containsExactly(sender);
        assertThat(String.valueOf(files.get(0).getFileName())).isEqualTo("MicSender.java");
      }
    }
  }
}
