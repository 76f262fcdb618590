package io.github.camelaudio.playout;

import java.util.concurrent.atomic.LongAdder;

/** What happens to one stream, counted. Any thread. */
final class PlayoutCounters {

  final LongAdder played = new LongAdder();
  final LongAdder concealed = new LongAdder();
  final LongAdder late = new LongAdder();
  final LongAdder repeated = new LongAdder();
  final LongAdder skipped = new LongAdder();
  final LongAdder cut = new LongAdder();
  final LongAdder compressed = new LongAdder();
  final LongAdder dropped = new LongAdder();
  final LongAdder underruns = new LongAdder();
  final LongAdder restarts = new LongAdder();

  PlayoutStats stats() {
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
