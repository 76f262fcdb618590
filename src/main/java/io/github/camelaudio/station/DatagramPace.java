package io.github.camelaudio.station;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.PcmFormat;

/**
 * The pace of a source that can wait, on a wire whose listeners queue a few datagrams and no more:
 * one datagram, then the time that it sounds. Any thread.
 */
public final class DatagramPace {

  private final PcmFormat format;
  private final AudioClock clock;
  private boolean begun;
  private long dueNanos;

  /**
   * @param format of what is in the datagrams
   */
  public DatagramPace(PcmFormat format, AudioClock clock) {
    this.format = format;
    this.clock = clock;
  }

  /** How long it is until the next datagram is due; 0 when it is. */
  synchronized long waitNanos() {
    return begun ? Math.max(0, dueNanos - clock.nanoTime()) : 0;
  }

  /** Datagrams with {@code bytes} of samples go out now. One that is late is caught up with. */
  synchronized void sent(int bytes) {
    long nanos = format.nanosOfFrames(bytes / format.bytesPerFrame());
    long now = clock.nanoTime();
    dueNanos = (begun && now - dueNanos < nanos ? dueNanos : now) + nanos;
    begun = true;
  }
}
