package io.github.camelaudio.station;

import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * Addresses that no router of the Internet forwards to: loopback, link-local (RFC 3927, RFC 4291
 * 2.5.6), private (RFC 1918) and unique local (RFC 4193).
 */
final class LocalNetworks {

  private LocalNetworks() {}

  static boolean contains(InetAddress address) {
    return address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || (address instanceof Inet6Address && (address.getAddress()[0] & 0xFE) == 0xFC);
  }
}
