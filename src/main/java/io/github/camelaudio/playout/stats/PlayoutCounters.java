package io.github.camelaudio.playout.stats;

import java.util.concurrent.atomic.LongAdder;

/** What happens to one stream, counted. Any thread. */
public final class PlayoutCounters {

  public final LongAdder played = new LongAdder();
  public final LongAdder concealed = new LongAdder();
  public final LongAdder late = new LongAdder();
  public final LongAdder repeated = new LongAdder();
  public final LongAdder skipped = new LongAdder();
  public final LongAdder cut = new LongAdder();
  public final LongAdder compressed = new LongAdder();
  public final LongAdder dropped = new LongAdder();
  public final LongAdder underruns = new LongAdder();
  public final LongAdder restarts = new LongAdder();

  public PlayoutStats stats() {
    return new PlayoutStats(
        played.sum(),
        concealed.sum(),
        late.sum(),
        repeated.sum(),
        skipped.sum(),
        cut.sum(),
        compressed.sum(),
        dropped.sum(),
        underruns.sum(),
        restarts.sum());
  }
}
