package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The commands of the pages that are marked {@code sh test} succeed, as they are written. */
class DocsIT {

  private static final Pattern BLOCK =
      Pattern.compile("^```sh test\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  @TempDir Path directory;

  @ParameterizedTest
  @MethodSource("blocks")
  void block_succeeds(String commands) throws Exception {
    for (String folder : List.of("target", "routes")) {
      Files.createSymbolicLink(directory.resolve(folder), Path.of(folder).toAbsolutePath());
    }
    Map<String, String> environment =
        Map.of(
            "PATH",
            Path.of(System.getProperty("java.home"), "bin") + ":" + System.getenv("PATH"),
            "PORT",
            String.valueOf(Tools.freePort()),
            "ALSA_CONFIG_PATH",
            "/dev/null",
            "PULSE_SERVER",
            "none");
    try (Program shell = Program.of(directory, environment, "bash", "-euc", commands)) {
      assertThat(shell.exitCode(Duration.ofSeconds(60))).as(shell.output()).isZero();
    }
  }

  static List<Named<String>> blocks() throws IOException {
    try (Stream<Path> docs = Files.list(Path.of("docs"))) {
      List<Named<String>> all =
          Stream.concat(Stream.of(Path.of("README.md"), Path.of("CONTRIBUTING.md")), docs)
              .filter(page -> page.toString().endsWith(".md"))
              .flatMap(DocsIT::blocksOf)
              .toList();
      assertThat(all).hasSizeGreaterThanOrEqualTo(2);
      return all;
    }
  }

  private static Stream<Named<String>> blocksOf(Path page) {
    try {
      Matcher blocks = BLOCK.matcher(Files.readString(page));
      return blocks
          .results()
          .map(each -> Named.of(page.toString(), each.group(1)))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new AssertionError(page + " cannot be read", e);
    }
  }
}
