package io.github.camelaudio.discovery;

import io.github.camelaudio.wire.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import javax.jmdns.JmDNS;
import javax.jmdns.impl.JmDNSImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A network with jmdns. */
final class MdnsNetwork implements Network {

  private static final Logger LOG = LoggerFactory.getLogger(MdnsNetwork.class);

  private final NetworkAddress at;
  private final JmDNSImpl mdns;
  private final MdnsAnnouncer announcer;
  private final MdnsBrowser browser;
  private boolean saidLeftOut;

  private MdnsNetwork(NetworkAddress at, JmDNSImpl mdns, Predicate<InetAddress> accepted) {
    this.at = at;
    this.mdns = mdns;
    announcer = new MdnsAnnouncer(mdns);
    browser = new MdnsBrowser(mdns, accepted);
  }

  /**
   * Opens the port of multicast DNS on a network. The host's name in it is one of its own, the same
   * for all programs at that address: another responder of this machine may have the usual one.
   *
   * @param accepted the addresses of services that may be used; loopback only on loopback
   */
  static Network open(NetworkAddress at, Predicate<InetAddress> accepted) throws IOException {
    String host =
        "camel-audio-"
            + at.address().getHostAddress().replaceFirst("%.*", "").replaceAll("\\W", "-");
    if (!(JmDNS.create(at.address(), host) instanceof JmDNSImpl mdns)) {
      throw new IOException("another jmdns is on the class path");
    }
    takeHostName(mdns);
    return new MdnsNetwork(
        at,
        mdns,
        each ->
            accepted.test(each)
                && (at.isLoopback() || !each.isLoopbackAddress())
                && !isScoped(each));
  }

  /**
   * jmdns asks for three seconds whether the host's name is free, and announces nothing before. It
   * has the address in it, so it is.
   */
  private static void takeHostName(JmDNSImpl mdns) {
    mdns.recoverState(); // takes it from the task that asks
    while (!mdns.isAnnounced()) {
      mdns.advanceState(null);
    }
  }

  /** Only with the number of an interface, which announcements do not have. */
  private static boolean isScoped(InetAddress address) {
    return address.getAddress().length > 4 && address.isLinkLocalAddress();
  }

  @Override
  public void announce(Offer offer, String name) throws IOException {
    announcer.announce(offer, name);
  }

  @Override
  public void move(Offer from, Offer to) {
    announcer.move(from, to);
  }

  @Override
  public String announcedName(Offer offer) {
    return announcer.name(offer);
  }

  @Override
  public void withdraw(Offer offer) {
    announcer.withdraw(offer);
  }

  @Override
  public void browse(Transport transport) {
    browser.browse(transport);
  }

  @Override
  public void step(Set<String> names, long nowNanos) {
    announcer.step();
    browser.step(names, nowNanos);
    if (browser.leftOut() && !saidLeftOut) {
      saidLeftOut = true;
      LOG.warn(
          "discovery: more than {} services are announced on {}, or {} by one host; of those that"
              + " nobody looks for the oldest are left out",
          ServiceTable.MAX_SERVICES,
          at,
          ServiceTable.MAX_OF_HOST);
    }
  }

  @Override
  public List<Found> found() {
    return browser.found();
  }

  @Override
  public void close() {
    announcer.close();
    Thread thread = new Thread(mdns::close, "audio-discovery-close"); // takes some seconds
    thread.setDaemon(true);
    thread.start();
  }
}
