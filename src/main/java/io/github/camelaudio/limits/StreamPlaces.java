package io.github.camelaudio.limits;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How many streams each host has, over all ports and connections, and how fast it begins others. A
 * stream that has a place keeps it until it ends, or brings nothing for {@value #IDLE_SECONDS} s
 * while another one needs it; for a second, when it has brought one packet only. For {@value
 * #IDLE_SECONDS} s after a host was refused one, its new streams have a place from their second
 * packet on: so ids that come once take none. Memory is limited. Any thread.
 */
public final class StreamPlaces {

  static final int IDLE_SECONDS = 10;
  static final int MAX_HOSTS = 4_096;

  /** New streams of which one packet came; the oldest goes for a new one. */
  static final int MAX_CANDIDATES = 1_024;

  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long IDLE_NANOS = IDLE_SECONDS * SECOND_NANOS;

  private final Supplier<NetworkLimits> limits;
  private final Set<Candidate> candidates = new LinkedHashSet<>();
  private final Map<String, Host> hosts =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Host> eldest) {
          return size() > MAX_HOSTS;
        }
      };

  /**
   * No streams yet.
   *
   * @param limits asked at each new stream
   */
  public StreamPlaces(Supplier<NetworkLimits> limits) {
    this.limits = limits;
  }

  private record Candidate(String host, long streamId) {}

  private static final class Host {
    final Set<Place> places = new LinkedHashSet<>();
    final Allowance beginning;

    /** Why a stream was refused last, and when; null for never. */
    @Nullable String refused;

    long refusedNanos;

    Host(NetworkLimits limits, long nowNanos) {
      beginning =
          Allowance.perSecond(limits.streamsPerHost(), limits.newStreamsPerSecond(), nowNanos);
    }
  }

  /** What a stream has while it lives. */
  public final class Place {
    private final @Nullable Host host;
    private final boolean lasting;
    private volatile long lastNanos;
    private volatile boolean held = true;
    private volatile boolean proven;

    private Place(@Nullable Host host, boolean lasting, long nowNanos) {
      this.host = host;
      this.lasting = lasting;
      this.lastNanos = nowNanos;
    }

    /**
     * The stream brings a further packet.
     *
     * @return false when another one has its place, so that it needs a new one
     */
    public boolean touch(long nowNanos) {
      lastNanos = nowNanos;
      proven = true;
      return held;
    }

    /** The stream has ended. */
    public void free() {
      StreamPlaces.this.free(this);
    }
  }

  /**
   * Gives a place to a stream that begins.
   *
   * @param sender null for one that is not limited, and always has a place
   * @param refused is told why there is none, with the property's name
   * @return null when there is none
   */
  public synchronized @Nullable Place take(
      @Nullable SenderHost sender, long streamId, long nowNanos, Consumer<String> refused) {
    return take(sender, streamId, nowNanos, false, refused);
  }

  /** The same for a connection that is one stream: its place is its own until it closes. */
  public synchronized @Nullable Place takeForConnection(
      @Nullable SenderHost sender, long nowNanos, Consumer<String> refused) {
    return take(sender, 0, nowNanos, true, refused);
  }

  private @Nullable Place take(
      @Nullable SenderHost sender,
      long streamId,
      long nowNanos,
      boolean connection,
      Consumer<String> refused) {
    if (sender == null) {
      return new Place(null, connection, nowNanos);
    }
    NetworkLimits most = limits.get();
    Host host = hosts.computeIfAbsent(sender.name(), name -> new Host(most, nowNanos));
    String objection = objection(host, most, nowNanos);
    if (objection != null) {
      host.refused = objection;
      host.refusedNanos = nowNanos;
    } else if (!connection && host.refused != null) {
      boolean lately = nowNanos - host.refusedNanos <= IDLE_NANOS;
      objection = lately && !isSecond(sender, streamId) ? host.refused : null;
    }
    if (objection != null) {
      refused.accept(objection);
      return null;
    }
    host.beginning.spend(nowNanos);
    Place place = new Place(host, connection, nowNanos);
    host.places.add(place);
    return place;
  }

  private static @Nullable String objection(Host host, NetworkLimits most, long nowNanos) {
    if (!host.beginning.has(nowNanos)) {
      return "more than "
          + most.newStreamsPerSecond()
          + " new streams a second of one host ("
          + NetworkLimits.NEW_STREAMS
          + ")";
    }
    if (host.places.size() >= most.streamsPerHost()) {
      freeIdle(host, nowNanos);
    }
    return host.places.size() < most.streamsPerHost()
        ? null
        : "more than "
            + most.streamsPerHost()
            + " streams of one host ("
            + NetworkLimits.STREAMS_PER_HOST
            + ")";
  }

  private static void freeIdle(Host host, long nowNanos) {
    host.places.removeIf(
        place -> {
          long mayRest = place.proven ? IDLE_NANOS : SECOND_NANOS;
          boolean idle = !place.lasting && nowNanos - place.lastNanos > mayRest;
          place.held &= !idle;
          return idle;
        });
  }

  private boolean isSecond(SenderHost sender, long streamId) {
    Candidate candidate = new Candidate(sender.name(), streamId);
    if (candidates.remove(candidate)) {
      return true;
    }
    candidates.add(candidate);
    if (candidates.size() > MAX_CANDIDATES) {
      candidates.remove(candidates.iterator().next());
    }
    return false;
  }

  private synchronized void free(Place place) {
    if (place.host != null) {
      place.host.places.remove(place);
    }
  }

  /** How many streams a host has, idle ones too. */
  synchronized int streams(SenderHost host) {
    Host known = hosts.get(host.name());
    return known == null ? 0 : known.places.size();
  }
}
