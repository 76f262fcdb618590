package io.github.camelaudio.cli.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Files that are moved, replaced, linked, or too long. */
class RouteReloaderFilesTest extends ReloaderFixture {

  @Test
  void classOfAnotherFile_isRefused() throws IOException {
    Path other = Files.createDirectory(directory.resolve("b")).resolve("One.java");
    Files.writeString(other, "package b; x");
    reloader = reloader(Map.of(one, "one", other, "package b; x"));
    Files.writeString(one, "package b; y");
    settle();
    assertThat(applied).isEmpty();
    assertThat(lines.all())
        .containsExactly(
            "ERROR One.java: not reloaded, its current routes keep running: the class b.One belongs to "
                + other);
  }

  @Test
  void fileThatIsGone_isSaidOnce_andTakenUpWhenItIsThereAgain() throws IOException {
    Files.delete(one);
    settle();
    settle();
    assertThat(lines.all())
        .containsExactly("WARN One.java: it is gone; its current routes keep running");
    Files.writeString(one, "back");
    settle();
    assertThat(applied).containsExactly("One.java back");
  }

  @Test
  void fileThatIsReplacedWithoutANewText_isNoNews() throws IOException {
    Files.delete(one);
    poll();
    Files.writeString(one, "one");
    settle();
    assertThat(lines.all()).isEmpty();
  }

  @Test
  void directoryThatIsReplaced_isFollowed() throws IOException {
    Path routes = Files.createDirectory(directory.resolve("routes"));
    Path file = Files.writeString(routes.resolve("One.java"), "one");
    reloader = reloader(Map.of(file, "one"));
    Files.move(routes, directory.resolve("routes.old"));
    settle();
    Files.createDirectory(routes);
    Files.writeString(file, "new place");
    settle();
    assertThat(applied).containsExactly("One.java new place");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void symbolicLink_isFollowed_whenItsTargetIsEdited_andWhenItPointsElsewhere() throws IOException {
    Path target = Files.writeString(directory.resolve("target"), "one");
    Files.delete(one);
    Files.createSymbolicLink(one, target);
    settle();
    Files.writeString(target, "edited");
    settle();
    Path elsewhere = Files.writeString(directory.resolve("elsewhere"), "elsewhere");
    Files.delete(one);
    Files.createSymbolicLink(one, elsewhere);
    settle();
    assertThat(applied).containsExactly("One.java edited", "One.java elsewhere");
  }

  @Test
  void fileOfManyMegabytes_isNotRead() throws IOException {
    Files.write(one, new byte[(1 << 20) + 1]);
    settle();
    assertThat(lines.all())
        .containsExactly(
            "WARN One.java: it has 1048577 bytes; a route file has at most 1048576; its current"
                + " routes keep running");
  }
}
