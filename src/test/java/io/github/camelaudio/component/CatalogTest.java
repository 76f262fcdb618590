package io.github.camelaudio.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tools that know a component by Camel's catalog find ours in the jar, and check their URIs. */
class CatalogTest {

  private static final String SERVICES = "META-INF/services/org/apache/camel/";

  /** As the XML examples have it. */
  private static final Pattern OURS =
      Pattern.compile("uri=\"((?:browser|mic|mixer|radio|speaker|wav):[^\"]+)\"");

  private static final Pattern MILLIS = Pattern.compile("=(\\d+)ms\\b");

  private final DefaultCamelCatalog catalog = new DefaultCamelCatalog();

  CatalogTest() throws IOException {
    for (String name : components()) {
      String type = load(SERVICES + "component/" + name).getProperty("class");
      catalog.addComponent(name, type);
    }
  }

  private static List<String> components() throws IOException {
    return List.of(load(SERVICES + "component.properties").getProperty("components").split(" "));
  }

  private static Properties load(String resource) throws IOException {
    Properties properties = new Properties();
    try (InputStream in = CatalogTest.class.getClassLoader().getResourceAsStream(resource)) {
      properties.load(Objects.requireNonNull(in, resource));
    }
    return properties;
  }

  @Test
  void components_areListed_andEachHasItsModel() throws Exception {
    assertThat(components()).containsExactly("browser", "mic", "mixer", "radio", "speaker", "wav");
    for (String name : components()) {
      assertThat(catalog.componentModel(name).getEndpointOptions()).as(name).isNotEmpty();
    }
  }

  @Test
  void uri_isValidated() {
    assertThat(check("wav:take.wav?paced=false&onEnd=exit").isSuccess()).isTrue();
    assertThat(check("radio:tcp://0.0.0.0:9610?maxListeners=20").isSuccess()).isTrue();
    EndpointValidationResult wrong = check("wav:take.wav?paced=perhaps&pased=true");
    assertThat(wrong.getInvalidBoolean()).containsKey("paced");
    assertThat(wrong.getUnknown()).containsExactly("pased");
  }

  @ParameterizedTest
  @CsvSource({
    "browser, browser:guest",
    "mic, mic:default",
    "mixer, mixer:room",
    "radio, radio:tcp://localhost:9610",
    "speaker, speaker:default",
    "wav, wav:take.wav",
  })
  void uriOfAllOptionsWithTheirDefaults_isValid(String name, String path) {
    String uri =
        catalog.componentModel(name).getEndpointParameterOptions().stream()
            .filter(option -> option.getDefaultValue() != null)
            .map(option -> option.getName() + "=" + option.getDefaultValue())
            .collect(Collectors.joining("&", path + "?", ""));
    String known = MILLIS.matcher(uri).replaceAll("=$1");
    assertThat(check(known).isSuccess()).as(known).isTrue();
    assertThat(check(known + "&volume=11").getUnknown()).containsExactly("volume");
  }

  /** Camel itself takes it: a limit of the catalog, which docs/library.md names. */
  @Test
  void catalog_knowsNoDurationInMilliseconds_butTheNumber() {
    assertThat(check("mic:default?block=20ms").getInvalidDuration()).containsKey("block");
    assertThat(check("mic:default?block=20").isSuccess()).isTrue();
    assertThat(check("mic:default?queue=1s").isSuccess()).isTrue();
  }

  @Test
  void examplesOfThePages_areValid() throws Exception {
    int count = 0;
    for (String name : components()) {
      Path page = Path.of("src/main/docs", name + "-component.adoc");
      Matcher uris = OURS.matcher(Files.readString(page));
      for (; uris.find(); count++) {
        String uri = uris.group(1).replace("&amp;", "&");
        assertThat(check(uri).isSuccess()).as(page + ": " + uri).isTrue();
      }
    }
    assertThat(count).isGreaterThanOrEqualTo(8);
  }

  private EndpointValidationResult check(String uri) {
    return catalog.validateEndpointProperties(uri);
  }
}
