package io.github.camelaudio.discovery;

import io.github.camelaudio.wire.Transport;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * A service of this program, to be announced.
 *
 * @param what it is in log lines
 * @param name null for the host's name and the port
 * @param bound the address that it listens on; null for all of this machine
 * @param wire what is sent over it
 * @param format the sound's; null where only the packets say it
 */
public record Offer(
    String what,
    Kind kind,
    Transport transport,
    @Nullable String name,
    @Nullable InetAddress bound,
    int port,
    String wire,
    @Nullable String format) {

  /** The same with a name. */
  public Offer named(String other) {
    return new Offer(what, kind, transport, other, bound, port, wire, format);
  }

  /** Whether others come to it through an address of this machine. */
  boolean isReachedThrough(InetAddress address) {
    return bound == null || bound.isAnyLocalAddress() || bound.equals(address);
  }
}
