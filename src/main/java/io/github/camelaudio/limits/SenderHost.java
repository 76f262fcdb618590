package io.github.camelaudio.limits;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A host, as limits count it. Of IPv6 all addresses of a network (/64) are one host, as who has one
 * has all of them; link-local ones count each. Of 6to4 (RFC 3056) it is a /48. An IPv4-mapped
 * address is that of IPv4, and so is one of NAT64 (RFC 6052), by which many hosts come from one
 * network.
 *
 * @param name an address, or a network such as {@code 2001:db8:0:0:0:0:0:0/64}
 * @param thisMachine whether it is a loopback address: limits for each host do not hold for it
 */
public record SenderHost(String name, boolean thisMachine) {

  private static final int NETWORK_BYTES = 8;
  private static final int NETWORK_OF_6TO4_BYTES = 6;
  private static final int ADDRESS_BYTES = 16;
  private static final int IPV4_AT = 12;

  /** ::ffff:0:0/96, 64:ff9b::/96 and 2002::/16. */
  private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

  private static final byte[] NAT64 = {0, 0x64, -1, (byte) 0x9B, 0, 0, 0, 0, 0, 0, 0, 0};
  private static final byte[] FROM_6TO4 = {0x20, 0x02};

  /** The interface behind an address. */
  private static final Pattern SCOPE = Pattern.compile("%.*");

  /** What has a colon is never taken for a name that is to be looked up. */
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:][0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  /** The host of an address. */
  public static SenderHost of(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (begins(bytes, MAPPED)) {
      return of(address(Arrays.copyOfRange(bytes, IPV4_AT, ADDRESS_BYTES)));
    }
    if (begins(bytes, NAT64)) {
      InetAddress translated = address(Arrays.copyOfRange(bytes, IPV4_AT, ADDRESS_BYTES));
      return new SenderHost(translated.getHostAddress(), false);
    }
    boolean network =
        address instanceof Inet6Address
            && !address.isLoopbackAddress()
            && !address.isLinkLocalAddress();
    return network
        ? new SenderHost(networkOf(bytes), false)
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

  /**
   * The name of the host of an address in text, as a socket gives it. Looks nothing up.
   *
   * @return the text itself when it is no address of an IPv6 network
   */
  public static String nameOf(String address) {
    String unscoped = SCOPE.matcher(address).replaceFirst("");
    if (!IPV6.matcher(unscoped).matches()) {
      return address;
    }
    try {
      InetAddress parsed = InetAddress.getByName(unscoped);
      return parsed.isLinkLocalAddress() ? address : of(parsed).name;
    } catch (UnknownHostException e) {
      return address; // it only looks like one
    }
  }

  /** Whether an IPv6 address begins like this. */
  private static boolean begins(byte[] bytes, byte[] prefix) {
    return bytes.length == ADDRESS_BYTES
        && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
  }

  private static String networkOf(byte[] bytes) {
    int length = begins(bytes, FROM_6TO4) ? NETWORK_OF_6TO4_BYTES : NETWORK_BYTES;
    InetAddress first = address(Arrays.copyOf(Arrays.copyOf(bytes, length), ADDRESS_BYTES));
    return first.getHostAddress() + "/" + 8 * length;
  }

  private static InetAddress address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(bytes.length + " bytes are no address", e);
    }
  }
}
