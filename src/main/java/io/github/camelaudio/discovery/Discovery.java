package io.github.camelaudio.discovery;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.flow.FailureText;
import io.github.camelaudio.flow.OnceFilter;
import io.github.camelaudio.wire.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announces the services of a program and finds those of others, on all networks that may be used.
 * Any thread says what is wanted; one thread does it, in {@link #step} every {@value #STEP_MILLIS}
 * ms. No network is opened before something is wanted.
 */
public final class Discovery {

  /** How often to call {@link #step}. */
  public static final int STEP_MILLIS = 250;

  /** Which networks there are now; reading the interfaces takes a millisecond. */
  public interface Networks {
    /**
     * Those that may be used.
     *
     * @throws IOException when the interfaces cannot be read
     */
    List<NetworkAddress> now() throws IOException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(Discovery.class);
  private static final long READ_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** A name that does not change for this time is final: three questions and their answers. */
  static final long NAMED_NANOS = TimeUnit.SECONDS.toNanos(3);

  /** A route that is loaded again has ended for less. */
  static final long GONE_NANOS = TimeUnit.MILLISECONDS.toNanos(750);

  /** While its own end is on its way, a name would be taken for somebody else's. */
  static final long FORGOTTEN_NANOS = TimeUnit.MILLISECONDS.toNanos(1_300);

  private final Networks networks;
  private final Network.Opener opener;
  private final Supplier<String> host;
  private final AudioClock clock;
  private final OnceFilter said = new OnceFilter();
  private final List<Offer> offers = new CopyOnWriteArrayList<>();
  private final List<NameWatch> watches = new CopyOnWriteArrayList<>();
  private final Set<Transport> browsed = EnumSet.noneOf(Transport.class);
  private volatile List<Found> found = List.of();

  // The stepping thread's.
  private final Map<NetworkAddress, OpenNetwork> open = new LinkedHashMap<>();
  private @Nullable Long readNanos;
  private boolean closed;

  /**
   * Opens nothing yet.
   *
   * @param host this machine's name, asked when a service has none
   */
  Discovery(Networks networks, Network.Opener opener, Supplier<String> host, AudioClock clock) {
    this.networks = networks;
    this.opener = opener;
    this.host = host;
    this.clock = clock;
  }

  /** On the machine's own networks, with jmdns. */
  public static Discovery onNetworks(
      Networks networks, Predicate<InetAddress> accepted, AudioClock clock) {
    return new Discovery(networks, at -> MdnsNetwork.open(at, accepted), HostName::read, clock);
  }

  /**
   * Announces a service. Any thread; does not wait.
   *
   * @return ends it
   */
  public Runnable announce(Offer offer) {
    offers.add(offer);
    return () -> offers.remove(offer);
  }

  /**
   * Follows the service of a name. Any thread; does not wait.
   *
   * @param what follows it, for log lines
   * @param moved called when its address is known or is another; must not wait
   */
  public NameWatch watch(String what, Kind kind, Transport transport, String name, Runnable moved) {
    NameWatch watch = new NameWatch(what, kind, transport, name, moved);
    watches.add(watch);
    return watch;
  }

  /** Ends what {@link #watch} began. Any thread. */
  public void unwatch(NameWatch watch) {
    watches.remove(watch);
  }

  /** Looks for all services of a transport, so that {@link #found} has them. Any thread. */
  public void browse(Transport transport) {
    synchronized (browsed) {
      browsed.add(transport);
    }
  }

  /** What was found at the last step, in order. Any thread. */
  public List<Found> found() {
    return found;
  }

  /** Does what is to be done now. */
  public synchronized void step() {
    Set<Transport> wanted = wantedTransports();
    if (closed || (offers.isEmpty() && wanted.isEmpty() && open.isEmpty())) {
      return;
    }
    long now = clock.nanoTime();
    Long read = readNanos;
    if (read == null || now - read >= READ_NANOS) {
      readNanos = now;
      readNetworks();
    }
    Set<Found> all = new TreeSet<>(Found.ORDER);
    Set<String> names = new HashSet<>();
    watches.forEach(each -> names.add(each.name()));
    for (OpenNetwork each : open.values()) {
      each.step(now);
      wanted.forEach(each.network::browse);
      each.network.step(names, now);
      all.addAll(each.network.found());
    }
    found = List.copyOf(all);
    watches.forEach(each -> each.update(found, now));
  }

  private Set<Transport> wantedTransports() {
    Set<Transport> wanted = EnumSet.noneOf(Transport.class);
    synchronized (browsed) {
      wanted.addAll(browsed);
    }
    watches.forEach(each -> wanted.add(each.transport()));
    return wanted;
  }

  private void readNetworks() {
    Collection<NetworkAddress> there;
    try {
      there = networks.now();
    } catch (IOException e) {
      warnOnce("the networks stay as they were: " + FailureText.of(e));
      return;
    }
    open.entrySet()
        .removeIf(
            each -> {
              boolean gone = !there.contains(each.getKey());
              if (gone) {
                each.getValue().network.close();
              }
              return gone;
            });
    for (NetworkAddress each : there) {
      if (!open.containsKey(each)) {
        try {
          open.put(each, new OpenNetwork(each, opener.open(each)));
        } catch (IOException e) {
          warnOnce("nothing is announced or found on " + each + ": " + FailureText.of(e));
        }
      }
    }
    if (open.isEmpty()) {
      warnOnce("nothing is announced or found: audio.accept allows no network of this machine");
    }
  }

  private void warnOnce(String sentence) {
    if (said.first(sentence)) {
      LOG.warn("discovery: {}", sentence);
    }
  }

  /** Says that all services have gone, and ends. Waits for a step, but not for the network. */
  public synchronized void close() {
    closed = true;
    open.values().forEach(each -> each.network.close());
    open.clear();
    found = List.of();
  }

  /** What is announced on one network. */
  private final class OpenNetwork {

    private final NetworkAddress at;
    private final Network network;
    private final Map<Offer, Announced> announced = new LinkedHashMap<>();

    /** When a name was withdrawn, by {@link #key}. */
    private final Map<List<Object>, Long> withdrawnNanos = new HashMap<>();

    OpenNetwork(NetworkAddress at, Network network) {
      this.at = at;
      this.network = network;
    }

    void step(long now) {
      List<Offer> wanted = new ArrayList<>(offers);
      wanted.removeIf(each -> !each.isReachedThrough(at.address()));
      withdrawnNanos.values().removeIf(each -> now - each >= FORGOTTEN_NANOS);
      for (Offer each : wanted) {
        if (!announced.containsKey(each)) {
          announce(each, wanted, now);
        }
      }
      for (Map.Entry<Offer, Announced> each : List.copyOf(announced.entrySet())) {
        if (wanted.contains(each.getKey())) {
          each.getValue().say(now, each.getKey());
        } else if (each.getValue().isGone(now)) {
          announced.remove(each.getKey());
          network.withdraw(each.getKey());
          withdrawnNanos.put(key(each.getKey(), each.getValue().asked), now);
        }
      }
    }

    private List<Object> key(Offer offer, String name) {
      return List.of(offer.kind(), offer.transport(), name);
    }

    private String nameOf(Offer offer) {
      return offer.name() == null ? host.get() + " " + offer.port() : offer.name();
    }

    private void announce(Offer offer, List<Offer> wanted, long now) {
      String name = nameOf(offer);
      List<Object> key = key(offer, name);
      for (Map.Entry<Offer, Announced> each : List.copyOf(announced.entrySet())) {
        if (!wanted.contains(each.getKey())
            && key(each.getKey(), each.getValue().asked).equals(key)) {
          announced.remove(each.getKey());
          network.move(each.getKey(), offer);
          announced.put(offer, each.getValue().moved());
          return;
        }
      }
      if (withdrawnNanos.containsKey(key)) {
        return;
      }
      announced.put(offer, new Announced(name, now));
      try {
        network.announce(offer, name);
      } catch (IOException e) {
        warnOnce(offer.what() + " is not announced on " + at + ": " + FailureText.of(e));
      }
    }

    /** How one service is announced. */
    private final class Announced {
      private final String asked;
      private long sinceNanos;
      private String name = "";
      private String saidName = "";
      private @Nullable Long goneNanos;

      Announced(String asked, long now) {
        this.asked = asked;
        this.sinceNanos = now;
      }

      Announced moved() {
        goneNanos = null;
        return this;
      }

      /** Whether it ended a while ago: one that ends and begins again is not withdrawn. */
      boolean isGone(long now) {
        if (goneNanos == null) {
          goneNanos = now;
        }
        return now - goneNanos >= GONE_NANOS;
      }

      /** One line when its name has been the same for a while, and when it becomes another. */
      void say(long now, Offer offer) {
        goneNanos = null;
        String current = network.announcedName(offer);
        if (!current.equals(name)) {
          name = current;
          sinceNanos = now;
        }
        if (now - sinceNanos < NAMED_NANOS || name.isEmpty() || name.equals(saidName)) {
          return;
        }
        saidName = name;
        if (name.equals(asked)) {
          LOG.info("{}: announced as '{}' on {}", offer.what(), name, at);
        } else {
          LOG.warn(
              "{}: announced as '{}' on {}, because '{}' is the name of another one",
              offer.what(),
              name,
              at,
              asked);
        }
      }
    }
  }
}
