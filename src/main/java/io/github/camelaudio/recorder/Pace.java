package io.github.camelaudio.recorder;

/**
 * Whether a stream brings sound about as fast as time passes, or only a trickle of it that keeps a
 * file open. One thread.
 */
public final class Pace {

  private static final long WINDOW_NANOS = 2_000_000_000L;

  /** Below this part of the time it is a trickle. */
  private static final int TRICKLE_PART = 4;

  private long sinceNanos;
  private long soundNanos;
  private boolean trickle;

  public Pace(long nowNanos) {
    sinceNanos = nowNanos;
  }

  /** Sound of {@code nanos} came. */
  public void add(long nanos, long nowNanos) {
    look(nowNanos);
    soundNanos += nanos;
  }

  /** Whether in the latest two seconds that are over less than a quarter was sound. */
  public boolean isTrickle(long nowNanos) {
    look(nowNanos);
    return trickle;
  }

  private void look(long nowNanos) {
    long passed = nowNanos - sinceNanos;
    if (passed >= 2 * WINDOW_NANOS) {
      trickle = false; // it paused, or this side did: what comes now is not known yet
      sinceNanos = nowNanos;
      soundNanos = 0;
    } else if (passed >= WINDOW_NANOS) {
      trickle = soundNanos < passed / TRICKLE_PART;
      sinceNanos = nowNanos;
      soundNanos = 0;
    }
  }
}
