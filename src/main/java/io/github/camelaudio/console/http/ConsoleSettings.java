package io.github.camelaudio.console.http;

import io.github.camelaudio.flow.OptionValues;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where the console listens, and which passwords it asks for.
 *
 * @param enabled whether there is a console
 * @param host a name or an address of this machine, without brackets
 * @param addresses of that host; the loopback addresses of both kinds for {@code localhost}
 * @param port the first that is tried
 * @param control of who may control; null where none is set
 * @param view of who may only look; null where none is set
 * @param recordings where recordings go that are started from the console
 */
public record ConsoleSettings(
    boolean enabled,
    String host,
    List<InetAddress> addresses,
    int port,
    @Nullable PasswordHash control,
    @Nullable PasswordHash view,
    Path recordings) {

  static final String ENABLED = "audio.console";
  static final String HOST = "audio.console.host";
  static final String PORT = "audio.console.port";
  static final String PASSWORD = "audio.console.password";
  static final String VIEW_PASSWORD = "audio.console.viewPassword";

  static final String RECORDINGS = "audio.console.recordings";

  private static final String DEFAULT_RECORDINGS = "recordings";
  private static final int DEFAULT_PORT = 9680;
  private static final int MAX_PORT = 65_535;
  private static final String LOCALHOST = "localhost";

  public ConsoleSettings {
    addresses = List.copyOf(addresses);
  }

  /**
   * Reads the properties.
   *
   * @param property the value of a property; null where it is not set
   * @throws IllegalArgumentException naming the property and what to do
   */
  public static ConsoleSettings read(UnaryOperator<@Nullable String> property) {
    boolean enabled = enabled(value(ENABLED, property, "true"));
    Path recordings = Path.of(value(RECORDINGS, property, DEFAULT_RECORDINGS));
    if (!enabled) {
      return new ConsoleSettings(false, LOCALHOST, List.of(), DEFAULT_PORT, null, null, recordings);
    }
    String host = unbracketed(value(HOST, property, LOCALHOST));
    return new ConsoleSettings(
        true,
        host,
        addresses(host),
        port(value(PORT, property, String.valueOf(DEFAULT_PORT))),
        password(PASSWORD, property),
        password(VIEW_PASSWORD, property),
        recordings);
  }

  private static String value(
      String name, UnaryOperator<@Nullable String> property, String otherwise) {
    String text = property.apply(name);
    return text == null || text.isBlank() ? otherwise : text.strip();
  }

  private static boolean enabled(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw OptionValues.refuse(ENABLED, text, "allowed are true, false");
    };
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port > 0 && port <= MAX_PORT) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw OptionValues.refuse(PORT, text, "a port is a whole number from 1 to 65535");
  }

  private static String unbracketed(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  private static List<InetAddress> addresses(String host) {
    try {
      if (!host.equals(LOCALHOST)) {
        return List.of(InetAddress.getByName(host));
      }
      List<InetAddress> both = new ArrayList<>();
      both.add(InetAddress.getByAddress(LOCALHOST, new byte[] {127, 0, 0, 1}));
      byte[] six = new byte[16];
      six[15] = 1;
      InetAddress loopback = InetAddress.getByAddress(LOCALHOST, six);
      if (NetworkInterface.getByInetAddress(loopback) != null) {
        both.add(loopback);
      }
      return both;
    } catch (UnknownHostException e) {
      throw OptionValues.refuse(HOST, host, "no such host is known; name one of this machine");
    } catch (IOException e) {
      throw OptionValues.refuse(HOST, host, "its interfaces cannot be read: " + e.getMessage());
    }
  }

  private static @Nullable PasswordHash password(
      String name, UnaryOperator<@Nullable String> property) {
    String text = property.apply(name);
    if (text == null || text.isBlank()) {
      return null;
    }
    String command = "console-password" + (name.equals(VIEW_PASSWORD) ? " --view" : "");
    return PasswordHash.parse(
        text.strip(),
        name + " is no hash of a password: make its line with 'camel-audio " + command + "'");
  }

  /** Whether only this machine can reach it. */
  public boolean isLoopback() {
    return addresses.stream().allMatch(InetAddress::isLoopbackAddress);
  }

  /** Where a browser finds it. */
  public String url(int portUsed) {
    String shown = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return (isLoopback() ? "http://" : "https://") + shown + ":" + portUsed;
  }
}
