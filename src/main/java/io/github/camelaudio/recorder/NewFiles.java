package io.github.camelaudio.recorder;

import io.github.camelaudio.limits.Allowances;
import java.util.concurrent.TimeUnit;

/**
 * How many new files the streams of one source may begin: some at once, then some with each second.
 * Opening and completing a file, with its wait for the disk, costs as much time as to write seconds
 * of sound, which is then missing to others. One thread.
 */
final class NewFiles {

  static final int PER_SECOND = 20;

  private final Allowances<String> sources;

  /**
   * @param burst how many may begin at once
   */
  NewFiles(int burst) {
    sources = new Allowances<>(burst, TimeUnit.SECONDS.toNanos(1) / PER_SECOND);
  }

  /** Whether a source may begin a file now. */
  boolean allows(String source, long nowNanos) {
    return sources.has(source, nowNanos);
  }

  /** A source begins a file. */
  void count(String source, long nowNanos) {
    sources.spend(source, nowNanos);
  }
}
