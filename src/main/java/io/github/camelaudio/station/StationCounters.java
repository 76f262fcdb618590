package io.github.camelaudio.station;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What a station has done. Any thread. */
public final class StationCounters {
  /** Listening now; never above the station's limit. */
  public final AtomicInteger listeners = new AtomicInteger();

  public final LongAdder joined = new LongAdder();
  public final LongAdder turnedAway = new LongAdder();
  public final LongAdder disconnected = new LongAdder();
  public final LongAdder blocks = new LongAdder();
  public final LongAdder refusedBlocks = new LongAdder();

  /** Blocks that came without a listener; they are not encoded. */
  public final LongAdder unheard = new LongAdder();

  /** How often the system had no room for a datagram, which waited then. */
  public final LongAdder busySends = new LongAdder();

  /** Blocks that one listener did not get, over all listeners. */
  public final LongAdder dropped = new LongAdder();
}
