package io.github.camelaudio.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the files of the page keep to, so that the Content-Security-Policy can be strict. */
class PageTest {

  private static final Path PAGE = Path.of("src/main/resources/io/github/camelaudio/console/page");
  private static final long MAX_BYTES = 400_000;

  /** A static import; one that is loaded on demand may come from another part of the page. */
  private static final Pattern IMPORT =
      Pattern.compile("^(?:import|export)[^;]*? from '(\\.[^']+)'", Pattern.MULTILINE);

  private static final Pattern PRELOADED =
      Pattern.compile("rel=\"modulepreload\" href=\"/([^\"]+)\"");

  @Test
  void allFiles_together_areBelow400Kilobytes() throws IOException {
    long bytes = 0;
    for (Path file : files("")) {
      bytes += Files.size(file);
    }
    assertThat(bytes).isBetween(50_000L, MAX_BYTES);
  }

  @Test
  void documents_haveNoInlineScriptStyleOrHandler() throws IOException {
    for (Path file : files(".html")) {
      assertThat(Files.readString(file))
          .as(file.toString())
          .doesNotContainPattern("<style|<script>|\\sstyle=|\\son[a-z]+=|javascript:");
    }
  }

  @Test
  void files_loadNothingFromElsewhere() throws IOException {
    for (Path file : files("")) {
      assertThat(Files.readString(file).replace("http://www.w3.org/2000/svg", ""))
          .as(file.toString())
          .doesNotContainPattern(
              "(?:src|href)=\"(?:https?:)?//|url\\(['\"]?(?:https?:|//|data:)|@import|from 'https?:");
    }
  }

  @Test
  void scripts_neverReadTextAsMarkup() throws IOException {
    for (Path file : files(".js")) {
      assertThat(Files.readString(file))
          .as(file.toString())
          .doesNotContainPattern(
              "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|\\beval\\(");
    }
  }

  @Test
  void scripts_importFilesThatExist() throws IOException {
    List<String> missing = new ArrayList<>();
    int imports = 0;
    for (Path file : files(".js")) {
      for (MatchResult each : IMPORT.matcher(Files.readString(file)).results().toList()) {
        imports++;
        if (!Files.exists(file.resolveSibling(each.group(1)))) {
          missing.add(file + ": " + each.group(1));
        }
      }
    }
    assertThat(missing).isEmpty();
    assertThat(imports).isGreaterThan(20);
  }

  @Test
  void index_preloadsModulesThatExist() throws IOException {
    List<String> preloaded =
        PRELOADED
            .matcher(Files.readString(PAGE.resolve("index.html")))
            .results()
            .map(each -> each.group(1))
            .toList();
    assertThat(preloaded).hasSizeGreaterThan(5).allMatch(each -> Files.exists(PAGE.resolve(each)));
  }

  private static List<Path> files(String suffix) throws IOException {
    try (Stream<Path> all = Files.walk(PAGE)) {
      return all.filter(Files::isRegularFile)
          .filter(each -> each.toString().endsWith(suffix))
          .toList();
    }
  }
}
