package io.github.camelaudio.console.graph;

import io.github.camelaudio.component.support.PlayoutEndpoint;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.MulticastDefinition;
import org.apache.camel.model.OtherwiseDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.WhenDefinition;
import org.apache.camel.spi.NodeIdFactory;
import org.jspecify.annotations.Nullable;

/** The nodes of routes, and which node leads to which other route. Any thread. */
public final class RouteGraph {

  /** Their address is a port of this machine where the host is one of {@link #THIS_HOST}. */
  private static final Pattern PORT =
      Pattern.compile("(netty|radio):(?://)?(tcp|udp)://(\\[[^\\]]*]|[^:/]*):(\\d+).*");

  /** {@code direct://a} is {@code direct:a}. */
  private static final Pattern SLASHES = Pattern.compile("^([a-z0-9-]+):/{1,2}");

  private static final Set<String> THIS_HOST =
      Set.of("0.0.0.0", "[::]", "localhost", "127.0.0.1", "[::1]");

  private final CamelContext context;
  private final NodeIdFactory ids;

  /**
   * @param context whose routes they are
   */
  public RouteGraph(CamelContext context) {
    this.context = context;
    this.ids = context.getCamelContextExtension().getContextPlugin(NodeIdFactory.class);
  }

  /**
   * A node of a route.
   *
   * @param parent the node before it, or the one that branches; null for the consumer
   * @param output the speaker or mixer that it leads to; null for any other
   */
  public record Node(
      String id,
      @Nullable String parent,
      String kind,
      String label,
      @Nullable String uri,
      @Nullable String output) {

    /** As the page gets it: without secrets. */
    public JsonObject json() {
      return new JsonObject()
          .put("id", id)
          .put("parent", parent)
          .put("kind", kind)
          .put("label", label)
          .put("uri", uri == null ? null : NodeLabel.sanitized(uri))
          .put("output", output);
    }
  }

  /** All nodes of a route, the consumer first; it has the route's id. */
  public List<Node> nodes(RouteDefinition route) {
    List<Node> nodes = new ArrayList<>();
    String from = resolved(route.getInput().getEndpointUri());
    String id = route.idOrCreate(ids);
    nodes.add(new Node(id, null, "from", NodeLabel.ofUri(from), from, null));
    pipeline(route.getOutputs(), id, nodes);
    return nodes;
  }

  private void pipeline(List<ProcessorDefinition<?>> steps, String first, List<Node> nodes) {
    String before = first;
    for (ProcessorDefinition<?> step : steps) {
      String id = step.idOrCreate(ids);
      nodes.add(node(step, id, before));
      if (step instanceof MulticastDefinition) {
        step.getOutputs().forEach(each -> pipeline(List.of(each), id, nodes));
      } else if (step instanceof ChoiceDefinition choice) {
        branches(choice, id, nodes);
      } else {
        pipeline(step.getOutputs(), id, nodes);
      }
      before = id;
    }
  }

  private void branches(ChoiceDefinition choice, String id, List<Node> nodes) {
    for (WhenDefinition when : choice.getWhenClauses()) {
      String whenId = when.idOrCreate(ids);
      nodes.add(new Node(whenId, id, "when", NodeLabel.shortened(when.getLabel()), null, null));
      pipeline(when.getOutputs(), whenId, nodes);
    }
    OtherwiseDefinition otherwise = choice.getOtherwise();
    if (otherwise != null) {
      String otherwiseId = otherwise.idOrCreate(ids);
      nodes.add(new Node(otherwiseId, id, "otherwise", "otherwise", null, null));
      pipeline(otherwise.getOutputs(), otherwiseId, nodes);
    }
  }

  private Node node(ProcessorDefinition<?> step, String id, String parent) {
    String uri = NodeLabel.uri(step);
    String label = NodeLabel.of(step);
    if (uri == null) {
      return new Node(id, parent, step.getShortName(), label, null, null);
    }
    String full = resolved(uri);
    boolean described = step.getDescriptionText() != null;
    return new Node(
        id,
        parent,
        step.getShortName(),
        described ? label : NodeLabel.ofUri(full),
        full,
        outputOf(full));
  }

  private @Nullable String outputOf(String uri) {
    if (!uri.startsWith("speaker:") && !uri.startsWith("mixer:")) {
      return null;
    }
    Endpoint endpoint = context.hasEndpoint(uri);
    return endpoint instanceof PlayoutEndpoint output ? output.reportName() : null;
  }

  /** What a placeholder stands for; as it is where there is none of that name. */
  private String resolved(String uri) {
    try {
      return context.resolvePropertyPlaceholders(uri);
    } catch (IllegalArgumentException e) {
      return uri;
    }
  }

  /** From each node to the routes that begin where it sends. */
  public static JsonArray links(List<List<Node>> routes) {
    Map<String, List<String>> routesAt = new HashMap<>();
    for (List<Node> each : routes) {
      Node consumer = each.get(0);
      routesAt
          .computeIfAbsent(place(String.valueOf(consumer.uri())), at -> new ArrayList<>())
          .add(consumer.id());
    }
    JsonArray links = new JsonArray();
    for (List<Node> from : routes) {
      for (Node node : from.subList(1, from.size())) {
        if (node.uri() != null) {
          routesAt
              .getOrDefault(place(node.uri()), List.of())
              .forEach(id -> links.add(new JsonObject().put("from", node.id()).put("toRoute", id)));
        }
      }
    }
    return links;
  }

  /** What is the same for two endpoints that meet, such as {@code direct:a}. */
  static String place(String uri) {
    String base = NodeLabel.withoutOptions(uri).toLowerCase(Locale.ROOT);
    Matcher port = PORT.matcher(base);
    if (port.matches() && THIS_HOST.contains(port.group(3))) {
      return port.group(1) + ":" + port.group(2) + ":" + port.group(4);
    }
    return SLASHES.matcher(base).replaceFirst("$1:");
  }
}
