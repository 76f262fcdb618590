package io.github.camelaudio.device;

import io.github.camelaudio.audio.AudioClock;
import javax.sound.sampled.DataLine;

/** What playback and capture of Java Sound share. */
final class JavaSoundLines {

  private static final long MAX_CLOSE_MILLIS = 1_000;
  private static final long MIN_SLEEP_NANOS = 500_000;

  private JavaSoundLines() {}

  /**
   * Closes a line, and waits for that for a second at most: while a sound server hangs, it lasts as
   * long as the server does.
   */
  static void close(DataLine line) {
    Thread closing = new Thread(line::close, "java-sound-close");
    closing.setDaemon(true);
    closing.start();
    try {
      closing.join(MAX_CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the line is closed all the same, a little later
    }
  }

  /** Java Sound has no event for room in a line: sleeps until it should be there, and no longer. */
  static void sleep(AudioClock clock, long nanos, long deadline) throws AudioDeviceException {
    long now = clock.nanoTime();
    try {
      clock.sleepUntil(Math.min(deadline, now + Math.max(MIN_SLEEP_NANOS, nanos)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AudioDeviceException("the device is being closed", e);
    }
  }
}
