package io.github.camelaudio.component.radio;

import io.github.camelaudio.wire.Transport;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an endpoint's URI says behind its scheme.
 *
 * @param host a name of DNS, an address, in brackets if it is one of IPv6; without a port the name
 *     that a station is announced under
 * @param port 0 for none
 */
record RadioAddress(Transport transport, String host, int port) {

  private static final Pattern WITH_PORT =
      Pattern.compile("(tcp|udp)://(\\[[^\\]]+]|[^:/\\[]+):([1-9][0-9]{0,4})/?");

  /**
   * The name of a station has no dot, so that it is no address. A colon without a port is as good
   * as none (RFC 3986, 3.2.3): the Kamelet radio-source writes it where no port is set.
   */
  private static final Pattern NAMED = Pattern.compile("(tcp|udp)://([^:/\\[\\].]+):?/?");

  private static final String LOCALHOST = "localhost";
  private static final int MAX_PORT = 65_535;

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException with examples, when it is none
   */
  static RadioAddress parse(String remaining) {
    Matcher address = WITH_PORT.matcher(remaining);
    if (address.matches() && Integer.parseInt(address.group(3)) <= MAX_PORT) {
      return new RadioAddress(
          transport(address.group(1)), address.group(2), Integer.parseInt(address.group(3)));
    }
    Matcher named = NAMED.matcher(remaining);
    if (named.matches() && !named.group(2).equalsIgnoreCase(LOCALHOST)) {
      return new RadioAddress(transport(named.group(1)), decoded(named.group(2)), 0);
    }
    throw refuse(remaining);
  }

  private static String decoded(String name) {
    try {
      return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return name; // a % that begins no code
    }
  }

  private static IllegalArgumentException refuse(String remaining) {
    return new IllegalArgumentException(
        "radio:"
            + remaining
            + ": name transport, host and port, as in radio:tcp://0.0.0.0:9610 or"
            + " radio:udp://192.168.1.20:9610");
  }

  private static Transport transport(String text) {
    return Transport.valueOf(text.toUpperCase(Locale.ROOT));
  }

  /** The transport as it is written. */
  String scheme() {
    return transport.name().toLowerCase(Locale.ROOT);
  }

  /** Whether it is the name of a station, and no place. */
  boolean isName() {
    return port == 0;
  }

  /**
   * Where a station listens.
   *
   * @throws IllegalArgumentException when it is a name
   */
  void checkPlace() {
    if (isName()) {
      throw refuse(scheme() + "://" + host);
    }
  }
}
