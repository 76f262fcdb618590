package io.github.camelaudio.recorder;

import io.github.camelaudio.limits.Allowance;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many new files the streams of one source may begin: some at once, then some with each second.
 * Opening and completing a file, with its wait for the disk, costs as much time as to write seconds
 * of sound, which is then missing to others. One thread.
 */
final class NewFiles {

  static final int PER_SECOND = 20;

  /** The most sources that are known; beyond it, the one that asked longest ago is evicted. */
  private static final int MAX_SOURCES = 1_000;

  private final int burst;
  private final LinkedHashMap<String, Allowance> sources = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param burst how many may begin at once
   */
  NewFiles(int burst) {
    this.burst = burst;
  }

  /** Whether a source may begin a file now. */
  boolean allows(String source, long nowNanos) {
    Allowance known = sources.get(source);
    return known == null || known.has(nowNanos);
  }

  /** A source begins a file. */
  void count(String source, long nowNanos) {
    sources
        .computeIfAbsent(source, name -> Allowance.perSecond(burst, PER_SECOND, nowNanos))
        .spend(nowNanos);
    if (sources.size() > MAX_SOURCES) {
      Map.Entry<String, Allowance> oldest = sources.entrySet().iterator().next();
      sources.remove(oldest.getKey());
    }
  }
}
