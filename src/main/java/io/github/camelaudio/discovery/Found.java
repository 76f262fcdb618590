package io.github.camelaudio.discovery;

import io.github.camelaudio.flow.PrintableText;
import io.github.camelaudio.wire.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A service that somebody announces. Names and texts are as they came: {@link #printable} is for
 * people.
 *
 * @param address where it is
 * @param texts what its TXT record says
 */
public record Found(
    Kind kind,
    Transport transport,
    String name,
    InetSocketAddress address,
    Map<String, String> texts) {

  private static final int MAX_PORT = 65_535;

  /**
   * What an announcement says.
   *
   * @param label the name of its records, without type and domain
   * @param record its TXT record
   * @param accepted the addresses that may be used
   * @return null when it is none of ours, breaks a rule, or has no address that may be used
   */
  static @Nullable Found of(
      Transport transport,
      String label,
      Collection<InetAddress> addresses,
      int port,
      byte[] record,
      Predicate<InetAddress> accepted) {
    Map<String, String> texts = ServiceText.read(record);
    Kind kind = texts == null ? null : Kind.of(texts.get("kind"));
    InetAddress address = best(addresses, accepted);
    if (texts == null || kind == null || address == null || port < 1 || port > MAX_PORT) {
      return null;
    }
    return new Found(
        kind,
        transport,
        ServiceNames.name(kind, label),
        new InetSocketAddress(address, port),
        Map.copyOf(texts));
  }

  /** IPv4 before IPv6, and always the same of several. */
  private static @Nullable InetAddress best(
      Collection<InetAddress> addresses, Predicate<InetAddress> accepted) {
    return addresses.stream()
        .filter(each -> !each.isAnyLocalAddress() && !each.isMulticastAddress())
        .filter(accepted)
        .min(
            Comparator.comparing((InetAddress each) -> each.getAddress().length)
                .thenComparing(InetAddress::getHostAddress))
        .orElse(null);
  }

  /** The one that a name means: the one of this very name, else one that differs in its writing. */
  static @Nullable Found named(List<Found> all, Kind kind, Transport transport, String name) {
    String key = ServiceNames.key(name);
    return all.stream()
        .filter(each -> each.kind == kind && each.transport == transport)
        .filter(each -> each.name.equals(name) || ServiceNames.key(each.name).equals(key))
        .min(Comparator.comparing((Found each) -> !each.name.equals(name)).thenComparing(ORDER))
        .orElse(null);
  }

  /** For lists, and so that of two that fit it is always the same. */
  static final Comparator<Found> ORDER =
      Comparator.comparing(Found::name)
          .thenComparing(Found::kind)
          .thenComparing(Found::transport)
          .thenComparing(each -> each.address.toString());

  /** The name for people. */
  public String printableName() {
    return PrintableText.of(name);
  }

  /** What the TXT record says of something, for people; a dash where it says nothing. */
  public String printable(String key) {
    String value = texts.getOrDefault(key, "");
    return value.isEmpty() ? "-" : PrintableText.of(value);
  }
}
