package io.github.camelaudio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the program brings has licences that docs/third-party.md lists. {@code mvn test
 * -Dtest=LicencesTest -Dpages.write=true} writes the list from the bill of materials of the build.
 */
class LicencesTest {

  private static final Path SBOM = Path.of("target/camel-audio-sbom.json");
  private static final Path PAGE = Path.of("docs/third-party.md");
  private static final String START = "<!-- list: START -->\n";
  private static final String END = "<!-- list: END -->\n";

  /** Each lets a program of any licence be passed on with the library, unchanged. */
  private static final Set<String> ALLOWED =
      Set.of(
          "Apache-2.0",
          "BSD-2-Clause",
          "BSD-3-Clause",
          "CC0-1.0",
          "EDL-1.0",
          "ISC",
          "MIT",
          "MIT-0");

  /** Read one by one; the page says what follows from the licence. */
  private static final Map<String, String> EXCEPTIONS =
      Map.of("org.jfree:jfreechart", "GNU Lesser General Public Licence");

  /**
   * The user's choice, says the page of each. Elsewhere a second licence may as well be that of a
   * part, so that both hold.
   */
  private static final Pattern CHOICES =
      Pattern.compile("net\\.java\\.dev\\.jna:jna|io\\.vertx:.*");

  @Test
  void libraries_haveLicencesThatAreAllowed() throws Exception {
    Map<String, Set<String>> refused = new TreeMap<>();
    libraries()
        .forEach(
            (name, licences) -> {
              if (!isAllowed(name, licences)) {
                refused.put(name, licences);
              }
            });
    assertThat(refused).as("read docs/third-party.md before one of these comes in").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GPL-3.0-only", "AGPL-3.0-only", "LGPL-2.1-or-later", "EPL-2.0"})
  void copyleftAlone_isRefused(String licence) {
    assertThat(isAllowed("org.example:library", Set.of(licence))).isFalse();
    assertThat(isAllowed("org.example:library", Set.of(licence + " OR Apache-2.0"))).isFalse();
    assertThat(isAllowed("org.example:library", Set.of())).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "org.example:library, MIT, true",
    "net.java.dev.jna:jna, LGPL-2.1-or-later, true",
    "io.vertx:vertx-core, EPL-2.0, true",
    "org.example:library, LGPL-2.1-or-later, false",
    "net.java.dev.jna:jna-platform, LGPL-2.1-or-later, false",
  })
  void copyleftBesideAnother_isRefused_unlessItIsKnownToBeAChoice(
      String name, String second, boolean allowed) {
    assertThat(isAllowed(name, Set.of("Apache-2.0", second))).isEqualTo(allowed);
  }

  @Test
  void exception_isForOneLibraryAndOneLicence() {
    assertThat(isAllowed("org.jfree:jfreechart", Set.of("GPL-3.0-only"))).isFalse();
    assertThat(isAllowed("org.jfree:other", Set.of(EXCEPTIONS.get("org.jfree:jfreechart"))))
        .isFalse();
  }

  @Test
  void page_listsTheLibrariesByLicence() throws Exception {
    String is = Files.readString(PAGE);
    assertThat(is).contains(START, END);
    int from = is.indexOf(START) + START.length();
    int to = is.indexOf(END);
    String due = is.substring(0, from) + list() + is.substring(to);
    if (Boolean.getBoolean("pages.write")) {
      Files.writeString(PAGE, due);
    } else {
      assertThat(is).as("write it with -Dtest=LicencesTest -Dpages.write=true").isEqualTo(due);
    }
  }

  private static boolean isAllowed(String name, Set<String> licences) {
    if (licences.equals(Set.of(EXCEPTIONS.getOrDefault(name, "")))) {
      return true;
    }
    if (CHOICES.matcher(name).matches()) {
      return licences.stream().anyMatch(ALLOWED::contains);
    }
    return !licences.isEmpty() && ALLOWED.containsAll(licences);
  }

  private static String list() throws Exception {
    Map<String, Set<String>> byLicence = new TreeMap<>();
    libraries()
        .forEach(
            (name, licences) ->
                byLicence
                    .computeIfAbsent(String.join(" or ", licences), key -> new TreeSet<>())
                    .add(name));
    StringBuilder list = new StringBuilder();
    byLicence.forEach(
        (licence, names) -> {
          list.append("\n### ").append(licence).append("\n\n");
          names.forEach(name -> list.append("- ").append(name).append('\n'));
        });
    return list.append('\n').toString();
  }

  /** Group and artifact to the SPDX ids of its licences, or to their names where there is no id. */
  private static Map<String, Set<String>> libraries() throws Exception {
    assumeTrue(
        Files.exists(SBOM) || System.getenv("CI") != null,
        SBOM + " is not there: a build with mvn -o does not make it; one without -o does");
    JsonObject sbom = (JsonObject) Jsoner.deserialize(Files.readString(SBOM));
    Map<String, Set<String>> libraries = new TreeMap<>();
    for (JsonObject component : objects(sbom, "components")) {
      Set<String> licences = new TreeSet<>();
      for (JsonObject choice : objects(component, "licenses")) {
        Map<String, Object> licence = choice.getMap("license");
        licences.add(
            licence == null
                ? choice.getString("expression")
                : String.valueOf(licence.getOrDefault("id", licence.get("name"))));
      }
      String name = component.getString("group") + ":" + component.getString("name");
      assertThat(libraries.put(name, licences))
          .as("licences of %s, of all its jars", name)
          .isIn(null, licences);
    }
    assertThat(libraries).as("components of %s", SBOM).hasSizeGreaterThan(50);
    return libraries;
  }

  private static Collection<JsonObject> objects(JsonObject parent, String name) {
    Collection<JsonObject> objects = parent.getCollection(name);
    return objects == null ? Set.of() : objects;
  }
}
