package io.github.camelaudio.station;

import io.netty.channel.Channel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which address of this machine a datagram was sent to: what is answered comes from there, because
 * a listener whose socket is connected hears no other address. One thread at a time.
 */
final class AskedAddress {

  /** The most addresses whose lookup is kept; only few can occur. */
  private static final int MAX_KNOWN = 256;

  private final Map<InetAddress, Boolean> ours = new HashMap<>();

  /**
   * The address of this machine that was asked; null when it is not known, or was asked as one of
   * many (broadcast, multicast): then the system chooses.
   *
   * @param listening the listening socket that the datagram came in at
   */
  @Nullable InetAddress of(Channel listening, DatagramPacket datagram) {
    InetSocketAddress recipient = datagram.recipient();
    if (recipient == null || !StationSockets.isAnyAddress(listening)) {
      return null;
    }
    InetAddress address = recipient.getAddress();
    return address.isAnyLocalAddress() || !isOurs(address) ? null : address;
  }

  private boolean isOurs(InetAddress address) {
    if (ours.size() >= MAX_KNOWN) {
      ours.clear();
    }
    return ours.computeIfAbsent(address, AskedAddress::isOfAnInterface);
  }

  private static boolean isOfAnInterface(InetAddress address) {
    try {
      return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return false; // the system does not tell, and so chooses itself
    }
  }
}
