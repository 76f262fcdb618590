package io.github.camelaudio.discovery;

import io.github.camelaudio.wire.Transport;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** One network, on which services are announced and found. One thread; nothing waits. */
interface Network {

  /** Begins to be on a network. */
  interface Opener {
    /**
     * Opens its socket.
     *
     * @throws IOException when it cannot be used
     */
    Network open(NetworkAddress at) throws IOException;
  }

  /**
   * Announces a service from now on.
   *
   * @throws IOException when it cannot
   */
  void announce(Offer offer, String name) throws IOException;

  /** Says that a service is at another port; its name, kind and transport stay. */
  void move(Offer from, Offer to);

  /** The name under which it is announced: with a number where somebody else has the one asked. */
  String announcedName(Offer offer);

  /** Says that a service has gone. */
  void withdraw(Offer offer);

  /** Looks for services from now on; again has no effect. */
  void browse(Transport transport);

  /**
   * Sends what is due, and reads what has come.
   *
   * @param names those that are looked for: there is always room for them
   * @param nowNanos the monotonic clock
   */
  void step(Set<String> names, long nowNanos);

  /** The services that were there at the last step. */
  List<Found> found();

  /** Says that all has gone, and ends; does not wait for it. */
  void close();
}
