package io.github.camelaudio.cli;

import io.github.camelaudio.cli.routes.RouteFile;
import io.github.camelaudio.flow.FailureText;
import io.github.camelaudio.security.KeyFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.camel.util.IOHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a run is told: route files, properties, the user's file of properties. One thread. */
final class RunInput {

  /** The user's, in the working directory. */
  static final String OWN_FILE = "application.properties";

  private static final Logger LOG = LoggerFactory.getLogger(RunInput.class);

  private final List<Path> files;
  private final Map<String, String> properties;
  private final Map<Path, String> texts = new LinkedHashMap<>();
  private @Nullable RunConsole console;

  RunInput(List<Path> files, Map<String, String> properties) {
    this.files = files;
    this.properties = properties;
  }

  /** Those of the command line. */
  Map<String, String> properties() {
    return properties;
  }

  /** The route files by absolute path, each with its text when the run began. */
  Map<Path, String> texts() {
    return texts;
  }

  /** The page in the browser, once there is no problem. */
  @Nullable RunConsole console() {
    return console;
  }

  /** Of the route files, for people. */
  String names() {
    return files.stream()
        .map(file -> String.valueOf(file.getFileName()))
        .collect(Collectors.joining(", "));
  }

  /** Why the run cannot start; null where it can. */
  @Nullable String problem() {
    String problem = readRouteFiles();
    if (problem != null) {
      return problem;
    }
    try {
      Properties own = ownFile();
      PropertyCheck check =
          new PropertyCheck(
              properties,
              IOHelper::lookupEnvironmentVariable,
              own,
              texts.values(),
              ExtraJars.areLoaded());
      check.warnings().forEach(LOG::warn);
      String wrong = check.problem();
      return wrong == null ? readConsole(own) : wrong;
    } catch (IOException | IllegalArgumentException e) {
      return "cannot read " + OWN_FILE + ": " + FailureText.of(e);
    }
  }

  private @Nullable String readConsole(Properties own) {
    try {
      console =
          new RunConsole(
              name -> {
                String value = given(name);
                return value == null ? own.getProperty(name) : value;
              });
      return null;
    } catch (IllegalArgumentException e) {
      return FailureText.of(e);
    }
  }

  private static Properties ownFile() throws IOException {
    Path file = Path.of(OWN_FILE);
    if (!Files.exists(file)) {
      return new Properties();
    }
    try (InputStream in = Files.newInputStream(file)) {
      return PropertyCheck.read(in);
    }
  }

  /** What is saved from here on is news to the reloader; null when all could be read. */
  private @Nullable String readRouteFiles() {
    Map<String, Path> classes = new HashMap<>();
    for (Path file : files) {
      Path path = file.toAbsolutePath().normalize();
      try {
        String text = RouteFile.read(path);
        String name = RouteFile.className(path, text);
        Path other = classes.put(name, path);
        if (other != null && !other.equals(path)) {
          return path + " and " + other + " are both the class " + name + "; rename one of them";
        }
        texts.put(path, text);
      } catch (IOException e) {
        return "cannot read the route file " + path + ": " + e.getMessage();
      }
    }
    return null;
  }

  /** Asked before Camel can be: on the command line, then in the environment. */
  boolean isOff(String property) {
    return "false".equals(given(property));
  }

  /** Whether sound may be encrypted. */
  boolean hasKeys() {
    return given("audio.keys") != null
        || Files.exists(Path.of(KeyFile.DEFAULT), LinkOption.NOFOLLOW_LINKS);
  }

  private @Nullable String given(String property) {
    return properties.getOrDefault(property, IOHelper.lookupEnvironmentVariable(property));
  }
}
