package io.github.camelaudio.tuner;

/**
 * Notices that sound which came all the time has stopped. It is asked once in each step of {@value
 * #STEP_MILLIS} ms. Packets that are further apart than the silence, as long datagrams are, count
 * as no steady sound, so that their pauses mean nothing. One thread at a time.
 */
final class SoundWatch {

  static final int STEP_MILLIS = 100;

  /** The steps without sound that are a silence: half a second. */
  private static final int SILENT_STEPS = 5;

  /** The steps of sound before a silence that are steady: a second. */
  private static final int STEADY_STEPS = 10;

  private boolean came;
  private int steps;
  private int silentSteps = SILENT_STEPS;

  /** Discards the sound that came: its end, if it ends now, is meant. */
  void begin() {
    came = false;
    steps = 0;
    silentSteps = SILENT_STEPS;
  }

  /** Some sound has come. */
  void sound() {
    came = true;
  }

  /** Ends a step: whether with it half a second without sound has gone by, after steady sound. */
  boolean hasStopped() {
    if (came) {
      came = false;
      silentSteps = 0;
      steps++;
      return false;
    }
    silentSteps++;
    if (silentSteps < SILENT_STEPS) {
      steps++;
      return false;
    }
    boolean steady = steps >= STEADY_STEPS;
    begin();
    return steady;
  }

  /** Whether there is sound, so that another step has to be looked at. */
  boolean isFlowing() {
    return silentSteps < SILENT_STEPS;
  }
}
