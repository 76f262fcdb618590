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
  long restartLoggedNanos;
  boolean restartLogged;

  StreamSlot(AudioBlock first, String source, StreamPlayout playout) {
    this.streamId = first.streamId();
    this.first = first;
    this.source = source;
    this.playout = playout;
  }

  void applyGain() {
    double decibels = muted ? SILENCE_DECIBELS : gainDecibels;
    playout.setGain(decibels <= SILENCE_DECIBELS ? 0 : (float) Math.pow(10, decibels / 20));
  }
}
