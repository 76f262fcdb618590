package io.github.camelaudio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.camelaudio.component.radio.RadioEndpoint;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.util.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Kamelets offer options of our endpoints, as these describe them; src/it runs them. */
class KameletsTest {

  private static final Pattern PLACE = Pattern.compile("\\{\\{\\??(\\w+):?}}");
  private static final String CAMEL = "camel.apache.org/kamelet.";
  private static final String SVG = "data:image/svg+xml;base64,";
  private static final int MAX_ICON_BYTES = 600;

  static List<Path> kamelets() throws Exception {
    try (Stream<Path> files = Files.list(Path.of("kamelets"))) {
      return files.sorted().toList();
    }
  }

  @Test
  void thereIsOneForEachEnd() throws Exception {
    assertThat(kamelets())
        .extracting(file -> String.valueOf(file.getFileName()).replace(".kamelet.yaml", ""))
        .containsExactly(
            "mic-source", "radio-sink", "radio-source", "speaker-sink", "wav-sink", "wav-source");
  }

  @ParameterizedTest
  @MethodSource("kamelets")
  void kamelet_hasItsNameAndKind_andAnIcon(Path file) throws Exception {
    Kamelet kamelet = Kamelet.read(file);
    JsonNode metadata = kamelet.all.path("metadata");
    assertThat(file).hasFileName(metadata.path("name").asText() + ".kamelet.yaml");
    assertThat(metadata.path("labels").path(CAMEL + "type").asText())
        .isEqualTo(kamelet.isSource() ? "source" : "sink");
    assertThat(kamelet.definition().path("title").asText()).isNotBlank();
    assertThat(kamelet.definition().path("description").asText()).endsWith(".");
    String icon = metadata.path("annotations").path(CAMEL + "icon").asText();
    assertThat(icon).startsWith(SVG);
    byte[] svg = Base64.getDecoder().decode(icon.substring(SVG.length()));
    assertThat(svg).hasSizeLessThan(MAX_ICON_BYTES);
    assertThat(
            DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg))
                .getDocumentElement()
                .getTagName())
        .isEqualTo("svg");
  }

  @ParameterizedTest
  @MethodSource("kamelets")
  void kamelet_needsTheJarOfThisVersion(Path file) throws Exception {
    Kamelet kamelet = Kamelet.read(file);
    String version = String.valueOf(kamelet.model().getMap("component").get("version"));
    assertThat(texts(kamelet.all.path("spec").path("dependencies")))
        .containsExactly("camel:kamelet", "mvn:io.github.camelaudio:camel-audio:" + version);
  }

  @ParameterizedTest
  @MethodSource("kamelets")
  void template_hasEveryPropertyOnce(Path file) throws Exception {
    Kamelet kamelet = Kamelet.read(file);
    List<String> places = new ArrayList<>();
    Matcher uri = PLACE.matcher(kamelet.uri());
    while (uri.find()) {
      places.add(uri.group(1));
    }
    places.addAll(kamelet.optionOfProperty().keySet());
    assertThat(places).containsExactlyInAnyOrderElementsOf(names(kamelet.properties()));
  }

  /** Camel would take it for itself: an endpoint of kamelet: has an option "block", a boolean. */
  @ParameterizedTest
  @MethodSource("kamelets")
  void property_hasTheNameOfItsOption_unlessKameletEndpointsHaveOneOfThatName(Path file)
      throws Exception {
    List<String> taken =
        new DefaultCamelCatalog()
            .componentModel("kamelet").getEndpointOptions().stream()
                .map(BaseOptionModel::getName)
                .toList();
    assertThat(taken).contains("block");
    Kamelet.read(file)
        .optionOfProperty()
        .forEach(
            (property, option) -> {
              assertThat(taken).doesNotContain(property);
              assertThat(property).isEqualTo(taken.contains(option) ? option + "Length" : option);
            });
  }

  /** A default of the endpoint is described, not set: so that one of the component goes before. */
  @ParameterizedTest
  @MethodSource("kamelets")
  void property_isDescribedAsItsOption(Path file) throws Exception {
    Kamelet kamelet = Kamelet.read(file);
    Map<String, Object> options = kamelet.model().getMap("properties");
    for (String name : names(kamelet.properties())) {
      JsonNode property = kamelet.properties().path(name);
      String optionName = kamelet.optionOfProperty().getOrDefault(name, name);
      JsonObject option = (JsonObject) Objects.requireNonNull(options.get(optionName), name);
      assertThat(names(property)).as(name).contains("title", "description", "type", "example");
      assertThat(property.path("type").asText())
          .isEqualTo(option.getString("type").replaceAll("duration|enum", "string"));
      assertThat(texts(property.path("enum"))).isEqualTo(values(option));
      if (option.getString("kind").equals("parameter")) {
        assertThat(option.getString("label"))
            .isIn("", "common", kamelet.isSource() ? "consumer" : "producer");
        assertThat(property.path("description").asText()).isEqualTo(description(option));
        assertThat(property.has("default")).as(name).isFalse();
      } else {
        boolean required = texts(kamelet.definition().path("required")).contains(name);
        boolean mayBeEmpty = kamelet.uri().contains("{{" + name + ":}}");
        assertThat(Stream.of(property.has("default"), required, mayBeEmpty).filter(is -> is))
            .as("%s has a default, or must be set, or may be empty", name)
            .hasSize(1);
      }
    }
  }

  /** With port 9610 by default, a name would be taken for a host. */
  @Test
  void radioSource_takesTheNameOfAStation_whereNoPortIsSet() throws Exception {
    Kamelet kamelet = Kamelet.read(Path.of("kamelets/radio-source.kamelet.yaml"));
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      context.getPropertiesComponent().addInitialProperty("transport", "tcp");
      context.getPropertiesComponent().addInitialProperty("host", "Kitchen");
      RadioEndpoint endpoint = context.getEndpoint(kamelet.uri(), RadioEndpoint.class);
      assertThat(endpoint.getHost()).isEqualTo("Kitchen");
      assertThat(endpoint.getPort()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("kamelets")
  void everyOptionOfTheEnd_isThere(Path file) throws Exception {
    Kamelet kamelet = Kamelet.read(file);
    Set<String> labels = Set.of("", "common", kamelet.isSource() ? "consumer" : "producer");
    List<String> options = new ArrayList<>();
    kamelet
        .model()
        .getMap("properties")
        .forEach(
            (name, each) -> {
              JsonObject option = (JsonObject) each;
              if (option.getString("kind").equals("parameter")
                  && labels.contains(option.getString("label"))) {
                options.add(String.valueOf(name));
              }
            });
    assertThat(kamelet.optionOfProperty().values()).containsAll(options);
  }

  /** The catalog knows no unit "ms", but the number. */
  @ParameterizedTest
  @MethodSource("kamelets")
  void uriOfAllExamples_isValid(Path file) throws Exception {
    Kamelet kamelet = Kamelet.read(file);
    DefaultCamelCatalog catalog = new DefaultCamelCatalog();
    Object type = kamelet.model().getMap("component").get("javaType");
    catalog.addComponent(kamelet.scheme(), String.valueOf(type));
    String path =
        PLACE
            .matcher(kamelet.uri())
            .replaceAll(place -> Matcher.quoteReplacement(kamelet.example(place.group(1))));
    String uri =
        kamelet.optionOfProperty().entrySet().stream()
            .map(
                each ->
                    each.getValue()
                        + "="
                        + kamelet.example(each.getKey()).replaceFirst("^(\\d+)ms$", "$1"))
            .collect(Collectors.joining("&", path + "?", ""));
    assertThat(catalog.validateEndpointProperties(uri).isSuccess()).as(uri).isTrue();
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  /** The values of an option that has a list of them, as our documents write them. */
  private static List<String> values(JsonObject option) {
    return option.get("enum") instanceof List<?> list
        ? list.stream().map(each -> each.toString().toLowerCase(Locale.ROOT)).toList()
        : List.of();
  }

  private static String description(JsonObject option) {
    String text = option.getString("description").replaceFirst(" Default value notice:.*", "");
    String sentence = text.endsWith(".") ? text : text + ".";
    Object value = option.get("defaultValue");
    if (value == null) {
      return sentence;
    }
    String written = value.toString();
    return sentence
        + " Default: "
        + (values(option).isEmpty() ? written : written.toLowerCase(Locale.ROOT));
  }

  private record Kamelet(JsonNode all) {

    static Kamelet read(Path file) throws Exception {
      return new Kamelet(new YAMLMapper().readTree(file.toFile()));
    }

    JsonNode definition() {
      return all.path("spec").path("definition");
    }

    JsonNode properties() {
      return definition().path("properties");
    }

    String example(String property) {
      return properties().path(property).path("example").asText();
    }

    private JsonNode from() {
      return all.path("spec").path("template").path("from");
    }

    boolean isSource() {
      return !from().path("uri").asText().equals("kamelet:source");
    }

    /** The step of ours. */
    private JsonNode endpoint() {
      return isSource() ? from() : from().path("steps").path(0).path("to");
    }

    String uri() {
      return endpoint().path("uri").asText();
    }

    /** By property, which option of the endpoint it sets. */
    Map<String, String> optionOfProperty() {
      Map<String, String> options = new LinkedHashMap<>();
      JsonNode parameters = endpoint().path("parameters");
      for (String option : names(parameters)) {
        Matcher place = PLACE.matcher(parameters.path(option).asText());
        assertThat(place.matches()).as(option).isTrue();
        options.put(place.group(1), option);
      }
      return options;
    }

    String scheme() {
      return uri().substring(0, uri().indexOf(':'));
    }

    JsonObject model() throws Exception {
      return Objects.requireNonNull(ComponentModels.all().get(scheme()), scheme());
    }
  }
}
