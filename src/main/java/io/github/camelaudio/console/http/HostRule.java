package io.github.camelaudio.console.http;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which Host headers (RFC 9110 7.2) are ours. A page of a foreign site whose name is made to point
 * to this machine (DNS rebinding) sends that site's name, and is refused. Any port is right: a
 * tunnel has another one. Immutable; any thread.
 */
final class HostRule {

  private static final Pattern FORM =
      Pattern.compile("(\\[[0-9a-fA-F:.]+]|[\\w.-]+)(?::[0-9]{1,5})?");
  private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

  private final Set<String> names;
  private final Predicate<InetAddress> own;

  /**
   * @param names of this machine; without case
   * @param own whether an address is one of this machine
   */
  HostRule(Collection<String> names, Predicate<InetAddress> own) {
    this.names = names.stream().map(HostRule::plain).collect(Collectors.toUnmodifiableSet());
    this.own = own;
  }

  /** These names, and all addresses that this machine's interfaces have. */
  static HostRule of(Collection<String> names) {
    return new HostRule(names, HostRule::isOfAnInterface);
  }

  private static boolean isOfAnInterface(InetAddress address) {
    try {
      return NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return false; // it cannot be known
    }
  }

  private static String plain(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  /** Whether a request with this header is meant for us. */
  boolean accepts(@Nullable String header) {
    Matcher form = FORM.matcher(header == null ? "" : header);
    if (!form.matches()) {
      return false;
    }
    String host = plain(form.group(1));
    if (names.contains(host)) {
      return true;
    }
    boolean six = host.startsWith("[");
    return (six || IPV4.matcher(host).matches())
        && isOwn(six ? host.substring(1, host.length() - 1) : host);
  }

  /** An address is never looked up. */
  private boolean isOwn(String literal) {
    try {
      InetAddress address = InetAddress.getByName(literal);
      return address.isLoopbackAddress() || own.test(address);
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
