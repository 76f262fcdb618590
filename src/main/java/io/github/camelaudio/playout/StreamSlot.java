package io.github.camelaudio.playout;

import io.github.camelaudio.audio.AudioBlock;
import java.util.concurrent.atomic.AtomicBoolean;

/** One stream's slot: its playout, and another one when it changes its format. */
final class StreamSlot {

  static final double SILENCE_DECIBELS = -120;

  final long streamId;
  final AudioBlock first;

  /** Who sends the stream: streams of one host have one source. */
  final String source;

  final AtomicBoolean announced = new AtomicBoolean();
  volatile StreamPlayout playout;
  volatile double gainDecibels;
  volatile boolean muted;

  /** While any stream of the mix is solo, the others are not heard. */
  volatile boolean solo;

  private volatile float factor = 1;
  long restartLoggedNanos;
  boolean restartLogged;

  StreamSlot(AudioBlock first, String source, StreamPlayout playout) {
    this.streamId = first.streamId();
    this.first = first;
    this.source = source;
    this.playout = playout;
  }

  /** The stream's gain from now on; {@link #SILENCE_DECIBELS} is silence. Any thread. */
  void setGain(double decibels) {
    gainDecibels = decibels;
    factor = decibels <= SILENCE_DECIBELS ? 0 : (float) Math.pow(10, decibels / 20);
  }

  /**
   * How loud its playouts are in the next read, as a factor.
   *
   * @param anySolo whether any stream of the mix is solo
   */
  float factor(boolean anySolo) {
    return muted || (anySolo && !solo) ? 0 : factor;
  }
}
