package io.github.camelaudio.wire.tutorial;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.PcmFormat;
import java.util.concurrent.TimeUnit;

/**
 * Tells a live sender from one that sends a file as fast as it is taken, where the wire does not
 * say which: over its first second of sound, did we wait for it about as long as it sounds? Until
 * then it counts as one that can wait, so that nothing of a file is ever dropped. Time that the
 * route takes is not waiting for the sender.
 */
final class LiveSenderDetector {

  private static final long JUDGED_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final double LIVE_SHARE = 0.75;

  private final AudioClock clock;
  private long idleSince;
  private boolean idle;
  private long waitedNanos;
  private long soundNanos;
  private boolean live;

  LiveSenderDetector(AudioClock clock) {
    this.clock = clock;
  }

  /** All that had come is dealt with. */
  void waiting() {
    idleSince = clock.nanoTime();
    idle = true;
  }

  /** Something came. */
  void came() {
    if (idle) {
      waitedNanos += clock.nanoTime() - idleSince;
      idle = false;
    }
  }

  /** Counts {@code frames} frames, and says whether they are live. */
  boolean live(PcmFormat format, int frames) {
    if (soundNanos < JUDGED_NANOS) {
      soundNanos += format.nanosOfFrames(frames);
      live = soundNanos >= JUDGED_NANOS && waitedNanos >= LIVE_SHARE * soundNanos;
    }
    return live;
  }

  /** Starts again, with the first sound of another stream of the same sender. */
  void reset() {
    waitedNanos = 0;
    soundNanos = 0;
    live = false;
  }
}
