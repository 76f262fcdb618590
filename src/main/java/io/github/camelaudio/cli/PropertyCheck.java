package io.github.camelaudio.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is wrong with the properties of a run before it starts: names that nothing asks for,
 * and values that cannot be. Camel's own ({@code camel.…}) are checked by Camel.
 */
final class PropertyCheck {

  /** The program's properties that routes do not name; {@code docs/operations.md} has them, too. */
  static final List<String> PROGRAM =
      List.of(
          "audio.accept",
          "audio.completeRecordings",
          "audio.console",
          "audio.console.host",
          "audio.console.password",
          "audio.console.port",
          "audio.console.recordings",
          "audio.console.viewPassword",
          "audio.devices",
          "audio.discovery",
          "audio.discovery.interface",
          "audio.kafka.from",
          "audio.kafka.gatherMillis",
          "audio.kafka.queueMillis",
          "audio.kafka.pace",
          "audio.key",
          "audio.keys",
          "audio.name",
          "audio.playout.memory",
          "audio.rtp.format",
          "audio.pcm.format",
          "audio.pyshine.format",
          "audio.pyaudio.format",
          "audio.pickle.maxBytes",
          "audio.srtp",
          "audio.tls.certificate",
          "audio.tls.key",
          "audio.tls.trust",
          "audio.maxConnections",
          "audio.maxHeldMemory",
          "audio.maxConnectionsPerHost",
          "audio.maxStreamsPerHost",
          "audio.newStreamsPerSecond",
          "audio.newConnectionsPerSecond",
          "audio.warmup");

  static final String DEFAULTS = "io/github/camelaudio/cli/application.properties";
  private static final String ENDPOINTS = "io/github/camelaudio/component/endpoints.properties";
  private static final String CAMEL = "camel.";

  /** A placeholder without another in it. */
  private static final Pattern INNERMOST =
      Pattern.compile("\\{\\{((?:(?!\\{\\{|}}).)*)}}", Pattern.DOTALL);

  /** The name of {@code {{name}}}, {@code {{name:default}}} and {@code {{?name}}}. */
  private static final Pattern NAME = Pattern.compile("\\s*[?!]?([\\w.*-]+)\\s*(?::.*)?");

  /** What Camel looks up elsewhere, as the environment for {@code {{env:HOME}}}. */
  private static final Pattern FUNCTION =
      Pattern.compile("\\s*[?!]?(env|sys|bean|service(\\.(name|host|port))?):.*");

  /** Stands for a placeholder in the name of another, {@code {{audio.{{transport}}.send}}}. */
  private static final String ANY = "*";

  /** A route's code may also ask for a property by its name. */
  private static final Pattern IN_CODE =
      Pattern.compile("\"([\\w.-]+)\"|properties(?:Exist)?:!?([\\w.-]+)");

  private static final Pattern PORT_NAME = Pattern.compile("port[0-9]*|[a-z]+Port");
  private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");
  private static final Pattern TRANSPORT_NAME = Pattern.compile("transport|[a-z]+Transport");

  private final Map<String, String> given;
  private final UnaryOperator<@Nullable String> environment;
  private final Properties file;
  private final boolean extraJars;
  private final Set<String> placeholders = new TreeSet<>();

  /** Names of placeholders with others in them. */
  private final Set<String> outer = new TreeSet<>();

  private final Set<String> known = new TreeSet<>(PROGRAM);
  private final Set<String> inCode = new TreeSet<>();

  /**
   * @param given on the command line
   * @param environment the value of a property by its name; null where it is not set
   * @param file the user's {@code application.properties}
   * @param routes the texts of the route files
   * @param extraJars whether there are jars that may ask for a property that no route names
   */
  PropertyCheck(
      Map<String, String> given,
      UnaryOperator<@Nullable String> environment,
      Properties file,
      Collection<String> routes,
      boolean extraJars) {
    this.given = given;
    this.environment = environment;
    this.file = file;
    this.extraJars = extraJars;
    routes.forEach(this::readNames);
    given.values().forEach(this::addPlaceholders);
    file.values().forEach(value -> addPlaceholders(String.valueOf(value)));
    known.addAll(placeholders);
    known.addAll(namesIn(DEFAULTS));
    known.addAll(namesIn(ENDPOINTS));
  }

  private void readNames(String route) {
    addPlaceholders(route);
    IN_CODE
        .matcher(route)
        .results()
        .forEach(each -> inCode.add(each.group(1) == null ? each.group(2) : each.group(1)));
  }

