package io.github.camelaudio.cli;

import io.github.camelaudio.component.support.ContextDiscovery;
import io.github.camelaudio.discovery.Discovery;
import io.github.camelaudio.discovery.Found;
import io.github.camelaudio.flow.FailureText;
import io.github.camelaudio.security.AddressRule;
import io.github.camelaudio.wire.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.util.IOHelper;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code stations}. */
@Command(
    name = "stations",
    description = "List the stations and receivers that are announced in the local network.")
final class Stations extends Commands.Base {

  /** A query is sent three times in 0.7 s, and answered within 0.1 s. */
  private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(2_500);

  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(Discovery.STEP_MILLIS);
  private static final Set<String> PROPERTIES =
      Set.of(AddressRule.PROPERTY, ContextDiscovery.INTERFACE);

  @Parameters(
      arity = "0..*",
      paramLabel = "KEY=VALUE",
      description = "audio.accept and audio.discovery.interface, as a run has them.")
  private Map<String, String> given = Map.of();

  @Override
  public Integer call() {
    for (String key : given.keySet()) {
      if (!PROPERTIES.contains(key) && spec != null) {
        throw new ParameterException(
            spec.commandLine(),
            key
                + "= is no property of this command: there are audio.accept and"
                + " audio.discovery.interface");
      }
    }
    Discovery discovery;
    try {
      Properties file = ownFile();
      discovery =
          ContextDiscovery.open(
              property(AddressRule.PROPERTY, file), property(ContextDiscovery.INTERFACE, file));
    } catch (IOException | IllegalArgumentException e) {
      ProgramLog.error(FailureText.of(e));
      return ExitCode.FAILED;
    }
    for (Transport each : Transport.values()) {
      discovery.browse(each);
    }
    long end = System.nanoTime() + WAIT_NANOS;
    while (System.nanoTime() < end) {
      discovery.step();
      LockSupport.parkNanos(STEP_NANOS);
    }
    System.out.print(list(discovery.found()));
    discovery.close();
    return ExitCode.OK;
  }

  private String property(String name, Properties file) {
    String variable = given.getOrDefault(name, IOHelper.lookupEnvironmentVariable(name));
    return (variable == null ? file.getProperty(name, "") : variable).strip();
  }

  private static Properties ownFile() throws IOException {
    Path file = Path.of("application.properties");
    if (!Files.exists(file)) {
      return new Properties();
    }
    try (InputStream in = Files.newInputStream(file)) {
      return PropertyCheck.read(in);
    }
  }

  /** What is printed, with a line end behind each line; what others named is shown escaped. */
  static String list(List<Found> all) {
    if (all.isEmpty()) {
      return "no station or receiver is announced here; is it in this network, and does its firewall"
          + " let UDP port 5353 through?\n";
    }
    int width = all.stream().mapToInt(each -> each.printableName().length()).max().orElse(0);
    String format = "%-" + Math.max(width, 4) + "s  %-8s  %-28s  %-7s  %-12s  %s%n";
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(Locale.ROOT, format, "NAME", "KIND", "ADDRESS", "WIRE", "FORMAT", "VERSION"));
    for (Found each : all) {
      out.append(
          String.format(
              Locale.ROOT,
              format,
              each.printableName(),
              each.kind(),
              each.transport().name().toLowerCase(Locale.ROOT) + "://" + host(each),
              each.printable("wire"),
              each.printable("format"),
              each.printable("version")));
    }
    return out.toString();
  }

  private static String host(Found each) {
    String host = each.address().getAddress().getHostAddress();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + each.address().getPort();
  }
}
