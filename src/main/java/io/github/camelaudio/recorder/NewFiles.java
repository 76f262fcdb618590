package io.github.camelaudio.recorder;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many new files the streams of one source may begin: some at once, then some with each second.
 * Opening and completing a file, with its wait for the disk, costs as much time as to write seconds
 * of sound, which is then missing to others. One thread.
 */
final class NewFiles {

  static final int PER_SECOND = 20;

  private static final long NANOS_EACH = 1_000_000_000L / PER_SECOND;

  /** The most sources that are known; beyond it, the one that asked longest ago is evicted. */
  private static final int MAX_SOURCES = 1_000;

  private final long burstNanos;

  /** Each source's time up to which its files are used up; those in the past have all of them. */
  private final LinkedHashMap<String, Long> usedUntil = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param burst how many may begin at once
   */
  NewFiles(int burst) {
    burstNanos = burst * NANOS_EACH;
  }

  /** Whether a source may begin a file now. */
  boolean allows(String source, long nowNanos) {
    return usedUntil(source, nowNanos) + NANOS_EACH - nowNanos <= burstNanos;
  }

  /** A source begins a file. */
  void count(String source, long nowNanos) {
    usedUntil.put(source, usedUntil(source, nowNanos) + NANOS_EACH);
    if (usedUntil.size() > MAX_SOURCES) {
      Map.Entry<String, Long> oldest = usedUntil.entrySet().iterator().next();
      usedUntil.remove(oldest.getKey());
    }
  }

  private long usedUntil(String source, long nowNanos) {
    Long used = usedUntil.get(source);
    return used == null || used - nowNanos < 0 ? nowNanos : used;
  }
}
