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
 * How many streams each host has, over all ports or over all connections, and how fast it begins
 * others. A stream that has a place keeps it until it ends, or brings nothing for {@value
 * #IDLE_SECONDS} s while another one needs it; for a second, when it has brought one packet only.
 * For {@value #IDLE_SECONDS} s after a host was refused one, its new streams have a place from
 * their second packet on: so ids that come once take none.
 *
 * <p>Memory is limited. Beyond {@value #MAX_HOSTS} hosts a new one takes the place of one whose
 * streams brought nothing for a second, or one packet only. Any thread.
 */
public final class StreamPlaces {

  static final int IDLE_SECONDS = 10;
  static final int MAX_HOSTS = 4_096;

  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long IDLE_NANOS = IDLE_SECONDS * SECOND_NANOS;

  /** Idle streams of a host are looked for no more often. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** How many hosts are looked at for one that may go. */
  private static final int LOOKS = 8;

  private final Supplier<NetworkLimits> limits;

  /** Those that began a stream longest ago, or were looked at then, come first. */
  private final Map<String, Host> hosts = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * No streams yet.
   *
   * @param limits asked at each new stream
   */
  public StreamPlaces(Supplier<NetworkLimits> limits) {
    this.limits = limits;
  }

  private enum Refusal {
    RATE,
    STREAMS,
    HOSTS;

    String text(NetworkLimits most) {
      return switch (this) {
        case RATE ->
            "more than "
                + most.newStreamsPerSecond()
                + " new streams a second of one host ("
                + NetworkLimits.NEW_STREAMS
                + ")";
        case STREAMS ->
            "more than "
                + most.streamsPerHost()
                + " streams of one host ("
                + NetworkLimits.STREAMS_PER_HOST
                + ")";
        case HOSTS -> "more than " + MAX_HOSTS + " hosts that have streams";
      };
    }
  }

  /** One of them is null. */
  private record Answer(@Nullable Place place, @Nullable Refusal refusal) {}

  private static final class Host {
    final Set<Place> places = new LinkedHashSet<>();
    final Allowance beginning;
    private long lookedNanos;

    /** Why a stream was refused last, and when; null for never. */
    private @Nullable Refusal refused;

    private long refusedNanos;

    /** New streams of which one packet came, since one was refused. */
    private @Nullable RecentIds candidates;

    Host(NetworkLimits limits, long nowNanos) {
      beginning =
          Allowance.perSecond(limits.streamsPerHost(), limits.newStreamsPerSecond(), nowNanos);
      lookedNanos = nowNanos - LOOK_NANOS;
    }

    /** Why a stream may not begin now; null when it may. */
    @Nullable Refusal refusal(
        NetworkLimits most, boolean connection, long streamId, long nowNanos) {
      Refusal beyond = beyond(most, nowNanos);
      if (beyond != null) {
        refused = beyond;
        refusedNanos = nowNanos;
        return beyond;
      }
      boolean lately = refused != null && nowNanos - refusedNanos <= IDLE_NANOS;
      return lately && !connection && !isSecond(streamId) ? refused : null;
    }

    private @Nullable Refusal beyond(NetworkLimits most, long nowNanos) {
      if (!beginning.has(nowNanos)) {
        return Refusal.RATE;
      }
      if (places.size() >= most.streamsPerHost() && nowNanos - lookedNanos >= LOOK_NANOS) {
        lookedNanos = nowNanos;
        freeIdle(nowNanos);
      }
      return places.size() < most.streamsPerHost() ? null : Refusal.STREAMS;
    }

    private void freeIdle(long nowNanos) {
      places.removeIf(
          place -> {
            long mayRest = place.proven ? IDLE_NANOS : SECOND_NANOS;
            boolean idle = !place.lasting && nowNanos - place.lastNanos > mayRest;
            if (idle) {
              place.held = false;
            }
            return idle;
          });
    }

    /** Ids have 32 bits. */
    private boolean isSecond(long streamId) {
      RecentIds ids = candidates;
      if (ids == null) {
        ids = new RecentIds();
        candidates = ids;
      }
      return ids.add((int) streamId);
    }

    /** Whether one of its streams brings more than a packet now, or is a connection. */
    boolean isBusy(long nowNanos) {
      for (Place place : places) {
        boolean brings = place.proven && nowNanos - place.lastNanos <= SECOND_NANOS;
        if (place.lasting || brings) {
          return true;
        }
      }
      return false;
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

    /** Whether no other stream has it. */
    public boolean isHeld() {
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
  public @Nullable Place take(
      @Nullable SenderHost sender, long streamId, long nowNanos, Consumer<String> refused) {
    return take(sender, streamId, false, nowNanos, refused);
  }

  /** The same for a connection that is one stream: its place is its own until it closes. */
  public @Nullable Place takeForConnection(
      @Nullable SenderHost sender, long nowNanos, Consumer<String> refused) {
    return take(sender, 0, true, nowNanos, refused);
  }

  private @Nullable Place take(
      @Nullable SenderHost sender,
      long streamId,
      boolean connection,
      long nowNanos,
      Consumer<String> refused) {
    if (sender == null) {
      return new Place(null, true, nowNanos);
    }
    NetworkLimits most = limits.get();
    Answer answer = answer(sender, streamId, connection, most, nowNanos);
    Refusal refusal = answer.refusal();
    if (refusal != null) {
      refused.accept(refusal.text(most)); // not under the lock: it may write a line
    }
    return answer.place();
  }

  private synchronized Answer answer(
      SenderHost sender, long streamId, boolean connection, NetworkLimits most, long nowNanos) {
    Host host = host(sender.name(), most, nowNanos);
    if (host == null) {
      return new Answer(null, Refusal.HOSTS);
    }
    Refusal refusal = host.refusal(most, connection, streamId, nowNanos);
    if (refusal != null) {
      return new Answer(null, refusal);
    }
    host.beginning.spend(nowNanos);
    Place place = new Place(host, connection, nowNanos);
    host.places.add(place);
    return new Answer(place, null);
  }

  /** Null when there are too many, and no room is found for another one. */
  private @Nullable Host host(String name, NetworkLimits most, long nowNanos) {
    Host host = hosts.get(name);
    if (host == null && (hosts.size() < MAX_HOSTS || forgetOne(nowNanos))) {
      host = new Host(most, nowNanos);
      hosts.put(name, host);
    }
    return host;
  }

  private boolean forgetOne(long nowNanos) {
    for (int i = 0; i < LOOKS; i++) {
      Map.Entry<String, Host> eldest = hosts.entrySet().iterator().next();
      String name = eldest.getKey();
      Host host = eldest.getValue();
      hosts.remove(name);
      if (!host.isBusy(nowNanos)) {
        host.places.forEach(place -> place.held = false);
        return true;
      }
      hosts.put(name, host); // behind the others
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
