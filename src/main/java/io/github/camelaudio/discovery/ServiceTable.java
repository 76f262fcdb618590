package io.github.camelaudio.discovery;

import io.github.camelaudio.wire.Transport;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The services that are announced on a network, of which anybody may announce any number: bounded
 * altogether and for each host that sends them. For a new one the oldest goes that nobody looks
 * for, first of those whose address never came; one that somebody looks for stays. One thread.
 */
final class ServiceTable {

  static final int MAX_SERVICES = 256;

  /** So that one host cannot fill the table. */
  static final int MAX_OF_HOST = 64;

  /** Questions of one step: the names of others must not make us flood the network. */
  static final int MAX_ASKED = 4;

  static final long FIRST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
  static final long LAST_PAUSE_NANOS = TimeUnit.MINUTES.toNanos(10);

  /**
   * That a service exists, as its PTR record says.
   *
   * @param label its name in the network, as it came
   * @param host who sent it; null where that is not known
   */
  record Pointer(Transport transport, String label, @Nullable InetAddress host) {
    /** The same for all writings of a label (RFC 6762 16). */
    private String key() {
      return transport + " " + label.toLowerCase(Locale.ROOT);
    }
  }

  /** How much a service is wanted. */
  private enum Rank {
    UNKNOWN,
    /** Its name differs from one that is looked for in its writing only. */
    SIMILAR,
    NAMED
  }

  /** One service. */
  static final class Entry {
    private final Pointer pointer;
    private final long number;
    private Rank rank = Rank.UNKNOWN;
    private @Nullable Found found;
    private @Nullable Long askNanos;
    private long pauseNanos = FIRST_PAUSE_NANOS;

    private Entry(Pointer pointer, long number) {
      this.pointer = pointer;
      this.number = number;
    }

    Pointer pointer() {
      return pointer;
    }

    /** What its other records say; null while one is missing: then the last one counts. */
    void read(@Nullable Found now) {
      if (now != null) {
        found = now;
      }
    }
  }

  private final Map<String, Entry> entries = new HashMap<>();
  private Set<String> names = Set.of();
  private long numbers;

  /**
   * Takes what is announced now, in the order in which it came.
   *
   * @param wanted the names that are looked for
   * @return those for which there is no room; they are to be forgotten
   */
  List<Pointer> update(List<Pointer> announced, Set<String> wanted) {
    Map<String, Pointer> there = new HashMap<>();
    announced.forEach(each -> there.putIfAbsent(each.key(), each));
    entries.keySet().retainAll(there.keySet());
    if (!names.equals(wanted)) {
      names = Set.copyOf(wanted);
      entries.values().forEach(each -> each.rank = rank(each.pointer));
    }
    List<Pointer> left = new ArrayList<>();
    for (Pointer each : announced) {
      if (!entries.containsKey(each.key())) {
        add(each, left);
      }
    }
    return left;
  }

  private void add(Pointer pointer, List<Pointer> left) {
    Entry fresh = new Entry(pointer, numbers++);
    fresh.rank = rank(pointer);
    Predicate<Entry> ofHost = each -> Objects.equals(each.pointer.host, pointer.host);
    boolean hostIsFull = entries.values().stream().filter(ofHost).count() >= MAX_OF_HOST;
    if (hostIsFull || entries.size() >= MAX_SERVICES) {
      Entry goes = leastWanted(hostIsFull ? ofHost : each -> true, fresh.rank);
      if (goes == null) {
        left.add(pointer);
        return;
      }
      entries.remove(goes.pointer.key());
      left.add(goes.pointer);
    }
    entries.put(pointer.key(), fresh);
  }

  private @Nullable Entry leastWanted(Predicate<Entry> which, Rank than) {
    return entries.values().stream()
        .filter(which)
        .filter(each -> each.rank != Rank.NAMED && each.rank.compareTo(than) <= 0)
        .min(
            Comparator.comparing((Entry each) -> each.rank)
                .thenComparing(each -> each.found != null)
                .thenComparing(each -> each.number))
        .orElse(null);
  }

  private Rank rank(Pointer pointer) {
    Rank highest = Rank.UNKNOWN;
    for (Kind kind : Kind.values()) {
      String name = ServiceNames.name(kind, pointer.label);
      for (String each : names) {
        if (each.equalsIgnoreCase(name)) {
          return Rank.NAMED;
        }
        if (ServiceNames.key(each).equals(ServiceNames.key(name))) {
          highest = Rank.SIMILAR;
        }
      }
    }
    return highest;
  }

  /** Those whose other records are to be asked for now, with pauses that grow. */
  List<Entry> due(long nowNanos) {
    List<Entry> due = new ArrayList<>();
    entries.values().stream()
        .filter(each -> each.found == null)
        .filter(each -> each.askNanos == null || nowNanos - each.askNanos >= 0)
        .sorted(
            Comparator.comparing((Entry each) -> each.rank)
                .reversed()
                .thenComparing(each -> each.number))
        .limit(MAX_ASKED)
        .forEach(due::add);
    for (Entry each : due) {
      each.askNanos = nowNanos + each.pauseNanos;
      each.pauseNanos = Math.min(2 * each.pauseNanos, LAST_PAUSE_NANOS);
    }
    return due;
  }

  /** All, also those that are not complete. */
  List<Entry> entries() {
    return List.copyOf(entries.values());
  }

  /** Those whose address is known. */
  List<Found> found() {
    List<Found> all = new ArrayList<>();
    for (Entry each : entries.values()) {
      if (each.found != null) {
        all.add(each.found);
      }
    }
    return all;
  }
}
