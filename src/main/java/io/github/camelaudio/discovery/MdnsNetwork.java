package io.github.camelaudio.discovery;

import io.github.camelaudio.flow.OnceFilter;
import io.github.camelaudio.wire.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import javax.jmdns.JmDNS;
import javax.jmdns.ServiceEvent;
import javax.jmdns.ServiceInfo;
import javax.jmdns.ServiceListener;
import javax.jmdns.impl.ServiceInfoImpl;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A network with jmdns, whose threads call the listener. */
final class MdnsNetwork implements Network {

  private static final Logger LOG = LoggerFactory.getLogger(MdnsNetwork.class);

  /** Somebody may announce any number. */
  static final int MAX_SERVICES = 256;

  private static final long GOODBYE_MILLIS = 800;
  private static final long RESOLVE_MILLIS = 1;

  private final NetworkAddress at;
  private final JmDNS mdns;
  private final Predicate<InetAddress> accepted;
  private final Map<Offer, ServiceInfo> announced = new HashMap<>();
  private final Set<Transport> browsed = EnumSet.noneOf(Transport.class);
  private final OnceFilter said = new OnceFilter();

  /** By type and label; none while its announcement is not complete, or is refused. */
  private final Map<String, Found> services = new ConcurrentHashMap<>();

  private MdnsNetwork(NetworkAddress at, JmDNS mdns, Predicate<InetAddress> accepted) {
    this.at = at;
    this.mdns = mdns;
    this.accepted = accepted;
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
    return new MdnsNetwork(
        at,
        JmDNS.create(at.address(), host),
        each ->
            accepted.test(each)
                && (at.isLoopback() || !each.isLoopbackAddress())
                && !isScoped(each));
  }

  /** Only with the number of an interface, which announcements do not have. */
  private static boolean isScoped(InetAddress address) {
    return address.getAddress().length > 4 && address.isLinkLocalAddress();
  }

  private static String type(Transport transport) {
    return "_camel-audio._" + transport.name().toLowerCase(Locale.ROOT) + ".local.";
  }

  @Override
  public void announce(Offer offer, String name) throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("txtvers", "1");
    texts.put("kind", offer.kind().text());
    texts.put("wire", offer.wire());
    if (offer.format() != null) {
      texts.put("format", offer.format());
    }
    String version = MdnsNetwork.class.getPackage().getImplementationVersion();
    if (version != null) {
      texts.put("version", version);
    }
    ServiceInfo info =
        ServiceInfo.create(
            type(offer.transport()),
            ServiceNames.label(offer.kind(), name),
            offer.port(),
            0,
            0,
            ServiceText.write(texts));
    announced.put(offer, info);
    mdns.registerService(info);
  }

  @Override
  public String announcedName(Offer offer) {
    ServiceInfo info = announced.get(offer);
    return info == null ? "" : ServiceNames.name(offer.kind(), info.getName());
  }

  /** jmdns announces twice, with a second between, after the host's name is its own. */
  @Override
  public boolean isSettled(Offer offer) {
    return !(announced.get(offer) instanceof ServiceInfoImpl info) || info.isAnnounced();
  }

  /**
   * jmdns says it at once, after one and after two seconds, and waits for that; once is enough, so
   * that the same name can come back at another port soon.
   */
  @Override
  public void withdraw(Offer offer) {
    ServiceInfo info = announced.remove(offer);
    if (info == null) {
      return;
    }
    Thread goodbye = inBackground(() -> mdns.unregisterService(info));
    try {
      goodbye.join(GOODBYE_MILLIS);
      goodbye.interrupt();
      goodbye.join(GOODBYE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the program ends
    }
  }

  private static Thread inBackground(Runnable task) {
    Thread thread = new Thread(task, "audio-discovery-goodbye");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @Override
  public void browse(Transport transport) {
    if (browsed.add(transport)) {
      mdns.addServiceListener(type(transport), new Listener(transport));
    }
  }

  @Override
  public List<Found> found() {
    return new ArrayList<>(services.values());
  }

  @Override
  public void close() {
    inBackground(
        () -> {
          try {
            mdns.close();
          } catch (IOException e) {
            LOG.debug("{}: multicast DNS did not close", at, e);
          }
        });
  }

  /** Called by jmdns. */
  private final class Listener implements ServiceListener {
    private final Transport transport;

    Listener(Transport transport) {
      this.transport = transport;
    }

    private String key(ServiceEvent event) {
      return transport + " " + event.getName().toLowerCase(Locale.ROOT);
    }

    @Override
    public void serviceAdded(ServiceEvent event) {
      if (services.size() < MAX_SERVICES) {
        // Also tells of each change from now on.
        mdns.requestServiceInfo(event.getType(), event.getName(), true, RESOLVE_MILLIS);
      } else if (said.first("")) {
        LOG.warn("{}: more than {} services are announced; others are left out", at, MAX_SERVICES);
      }
    }

    @Override
    public void serviceRemoved(ServiceEvent event) {
      services.remove(key(event));
    }

    /** Comes more than once, at first without the TXT record: without one it is not complete. */
    @Override
    public void serviceResolved(ServiceEvent event) {
      ServiceInfo info = event.getInfo();
      Found now = found(event.getName(), info);
      if (now != null && (services.size() < MAX_SERVICES || services.containsKey(key(event)))) {
        services.put(key(event), now);
      }
    }

    private @Nullable Found found(String label, ServiceInfo info) {
      return Found.of(
          transport,
          label,
          Arrays.asList(info.getInetAddresses()),
          info.getPort(),
          info.getTextBytes(),
          accepted);
    }
  }
}
