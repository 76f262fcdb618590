package io.github.camelaudio.console.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The document that is served, as a judge of answers. */
final class OpenApi {

  private final ObjectMapper mapper = new ObjectMapper();
  private final JsonNode document;
  private final SchemaRegistry schemas =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  OpenApi() {
    try {
      document = mapper.readTree(OpenApiModule.document().getBytes());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Such as {@code GET /api/v1/routes/{id}}. */
  Set<String> operations() {
    Set<String> operations = new TreeSet<>();
    for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
      path.getValue()
          .fieldNames()
          .forEachRemaining(
              method -> operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey()));
    }
    return operations;
  }

  /** Fails when the document does not have such an answer. */
  void check(String method, String path, int status, String contentType, String body) {
    String what = method + " " + path + " answers " + status + " " + contentType;
    JsonNode operation = operation(method, path);
    assertNotNull(operation, what + ": the path is not in the document");
    JsonNode answer = operation.get("responses").get(String.valueOf(status));
    if (answer == null && status >= 400) {
      answer = operation.get("responses").get("default");
    }
    assertNotNull(answer, what + ": the status is not in the document");
    if (!contentType.isEmpty() && !method.equals("HEAD")) {
      JsonNode content = answer.path("content").get(contentType.replaceFirst(";.*", ""));
      assertNotNull(content, what + ": the type is not in the document");
      if (contentType.contains("json")) {
        check(content.get("schema"), body);
      }
    }
  }

  private @Nullable JsonNode operation(String method, String path) {
    for (Map.Entry<String, JsonNode> each : document.get("paths").properties()) {
      JsonNode operation = each.getValue().get(method.toLowerCase(Locale.ROOT));
      if (operation != null && path.matches(each.getKey().replaceAll("\\{[^}]*}", "[^/]+"))) {
        return operation;
      }
    }
    return null;
  }

  /** Of a schema of the document's components. */
  void check(String schema, String json) {
    check(mapper.createObjectNode().put("$ref", "#/components/schemas/" + schema), json);
  }

  private void check(JsonNode schema, String json) {
    try {
      ObjectNode whole = schema.deepCopy();
      whole.set("components", document.get("components"));
      Schema judge = schemas.getSchema(whole);
      List<String> errors =
          judge.validate(mapper.readTree(json)).stream().map(String::valueOf).toList();
      assertEquals(List.of(), errors, json);
    } catch (IOException e) {
      throw new IllegalStateException(json, e);
    }
  }
}