  /** From the inside out: one that is read becomes a {@link #ANY}. */
  private void addPlaceholders(String text) {
    String rest = text;
    for (Matcher each = INNERMOST.matcher(rest); each.find(); each = INNERMOST.matcher(rest)) {
      addPlaceholder(each.group(1));
      rest = each.replaceFirst(ANY);
    }
  }

  private void addPlaceholder(String inside) {
    Matcher name = NAME.matcher(inside);
    if (!name.matches() || FUNCTION.matcher(inside).matches()) {
      return;
    }
    if (name.group(1).contains(ANY)) {
      outer.add(name.group(1));
    } else if (placeholders.add(name.group(1))) {
      String value = environment.apply(name.group(1));
      if (value != null) {
        addPlaceholders(value);
      }
    }
  }

  /**
   * Reads a file of properties as Camel does: in ISO 8859-1, and without blanks at the ends of
   * values.
   */
  static Properties read(InputStream in) throws IOException {
    Properties properties = new Properties();
    properties.load(in);
    properties.replaceAll((name, value) -> String.valueOf(value).stripTrailing());
    return properties;
  }

  private static Set<String> namesIn(String resource) {
    Properties properties = new Properties();
    try (InputStream in = PropertyCheck.class.getResourceAsStream("/" + resource)) {
      if (in == null) {
        throw new IOException("no such resource");
      }
      properties.load(in);
    } catch (IOException e) {
      throw new IllegalStateException("the jar is incomplete: " + resource, e);
    }
    Set<String> names = new TreeSet<>(properties.stringPropertyNames());
    names.removeIf(name -> name.startsWith(CAMEL));
    return names;
  }

  /** The first problem, in one sentence; null where there is none. */
  @Nullable String problem() {
    for (String name : given.keySet()) {
      if (!isKnown(name) && !mayBeOfExtraJars(name)) {
        return unknown(name);
      }
    }
    Map<String, String> asked = new LinkedHashMap<>();
    given.forEach((name, value) -> asked.put(name + "=" + value, problemOf(name, value)));
    for (String name : placeholders) {
      if (given.containsKey(name)) {
        continue; // what else sets it does not count
      }
      String variable = environment.apply(name);
      String value = variable == null ? file.getProperty(name) : variable;
      String source = variable == null ? " in application.properties" : " in the environment";
      if (value != null) {
        asked.put(name + "=" + value + source, problemOf(name, value));
      }
    }
    return asked.entrySet().stream()
        .filter(each -> !each.getValue().isEmpty())
        .findFirst()
        .map(each -> each.getKey() + ": " + each.getValue())
        .orElse(null);
  }

  /** A sentence for each name that only a class of an extra jar can ask for. */
  List<String> warnings() {
    return given.keySet().stream()
        .filter(name -> !isKnown(name) && mayBeOfExtraJars(name))
        .map(name -> name + "=: no route names {{" + name + "}}; a jar of lib/ext may read it")
        .toList();
  }

  private boolean isKnown(String name) {
    return known.contains(name)
        || inCode.contains(name)
        || name.startsWith(CAMEL)
        || outer.stream().anyMatch(each -> matches(each, name));
  }

  private static boolean matches(String outer, String name) {
    return name.matches("\\Q" + outer.replace(ANY, "\\E.+\\Q") + "\\E");
  }

  private boolean mayBeOfExtraJars(String name) {
    return extraJars && Nearest.to(name, known).isEmpty();
  }

  private String unknown(String name) {
    return name
        + "="
        + given.get(name)
        + ": no route names {{"
        + name
        + "}}; "
        + Nearest.to(name, known)
            .map(each -> "did you mean " + each + "=?")
            .orElse(
                placeholders.isEmpty()
                    ? "these routes have no properties"
                    : "these routes have " + String.join(", ", placeholders));
  }

  /** Empty where the value is right, as far as its name tells. */
  private static String problemOf(String name, String value) {
    if (value.contains("{{")) {
      return "";
    }
    if (PORT_NAME.matcher(name).matches() && !isPort(value)) {
      return "a port is a whole number from 1 to 65535";
    }
    boolean transport = TRANSPORT_NAME.matcher(name).matches();
    return transport && !value.equals("tcp") && !value.equals("udp") ? "allowed are tcp, udp" : "";
  }

  private static boolean isPort(String text) {
    return PORT.matcher(text).matches() && Integer.parseInt(text) <= 65_535;
  }
}
