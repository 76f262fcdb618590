package io.github.camelaudio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.util.StringHelper;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.Test;

/**
 * What completes {@code camel.component.…} in an editor for Spring Boot is made of the components'
 * generated JSON. {@code mvn test -Dtest=SpringMetadataTest -Dmetadata.write=true} writes it.
 */
class SpringMetadataTest {

  private static final Path METADATA =
      Path.of("src/main/resources/META-INF/spring-configuration-metadata.json");

  /** Of Java, not of a text file: and what only Camel itself reads. */
  private static final List<String> NO_PROPERTIES = List.of("configuration", "autowiredEnabled");

  private static final Map<String, String> BOXED =
      Map.of("boolean", "java.lang.Boolean", "int", "java.lang.Integer");

  @Test
  void metadata_isThatOfTheComponents() throws Exception {
    String due = Jsoner.prettyPrint(metadata().toJson()) + "\n";
    if (Boolean.getBoolean("metadata.write")) {
      Files.writeString(METADATA, due);
    }
    assertThat(METADATA)
        .as("write it with -Dtest=SpringMetadataTest -Dmetadata.write=true")
        .content()
        .isEqualTo(due);
    assertThat(due)
        .contains("\"camel.component.speaker.max-delay\"", "\"camel.component.browser.queue\"");
  }

  private static JsonObject metadata() throws Exception {
    JsonArray groups = new JsonArray();
    JsonArray properties = new JsonArray();
    JsonArray hints = new JsonArray();
    for (Map.Entry<String, JsonObject> each : ComponentModels.all().entrySet()) {
      String prefix = "camel.component." + each.getKey();
      Map<String, Object> component = each.getValue().getMap("component");
      JsonObject group = new JsonObject();
      group.put("name", prefix);
      group.put("type", component.get("javaType"));
      group.put("description", component.get("description"));
      groups.add(group);
      Map<String, Object> options = each.getValue().getMap("componentProperties");
      options.keySet().removeAll(NO_PROPERTIES);
      options.forEach(
          (name, option) -> {
            String property = prefix + "." + StringHelper.camelCaseToDash(name);
            properties.add(property(property, (JsonObject) option, group.getString("type")));
            if (((JsonObject) option).get("enum") instanceof List<?> values) {
              hints.add(hint(property, values));
            }
          });
    }
    JsonObject metadata = new JsonObject();
    metadata.put("groups", groups);
    metadata.put("properties", properties);
    metadata.put("hints", hints);
    return metadata;
  }

  private static JsonObject property(String name, JsonObject option, String component) {
    String type = option.getString("javaType");
    boolean listed = option.containsKey("enum"); // its values stand in a hint
    JsonObject property = new JsonObject();
    property.put("name", name);
    property.put("type", listed ? "java.lang.String" : BOXED.getOrDefault(type, type));
    property.put("description", option.get("description"));
    property.put("sourceType", option.getStringOrDefault("configurationClass", component));
    Object value = option.get("defaultValue");
    if (value != null) {
      property.put("defaultValue", listed ? value.toString().toLowerCase(Locale.ROOT) : value);
    }
    return property;
  }

  private static JsonObject hint(String property, List<?> values) {
    JsonArray allowed = new JsonArray();
    for (Object value : values) {
      JsonObject one = new JsonObject();
      one.put("value", value.toString().toLowerCase(Locale.ROOT));
      allowed.add(one);
    }
    JsonObject hint = new JsonObject();
    hint.put("name", property);
    hint.put("values", allowed);
    return hint;
  }
}
