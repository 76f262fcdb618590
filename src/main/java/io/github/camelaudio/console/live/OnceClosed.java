package io.github.camelaudio.console.live;

import java.util.concurrent.atomic.AtomicBoolean;

/** A subscription that runs something when it is closed, once. Any thread. */
final class OnceClosed implements SoundTaps.Subscription {

  private final Runnable end;
  private final AtomicBoolean closed = new AtomicBoolean();

  OnceClosed(Runnable end) {
    this.end = end;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      end.run();
    }
  }
}
