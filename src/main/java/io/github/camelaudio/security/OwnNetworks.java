package io.github.camelaudio.security;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.flow.OnceFilter;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The networks that this machine's interfaces are in. They are read when this is made, and again
 * when somebody asks {@value #SECONDS} s later or more; who asks does not wait for that. Any
 * thread.
 */
final class OwnNetworks {

  /** Reads the networks of all interfaces that are up. */
  interface Reader {
    List<AddressBlock> read() throws SocketException;
  }

  static final int SECONDS = 30;

  private static final Logger LOG = LoggerFactory.getLogger(OwnNetworks.class);

  /** A network that is larger is none of neighbours; only the interface's own address counts. */
  private static final int MIN_IPV4_BITS = 8;

  private static final int MIN_IPV6_BITS = 48;

  /**
   * Hosts of the whole Internet have addresses there, through translators and tunnels: NAT64 (RFC
   * 6052, RFC 8215), 6to4 (RFC 3056), Teredo (RFC 4380).
   */
  private static final List<AddressBlock> TRANSLATED =
      List.of(
          AddressBlock.parse("64:ff9b::/96"),
          AddressBlock.parse("64:ff9b:1::/48"),
          AddressBlock.parse("2002::/16"),
          AddressBlock.parse("2001::/32"));

  private final Reader reader;
  private final AudioClock clock;
  private final Executor background;
  private final AtomicBoolean reading = new AtomicBoolean();
  private final OnceFilter said = new OnceFilter();
  private volatile List<AddressBlock> networks = List.of();
  private volatile long readNanos;

  /**
   * @param background runs the later reads, which may take some milliseconds
   */
  OwnNetworks(Reader reader, AudioClock clock, Executor background) {
    this.reader = reader;
    this.clock = clock;
    this.background = background;
    read();
  }

  private void read() {
    try {
      networks = List.copyOf(reader.read());
    } catch (SocketException e) {
      if (said.first(String.valueOf(e.getMessage()))) {
        LOG.warn("the networks of this machine's interfaces stay as known: {}", e.getMessage());
      }
    } finally {
      readNanos = clock.nanoTime();
      reading.set(false);
    }
  }

  /** Whether an address is in one of them, as far as is known. */
  boolean contains(long high, long low) {
    if (clock.nanoTime() - readNanos >= TimeUnit.SECONDS.toNanos(SECONDS)
        && reading.compareAndSet(false, true)) {
      readLater();
    }
    for (AddressBlock network : networks) {
      if (network.contains(high, low)) {
        return true;
      }
    }
    return false;
  }

  private void readLater() {
    boolean begun = false;
    try {
      background.execute(this::read);
      begun = true;
    } finally {
      if (!begun) {
        reading.set(false); // there is no thread for it now
      }
    }
  }

  /** Those of the interfaces that are up now. */
  static List<AddressBlock> ofInterfaces() throws SocketException {
    List<AddressBlock> found = new ArrayList<>();
    for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      if (isUp(each)) {
        for (InterfaceAddress address : each.getInterfaceAddresses()) {
          found.add(network(address.getAddress(), address.getNetworkPrefixLength()));
        }
      }
    }
    return found;
  }

  private static boolean isUp(NetworkInterface each) {
    try {
      return each.isUp();
    } catch (SocketException e) {
      return false; // it has gone since the list was made
    }
  }

  /**
   * The network of an interface's address.
   *
   * @param prefixLength as Java tells it: 0 or less where it does not know
   */
  static AddressBlock network(InetAddress address, int prefixLength) {
    byte[] bytes = address.getAddress();
    long high = AddressBlock.high(bytes);
    long low = AddressBlock.low(bytes);
    AddressBlock alone = AddressBlock.around(high, low, 128);
    int most = Byte.SIZE * bytes.length;
    int least = bytes.length == 4 ? MIN_IPV4_BITS : MIN_IPV6_BITS;
    boolean translated = TRANSLATED.stream().anyMatch(each -> each.contains(alone));
    return translated || prefixLength < least || prefixLength > most
        ? alone
        : AddressBlock.around(high, low, 128 - most + prefixLength);
  }
}
