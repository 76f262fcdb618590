package io.github.camelaudio.playout;

import java.util.Arrays;

/** A device that pulls a mixer evenly, in simulated time, and keeps what it is given. */
final class PullingDevice {

  /** Any origin; negative, as {@link System#nanoTime()} may be. */
  private static final long START_NANOS = -5_000_000_000L;

  private final Mixer mixer;
  private final int periodFrames;
  private final float[] period;
  private float[] heard = new float[1 << 16];
  private int samples;
  private long pulls;

  PullingDevice(Mixer mixer, int periodFrames) {
    this.mixer = mixer;
    this.periodFrames = periodFrames;
    this.period = new float[periodFrames * mixer.format().channels()];
  }

  /** When the next pull is. */
  long nowNanos() {
    double periodNanos = 1e9 * periodFrames / mixer.format().sampleRateHz();
    return START_NANOS + Math.round(pulls * periodNanos);
  }

  /** Pulls one period. */
  float[] pull() {
    mixer.read(period, periodFrames, nowNanos());
    pulls++;
    if (samples + period.length > heard.length) {
      heard = Arrays.copyOf(heard, 2 * heard.length);
    }
    System.arraycopy(period, 0, heard, samples, period.length);
    samples += period.length;
    return period;
  }

  /** Pulls so many periods, and gives them as one. */
  float[] pull(int periods) {
    int before = samples;
    for (int i = 0; i < periods; i++) {
      pull();
    }
    return Arrays.copyOfRange(heard, before, samples);
  }

  /**
   * Pulls before each of which every voice's next block of one period comes, from a position on.
   */
  float[] pullWhileSpeaking(int periods, long fromPosition, Voice... voices) {
    int before = samples;
    for (int i = 0; i < periods; i++) {
      for (Voice voice : voices) {
        mixer.accept(voice.block(fromPosition + (long) i * periodFrames, periodFrames), nowNanos());
      }
      pull();
    }
    return Arrays.copyOfRange(heard, before, samples);
  }

  /** All samples so far. */
  float[] heard() {
    return Arrays.copyOf(heard, samples);
  }
}
