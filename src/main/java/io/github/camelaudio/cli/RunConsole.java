package io.github.camelaudio.cli;

import io.github.camelaudio.console.Console;
import io.github.camelaudio.console.http.ConsoleSettings;
import io.github.camelaudio.console.http.Passwords;
import io.github.camelaudio.console.http.ReservedPort;
import io.github.camelaudio.console.live.LogTail;
import io.github.camelaudio.flow.FailureText;
import io.github.camelaudio.security.KeyFile;
import io.github.camelaudio.security.SharedKey;
import io.github.camelaudio.security.tls.TlsContext;
import io.github.camelaudio.wire.srtp.SrtpMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The console of a run, from its properties to its start. No class of the server is loaded where it
 * is off.
 */
final class RunConsole {

  private static final Logger LOG = LoggerFactory.getLogger(RunConsole.class);
  private static final String KEYS = "audio.keys";
  private static final String MODE = "audio.srtp";

  private final UnaryOperator<@Nullable String> property;
  private final ConsoleSettings settings;
  private final Passwords passwords;
  private final TlsContext tls;
  private final LogTail log = new LogTail();
  private @Nullable ReservedPort port;

  /**
   * Reads the properties; opens nothing.
   *
   * @param property the value of a property, before Camel can be asked; null where it is not set
   * @throws IllegalArgumentException naming the property and what to do
   */
  RunConsole(UnaryOperator<@Nullable String> property) {
    this.property = property;
    this.settings = ConsoleSettings.read(property);
    this.passwords = new Passwords(settings.control(), settings.view(), this::keys);
    this.tls = new TlsContext(property);
    if (settings.enabled() && !settings.isLoopback()) {
      checkBeyondLoopback();
    }
  }

  private void checkBeyondLoopback() {
    boolean certificate = isSet("audio.tls.certificate") && isSet("audio.tls.key");
    boolean password = passwords.areSet();
    if (!certificate || !password) {
      throw new IllegalArgumentException(
          "audio.console.host="
              + settings.host()
              + ": others could reach the console, which needs "
              + (certificate ? "" : "TLS: set audio.tls.certificate and audio.tls.key to PEM files")
              + (certificate || password ? "" : "; and ")
              + (password
                  ? ""
                  : "a password: set audio.console.password to what 'camel-audio"
                      + " console-password' prints")
              + "; audio.console=false turns the console off");
    }
    tls.checkReceiving();
  }

  private boolean isSet(String name) {
    String value = property.apply(name);
    return value != null && !value.isBlank();
  }

  /** Those of the key file that are passwords; read each time, so that a change counts at once. */
  private List<SharedKey> keys() {
    String named = property.apply(KEYS);
    Path file = Path.of(named == null || named.isBlank() ? KeyFile.DEFAULT : named.strip());
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        ? KeyFile.readOfConsole(file, mode().keyBytes())
        : List.of();
  }

  private SrtpMode mode() {
    String text = property.apply(MODE);
    try {
      return text == null || text.isBlank()
          ? SrtpMode.EKT
          : SrtpMode.valueOf(text.strip().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      return SrtpMode.EKT; // the first endpoint says what is wrong with it
    }
  }

  /** The lines that are printed, for the page; null where there is none. */
  @Nullable LogTail log() {
    return settings.enabled() ? log : null;
  }

  /** Reserves a port, and says where the console is. */
  void announce() {
    if (!settings.enabled()) {
      return;
    }
    try {
      ReservedPort reserved = ReservedPort.reserve(settings.addresses(), settings.port());
      port = reserved;
      LOG.info("console: {}", settings.url(reserved.port()));
    } catch (IOException e) {
      LOG.warn(
          "there is no console: {}; set audio.console.port and audio.console.host, or"
              + " audio.console=false",
          FailureText.of(e));
    }
  }

  /**
   * Starts it beside the context's own start.
   *
   * @param files the route files, absolute
   */
  void start(CamelContext context, Collection<Path> files) {
    ReservedPort reserved = port;
    if (reserved != null) {
      Console.start(
          context,
          new Console.Options(
              settings,
              reserved,
              passwords,
              settings.isLoopback() ? null : tls.serverKeys(),
              log,
              List.copyOf(files)));
    }
  }
}
