package io.github.camelaudio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the files in deploy/ name is there: routes, properties, files, ports, metrics, labels. */
class DeployTest {

  private static final Path DEPLOY = Path.of("deploy");
  private static final Path KUBERNETES = DEPLOY.resolve("kubernetes");
  private static final String IMAGE = "camel-audio:kafka";
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([\\w.]+)(?::[^}]*)?}}");
  private static final YAMLMapper YAML = new YAMLMapper();

  private static List<JsonNode> documents(Path file) throws Exception {
    try (MappingIterator<JsonNode> documents =
        YAML.readerFor(JsonNode.class).readValues(file.toFile())) {
      return documents.readAll();
    }
  }

  private static List<JsonNode> kubernetes(String kind) throws Exception {
    List<JsonNode> found = new ArrayList<>();
    for (String each : resources()) {
      documents(KUBERNETES.resolve(each)).stream()
          .filter(document -> document.path("kind").asText().equals(kind))
          .forEach(found::add);
    }
    return found;
  }

  private static List<String> resources() throws Exception {
    JsonNode list = documents(KUBERNETES.resolve("kustomization.yaml")).get(0).path("resources");
    return texts(list);
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  /** Pod templates of all that has some. */
  private static List<JsonNode> workloads() throws Exception {
    List<JsonNode> all = new ArrayList<>(kubernetes("Deployment"));
    all.addAll(kubernetes("StatefulSet"));
    assertThat(all).hasSize(3);
    return all;
  }

  private static JsonNode program(JsonNode workload) {
    for (JsonNode each : workload.at("/spec/template/spec/containers")) {
      if (each.path("image").asText().equals(IMAGE)) {
        return each;
      }
    }
    throw new AssertionError("no container of " + IMAGE + " in " + workload);
  }

  private static String route(String name) throws Exception {
    return Files.readString(Path.of("routes", name + ".java"));
  }

  /** The environment variables that a route, or the program, looks at. */
  private static Set<String> known(String route) {
    return Stream.concat(
            PLACEHOLDER.matcher(route).results().map(each -> each.group(1)),
            PropertyCheck.PROGRAM.stream())
        .map(name -> name.toUpperCase(Locale.ROOT).replace('.', '_'))
        .collect(Collectors.toSet());
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    names.remove("<<");
    object.path("<<").fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void compose_namesRoutesThatAreThere_andPropertiesThatTheyHave() throws Exception {
    JsonNode compose = documents(DEPLOY.resolve("compose.yaml")).get(0);
    Set<String> shared = names(compose.path("x-environment"));
    Set<String> routes = new TreeSet<>();
    for (JsonNode service : compose.path("services")) {
      if (service.has("<<")) {
        String name = texts(service.path("command")).get(0);
        routes.add(name);
        Set<String> variables = names(service.path("environment"));
        variables.addAll(shared);
        assertThat(known(route(name))).as(name).containsAll(variables);
      }
    }
    assertThat(routes).containsExactly("KafkaIngest", "KafkaRecorder", "KafkaStation");
  }

  @Test
  void compose_buildsFromFilesThatAreThere() throws Exception {
    JsonNode build = documents(DEPLOY.resolve("compose.yaml")).get(0).at("/x-program/build");
    Path context = DEPLOY.resolve(build.path("context").asText());
    Path containerfile = context.resolve(build.path("dockerfile").asText());
    assertThat(containerfile).exists();
    for (String name : names(build.path("args"))) {
      assertThat(Files.readString(containerfile)).contains("ARG " + name + "=");
    }
  }

  @Test
  void kubernetes_listsAllItsFiles() throws Exception {
    List<String> due = new ArrayList<>(resources());
    due.addAll(List.of("kustomization.yaml", "prometheus-adapter.yaml"));
    try (Stream<Path> files = Files.list(KUBERNETES)) {
      assertThat(files.map(each -> each.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(due);
    }
  }

  @Test
  void kubernetes_hasTheRoutesOfTheProgram() throws Exception {
    JsonNode routes = configMap("camel-audio-routes");
    Set<String> started = new TreeSet<>();
    for (JsonNode each : workloads()) {
      started.add(program(each).path("args").get(0).asText() + ".java");
    }
    assertThat(names(routes)).isEqualTo(started);
    for (String name : started) {
      assertThat(routes.path(name).asText())
          .as("deploy/kubernetes/routes.yaml, " + name)
          .isEqualTo(Files.readString(Path.of("routes", name)));
    }
  }

  private static JsonNode configMap(String name) throws Exception {
    for (JsonNode each : kubernetes("ConfigMap")) {
      if (each.at("/metadata/name").asText().equals(name)) {
        return each.path("data");
      }
    }
    throw new AssertionError("no ConfigMap " + name);
  }

  @Test
  void kubernetes_setsPropertiesThatARouteHas() throws Exception {
    Set<String> known = new TreeSet<>();
    for (JsonNode each : workloads()) {
      known.addAll(known(route(program(each).path("args").get(0).asText())));
      String from = program(each).at("/envFrom/0/configMapRef/name").asText();
      assertThat(from).isEqualTo("camel-audio");
    }
    assertThat(known).containsAll(names(configMap("camel-audio")));
  }

  @Test
  void kubernetes_opensThePortsOfTheProperties() throws Exception {
    JsonNode properties = configMap("camel-audio");
    for (JsonNode each : workloads()) {
      for (JsonNode port : program(each).path("ports")) {
        boolean radio = port.path("name").asText().startsWith("radio");
        assertThat(port.path("containerPort").asText())
            .isEqualTo(properties.path(radio ? "RADIOPORT" : "PORT").asText());
      }
    }
  }

  @Test
  void kubernetes_selectsThePodsThatItMakes() throws Exception {
    Set<JsonNode> labels = new HashSet<>();
    for (JsonNode each : workloads()) {
      JsonNode name = each.at("/spec/template/metadata/labels").path("app.kubernetes.io/name");
      assertThat(each.at("/spec/selector/matchLabels").path("app.kubernetes.io/name"))
          .isEqualTo(name);
      labels.add(name);
    }
    for (JsonNode service : kubernetes("Service")) {
      assertThat(labels).contains(service.at("/spec/selector").path("app.kubernetes.io/name"));
    }
    JsonNode scaler = kubernetes("HorizontalPodAutoscaler").get(0);
    assertThat(kubernetes("Deployment"))
        .anyMatch(each -> each.at("/metadata/name").equals(scaler.at("/spec/scaleTargetRef/name")));
  }

  /** A gauge of docs/counters.md, as docs/metrics.md names it, in the scaler and in its rule. */
  @Test
  void kubernetes_scalesByACounterThatStationsHave() throws Exception {
    JsonNode scaler = kubernetes("HorizontalPodAutoscaler").get(0);
    String metric = scaler.at("/spec/metrics/0/pods/metric/name").asText();
    assertThat(metric).isEqualTo("camel_audio_listeners");
    assertThat(Files.readString(Path.of("docs/counters.md")))
        .contains("| `listeners` | listeners |");
    Map<?, ?> rule =
        YAML.readValue(KUBERNETES.resolve("prometheus-adapter.yaml").toFile(), Map.class);
    assertThat(rule.toString()).contains(metric + "{", "kind=\"station\"");
  }
}
