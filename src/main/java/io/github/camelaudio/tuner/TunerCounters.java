package io.github.camelaudio.tuner;

import io.github.camelaudio.meters.MeterTable;
import java.util.concurrent.atomic.LongAdder;

/** What tuning in has brought. Any thread. */
public final class TunerCounters {
  public static final MeterTable<TunerCounters> METERS =
      MeterTable.<TunerCounters>of("tuner")
          .counter(
              "receivedBlocks",
              "blocks",
              "Blocks heard from the station",
              counts -> counts.blocks.sum())
          .counter(
              "stateChanges",
              "times",
              "How often the station came or went away",
              counts -> counts.changes.sum())
          .build();

  public volatile Tuner.State state = Tuner.State.NEW;
  public final LongAdder blocks = new LongAdder();
  public final LongAdder changes = new LongAdder();
}
