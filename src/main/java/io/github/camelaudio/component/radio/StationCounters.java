package io.github.camelaudio.component.radio;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What a station has done. Any thread. */
final class StationCounters {
  /** Listening now; never above the station's limit. */
  final AtomicInteger listeners = new AtomicInteger();

  final LongAdder joined = new LongAdder();
  final LongAdder turnedAway = new LongAdder();
  final LongAdder letGo = new LongAdder();
  final LongAdder blocks = new LongAdder();
  final LongAdder refusedBlocks = new LongAdder();

  /** Blocks that nobody listened to; nothing is made of them. */
  final LongAdder unheard = new LongAdder();

  /** How often the system had no room for a datagram, which waited then. */
  final LongAdder busySends = new LongAdder();

  /** Blocks that one listener did not get, over all listeners. */
  final LongAdder dropped = new LongAdder();
}
