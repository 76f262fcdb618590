package io.github.camelaudio.limits;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A host, as limits count it. Of IPv6 all addresses of a network (/64) are one host, as who has one
 * has all of them; link-local ones count each. An IPv4-mapped address is that of IPv4.
 *
 * @param name an address, or a network such as {@code 2001:db8:0:0:0:0:0:0/64}
 * @param thisMachine whether it is a loopback address: limits for each host do not hold for it
 */
public record SenderHost(String name, boolean thisMachine) {

  private static final int NETWORK_BYTES = 8;
  private static final int ADDRESS_BYTES = 16;
  private static final int IPV4_AT = 12;

  /** The host of an address. */
  public static SenderHost of(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (isMapped(bytes)) {
      return of(address(Arrays.copyOfRange(bytes, IPV4_AT, ADDRESS_BYTES)));
    }
    boolean network =
        address instanceof Inet6Address
            && !address.isLoopbackAddress()
            && !address.isLinkLocalAddress();
    return network
        ? new SenderHost(networkOf(bytes).getHostAddress() + "/64", false)
        : new SenderHost(address.getHostAddress(), address.isLoopbackAddress());
  }

  /**
   * The host that limits for each host hold for.
   *
   * @return null for this machine itself, and where the address is not known
   */
  public static @Nullable SenderHost limited(@Nullable SocketAddress peer) {
    InetAddress address = peer instanceof InetSocketAddress inet ? inet.getAddress() : null;
    SenderHost host = address == null ? null : of(address);
    return host == null || host.thisMachine ? null : host;
  }

  private static boolean isMapped(byte[] bytes) {
    if (bytes.length != ADDRESS_BYTES || bytes[10] != -1 || bytes[11] != -1) {
      return false;
    }
    for (int i = 0; i < 10; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private static InetAddress networkOf(byte[] bytes) {
    return address(Arrays.copyOf(Arrays.copyOf(bytes, NETWORK_BYTES), ADDRESS_BYTES));
  }

  private static InetAddress address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(bytes.length + " bytes are no address", e);
    }
  }
}
