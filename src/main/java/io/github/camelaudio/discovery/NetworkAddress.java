package io.github.camelaudio.discovery;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An address of this machine through which services are announced and found.
 *
 * @param device the interface that has it
 */
public record NetworkAddress(String device, InetAddress address) {

  /** Interfaces of containers may be many; each network costs three threads. */
  static final int MAX_NETWORKS = 8;

  boolean isLoopback() {
    return address.isLoopbackAddress();
  }

  /** Those of the interfaces that are up, know multicast and lead to no single host. */
  public static List<NetworkAddress> ofInterfaces() throws SocketException {
    List<NetworkAddress> all = new ArrayList<>();
    for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      if (isUsable(each)) {
        each.inetAddresses().map(at -> new NetworkAddress(each.getName(), at)).forEach(all::add);
      }
    }
    return all;
  }

  private static boolean isUsable(NetworkInterface each) {
    try {
      return each.isUp()
          && (each.isLoopback() || (each.supportsMulticast() && !each.isPointToPoint()));
    } catch (SocketException e) {
      return false; // it has gone since the list was made
    }
  }

  /**
   * Those to use: of each interface one, IPv4 where it has one. Loopback only where there is
   * nothing else, or where it is asked for.
   *
   * @param accepted the addresses that may be used
   * @param only an interface or an address; null for all
   */
  public static List<NetworkAddress> choose(
      List<NetworkAddress> all, Predicate<InetAddress> accepted, @Nullable String only) {
    List<NetworkAddress> usable =
        all.stream()
            .filter(each -> accepted.test(each.address))
            .filter(each -> only == null || each.isNamed(only))
            .sorted(
                Comparator.comparing((NetworkAddress each) -> each.device)
                    .thenComparing(each -> !(each.address instanceof Inet4Address))
                    .thenComparing(each -> !each.address.isLinkLocalAddress())
                    .thenComparing(each -> each.address.getHostAddress()))
            .toList();
    boolean others = usable.stream().anyMatch(each -> !each.isLoopback());
    List<NetworkAddress> chosen = new ArrayList<>();
    for (NetworkAddress each : usable) {
      boolean first = chosen.stream().noneMatch(one -> one.device.equals(each.device));
      if (first && !(others && each.isLoopback()) && chosen.size() < MAX_NETWORKS) {
        chosen.add(each);
      }
    }
    return chosen;
  }

  private boolean isNamed(String only) {
    return only.equals(device) || only.equals(address.getHostAddress().replaceFirst("%.*", ""));
  }

  @Override
  public String toString() {
    return device + " (" + address.getHostAddress() + ")";
  }
}
