package io.github.camelaudio.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The streams that are remembered: the latest {@value #MAX_NEW} of those that brought little yet,
 * and the latest {@value #MAX_KNOWN} of the others. So a flood of new streams pushes out new ones
 * only. One thread at a time.
 *
 * @param <K> what tells them apart
 * @param <S> what is remembered of each
 */
public final class LatestStreams<K, S> {

  public static final int MAX_NEW = 512;
  public static final int MAX_KNOWN = 512;

  /** A stream is known from this many packets on. */
  public static final int KNOWN_PACKETS = 10;

  private final Map<K, Counted<S>> fresh = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<K, Counted<S>> known = new LinkedHashMap<>(16, 0.75f, true);

  private static final class Counted<S> {
    final S stream;
    int packets = 1;

    Counted(S stream) {
      this.stream = stream;
    }
  }

  /** None yet. */
  public LatestStreams() {}

  /** A stream, which is the latest from now on; null when it is not remembered. */
  public @Nullable S get(K key) {
    Counted<S> counted = known.get(key);
    if (counted == null) {
      counted = fresh.get(key);
    }
    return counted == null ? null : counted.stream;
  }

  /**
   * Adds a stream with its first packet.
   *
   * @return the one that is forgotten for it; null when there was room
   */
  public @Nullable S add(K key, S stream) {
    fresh.put(key, new Counted<>(stream));
    return removeEldest(fresh, MAX_NEW);
  }

  /**
   * Counts a further packet of a stream.
   *
   * @return the one that is forgotten because this one is known now; null when there was room
   */
  public @Nullable S count(K key) {
    Counted<S> counted = fresh.get(key);
    if (counted == null || ++counted.packets < KNOWN_PACKETS) {
      return null;
    }
    fresh.remove(key);
    known.put(key, counted);
    return removeEldest(known, MAX_KNOWN);
  }

  /** Forgets a stream. */
  public void remove(K key) {
    known.remove(key);
    fresh.remove(key);
  }

  /** Forgets the streams that are like this. */
  public void removeIf(Predicate<S> is) {
    known.values().removeIf(counted -> is.test(counted.stream));
    fresh.values().removeIf(counted -> is.test(counted.stream));
  }

  /** All of them. */
  public Stream<S> all() {
    return Stream.concat(known.values().stream(), fresh.values().stream())
        .map(counted -> counted.stream);
  }

  private static <K, S> @Nullable S removeEldest(Map<K, Counted<S>> streams, int max) {
    if (streams.size() <= max) {
      return null;
    }
    Map.Entry<K, Counted<S>> eldest = streams.entrySet().iterator().next();
    streams.remove(eldest.getKey());
    return eldest.getValue().stream;
  }
}
