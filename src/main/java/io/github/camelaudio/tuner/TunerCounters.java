package io.github.camelaudio.tuner;

import java.util.concurrent.atomic.LongAdder;

/** What tuning in has brought. Any thread. */
public final class TunerCounters {
  public volatile boolean began;
  public volatile Tuner.State state = Tuner.State.NEW;
  public final LongAdder blocks = new LongAdder();
  public final LongAdder changes = new LongAdder();
}
