package io.github.camelaudio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Head and options of the AsciiDoc page of each component are made of its generated JSON. {@code
 * mvn test -Dtest=ComponentPagesTest -Dpages.write=true} writes them.
 */
class ComponentPagesTest {

  private static final Pattern HEAD =
      Pattern.compile("\\A(?s:.*?)\\n\\*\\{component-header}\\*\\n");
  private static final Pattern OPTIONS =
      Pattern.compile("(?s)// options: START\\n.*// options: END\\n");

  @ParameterizedTest
  @ValueSource(strings = {"mic", "speaker", "mixer", "wav", "radio", "browser"})
  void page_hasHeadAndOptionsOfItsComponent(String scheme) throws Exception {
    Path page = Path.of("src/main/docs", scheme + "-component.adoc");
    JsonObject json = json(scheme);
    String is = Files.readString(page);
    assertTrue(HEAD.matcher(is).find() && OPTIONS.matcher(is).find(), page + " lacks its marks");
    String due = HEAD.matcher(is).replaceFirst(literal(head(json.getMap("component"))));
    due = OPTIONS.matcher(due).replaceFirst(literal(options(json)));
    if (Boolean.getBoolean("pages.write")) {
      Files.writeString(page, due);
    } else {
      assertEquals(due, is, page + ": write it with -Dtest=ComponentPagesTest -Dpages.write=true");
    }
  }

  private static String literal(String text) {
    return Matcher.quoteReplacement(text);
  }

  private static JsonObject json(String scheme) throws Exception {
    String parent = scheme.equals("browser") ? "console" : "component";
    String file = "META-INF/io/github/camelaudio/" + parent + "/" + scheme + "/" + scheme + ".json";
    Path path = Path.of("src/generated/resources").resolve(file);
    return (JsonObject) Jsoner.deserialize(Files.readString(path));
  }

  /** As Camel's own pages begin. */
  private static String head(Map<String, Object> component) {
    boolean consumerOnly = Boolean.TRUE.equals(component.get("consumerOnly"));
    boolean producerOnly = Boolean.TRUE.equals(component.get("producerOnly"));
    String supports =
        consumerOnly
            ? "Only consumer is supported"
            : producerOnly
                ? "Only producer is supported"
                : "Both producer and consumer are supported";
    return "= "
        + component.get("title")
        + " Component\n:doctitle: "
        + component.get("title")
        + "\n:shortname: "
        + component.get("name")
        + "\n:artifactid: "
        + component.get("artifactId")
        + "\n:description: "
        + component.get("description")
        + "\n:since: "
        + component.get("firstVersion")
        + "\n:supportlevel: "
        + component.get("supportLevel")
        + "\n:component-header: "
        + supports
        + "\n\n*Since Camel Audio {since}*\n\n*{component-header}*\n";
  }

  private static String options(JsonObject json) {
    return "// options: START\n"
        + table("Component options", json.getMap("componentProperties"), "property")
        + "\n"
        + table("Path parameters", json.getMap("properties"), "path")
        + "\n"
        + table("Query parameters", json.getMap("properties"), "parameter")
        + "// options: END\n";
  }

  private static String table(String title, Map<String, Object> options, String kind) {
    StringBuilder table =
        new StringBuilder("." + title + "\n[width=\"100%\",cols=\"2,5,2,2\",options=\"header\"]\n");
    table.append("|===\n| Name | Description | Default | Type\n");
    options.forEach((name, value) -> appendRow(table, name, (JsonObject) value, kind));
    return table.append("|===\n").toString();
  }

  private static void appendRow(StringBuilder table, String name, JsonObject option, String kind) {
    if (!kind.equals(option.getString("kind"))) {
      return;
    }
    Object theDefault = option.get("defaultValue");
    String javaType = option.getString("javaType");
    table
        .append("| *%s* (%s)".formatted(name, option.getString("group")))
        .append(option.getBooleanOrDefault("required", false) ? " *Required*" : "")
        .append(" | ")
        .append(option.getString("description").replace("|", "\\|"))
        .append(" | ")
        .append(theDefault == null ? "" : "`+" + theDefault + "+`")
        .append(" | ")
        .append(javaType.substring(javaType.lastIndexOf('.') + 1))
        .append('\n');
  }
}
