package io.github.camelaudio.discovery;

import io.github.camelaudio.wire.Transport;
import java.io.IOException;
import java.util.List;

/** One network, on which services are announced and found. One thread, which may wait 0.8 s. */
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

  /** The name under which it is announced: with a number where somebody else has the one asked. */
  String announcedName(Offer offer);

  /**
   * Whether its whole announcement is sent. Listeners that hear the rest of it after its end take
   * the service for one that is there, until its records expire.
   */
  boolean isSettled(Offer offer);

  /** Says that a service has gone. */
  void withdraw(Offer offer);

  /** Looks for services from now on; again has no effect. */
  void browse(Transport transport);

  /** The services that are there, as far as is known. */
  List<Found> found();

  /** Says that all has gone, and ends; does not wait for it. */
  void close();
}
