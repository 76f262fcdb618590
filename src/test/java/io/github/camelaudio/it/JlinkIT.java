package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code deploy/jlink} with tools that do as little as they can: where it makes a folder, and what
 * is left when it cannot. {@code src/release/images} runs it with the real ones.
 */
class JlinkIT {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path directory;

  private Path jlink = Path.of("");
  private Path java = Path.of("");

  @BeforeEach
  void install() throws Exception {
    Path home = Files.createDirectory(directory.resolve("home"));
    for (String folder : List.of("bin", "lib", "routes", "deploy", "docs", "LICENSES")) {
      Files.createDirectory(home.resolve(folder));
    }
    for (String file : List.of("LICENSE", "README.md", "CHANGELOG.md", "camel-audio.jar")) {
      Files.createFile(home.resolve(file));
    }
    jlink = script(home.resolve("deploy/jlink"), Files.readString(Path.of("deploy/jlink")));
    java = directory.resolve("java");
    Files.createDirectories(java.resolve("bin"));
    script(java.resolve("bin/jdeps"), "#!/bin/sh\necho java.base\n");
    script(
        java.resolve("bin/jlink"),
        """
        #!/bin/sh
        while [ "$1" != --output ]; do shift; done
        mkdir -p "$2/bin" && cp /bin/true "$2/bin/java"
        """);
  }

  private static Path script(Path file, String text) throws IOException {
    Files.writeString(file, text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private String run(int code, String folder) throws InterruptedException {
    try (Program program =
        Program.of(directory, Map.of("JAVA_HOME", java.toString()), jlink.toString(), folder)) {
      assertThat(program.exitCode(LIMIT)).as(program.output()).isEqualTo(code);
      return program.output();
    }
  }

  @Test
  void folder_mayBeginWithAHyphen_andHaveBlanks() throws Exception {
    for (String folder : List.of("-rf", "--help", "a/-b c")) {
      assertThat(run(0, folder)).contains(" MB for Java").hasLineCount(1);
      assertThat(directory.resolve(folder).resolve("camel-audio")).isExecutable();
      assertThat(directory.resolve(folder).resolve("archive.tar")).doesNotExist();
    }
    assertThat(run(1, "-rf"))
        .isEqualTo("error: ./-rf is there already; remove it, or name another folder\n");
  }

  @Test
  void toolThatFails_isSaid_andNothingIsLeft() throws Exception {
    script(java.resolve("bin/jlink"), "#!/bin/sh\nexit 1\n");
    assertThat(run(1, "made/image"))
        .isEqualTo("error: " + java + "/bin/jlink does not make a Java\n");
    assertThat(directory.resolve("made")).doesNotExist();

    script(java.resolve("bin/jdeps"), "#!/bin/sh\necho 'Error: no such jar'; exit 2\n");
    assertThat(run(1, "made/image"))
        .startsWith("error: " + java + "/bin/jdeps does not find out")
        .endsWith(": Error: no such jar\n")
        .hasLineCount(1);
    assertThat(directory.resolve("made")).doesNotExist();

    Files.delete(directory.resolve("home/README.md"));
    assertThat(run(1, "-image")).contains("README.md").contains("error: cannot copy what is in ");
    assertThat(directory.resolve("-image")).doesNotExist();
  }
}
