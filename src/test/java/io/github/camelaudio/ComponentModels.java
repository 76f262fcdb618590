package io.github.camelaudio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

/** The generated models of our components, as tools read them. */
final class ComponentModels {

  private static final Path MODELS = Path.of("src/generated/resources/META-INF/io");

  private ComponentModels() {}

  /** By scheme. */
  static Map<String, JsonObject> all() throws IOException, DeserializationException {
    Map<String, JsonObject> models = new TreeMap<>();
    List<Path> files;
    try (Stream<Path> all = Files.walk(MODELS)) {
      files = all.filter(file -> file.toString().endsWith(".json")).toList();
    }
    for (Path file : files) {
      JsonObject model = (JsonObject) Jsoner.deserialize(Files.readString(file));
      models.put(String.valueOf(model.getMap("component").get("scheme")), model);
    }
    return models;
  }
}
