package io.github.camelaudio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages' tables of options are the endpoints' own, and their links lead somewhere. */
class DocsTest {

  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)]+)\\)");
  private static final Pattern ROW = Pattern.compile("^\\| `(\\w+)` \\| (?:`(.*?)`)? *\\|.*");

  private static final Pattern CODE =
      Pattern.compile("^```(?:java|xml|yaml)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  @ParameterizedTest
  @CsvSource({
    "mic, ## `mic:device`, ''",
    "browser, ## `browser:name`, ''",
    "speaker, ## `speaker:device`, ''",
    "mixer, ## `mixer:name`, ''",
    "wav, ## `wav:path`: from, consumer",
    "wav, ## `wav:path`: to, producer",
    "radio, ## `radio:tcp://host:port`, common",
    "radio, ## `radio:…`: to, producer",
    "radio, ## `radio:…`: from, consumer",
  })
  void optionTable_namesEveryOptionWithItsDefault(String scheme, String heading, String label)
      throws Exception {
    assertThat(rows(heading)).containsExactlyInAnyOrderElementsOf(options(scheme, label));
  }

  @Test
  void readme_isShort() throws Exception {
    assertThat(Files.readAllLines(Path.of("README.md"))).hasSizeLessThanOrEqualTo(150);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void link_leadsToAFile_andToAHeadingOfIt(Path page) throws Exception {
    List<String> broken = new ArrayList<>();
    Matcher links = LINK.matcher(Files.readString(page));
    while (links.find()) {
      String[] parts = links.group(1).split("#", 2);
      Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]);
      if (!Files.exists(target) || (parts.length == 2 && !anchors(target).contains(parts[1]))) {
        broken.add(links.group(1));
      }
    }
    assertThat(broken).isEmpty();
  }

  /** What docs/library.md shows is built and run: it is in an application of src/it. */
  @Test
  void library_showsPartsOfTheApplicationsThatTheBuildRuns() throws Exception {
    StringBuilder applications = new StringBuilder();
    try (Stream<Path> files = Files.walk(Path.of("src/it"))) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        applications.append(lines(Files.readString(file)));
      }
    }
    Matcher blocks = CODE.matcher(Files.readString(Path.of("docs/library.md")));
    int count = 0;
    for (; blocks.find(); count++) {
      String block =
          blocks
              .group(1)
              .replace(">0.1.0-SNAPSHOT<", ">${camel-audio.version}<")
              .replace(">4.18.0<", ">${camel.version}<");
      assertThat(applications.toString()).contains(lines(block));
    }
    assertThat(count).isGreaterThanOrEqualTo(8);
  }

  /** Without their indentation. */
  private static String lines(String text) {
    return text.lines().map(line -> line.strip() + "\n").collect(Collectors.joining());
  }

  static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.list(Path.of("docs"))) {
      return Stream.concat(
              Stream.of("README.md", "CONTRIBUTING.md").map(Path::of),
              docs.filter(page -> page.toString().endsWith(".md")))
          .toList();
    }
  }

  /** As GitHub makes them of headings. */
  private static List<String> anchors(Path page) throws IOException {
    return Files.readAllLines(page).stream()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
        .map(line -> line.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
        .toList();
  }

  private static List<String> rows(String heading) throws Exception {
    List<String> rows = new ArrayList<>();
    boolean inside = false;
    for (String line : Files.readAllLines(Path.of("docs/endpoints.md"))) {
      inside = line.startsWith("#") ? line.startsWith(heading) : inside;
      Matcher row = ROW.matcher(line);
      if (inside && row.matches()) {
        rows.add(row.group(1) + "=" + (row.group(2) == null ? "" : row.group(2)));
      }
    }
    return rows;
  }

  private static Set<String> options(String scheme, String label) throws Exception {
    Path file =
        Path.of(
            "src/generated/resources/META-INF/io/github/camelaudio",
            scheme.equals("browser") ? "console" : "component",
            scheme,
            scheme + ".json");
    JsonObject json = (JsonObject) Jsoner.deserialize(Files.readString(file));
    Map<String, Object> properties = json.getMap("properties");
    Set<String> options = new TreeSet<>();
    properties.forEach(
        (name, value) -> {
          JsonObject option = (JsonObject) value;
          if (option.getString("kind").equals("parameter")
              && option.getString("label").equals(label)) {
            String theDefault = String.valueOf(option.getOrDefault("defaultValue", ""));
            boolean isEnum = "enum".equals(option.getString("type"));
            options.add(name + "=" + (isEnum ? theDefault.toLowerCase(Locale.ROOT) : theDefault));
          }
        });
    return options;
  }
}
