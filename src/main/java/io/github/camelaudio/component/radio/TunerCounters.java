package io.github.camelaudio.component.radio;

import java.util.concurrent.atomic.LongAdder;

/** What tuning in has brought. Any thread. */
final class TunerCounters {
  volatile boolean began;
  volatile Tuner.State state = Tuner.State.NEW;
  final LongAdder blocks = new LongAdder();
  final LongAdder changes = new LongAdder();
}
