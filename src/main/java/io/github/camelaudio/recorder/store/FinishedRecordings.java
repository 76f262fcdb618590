package io.github.camelaudio.recorder.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files that a recorder has completed: what they add up to, and the first hundred's names. */
public final class FinishedRecordings {

  private static final int MAX_REMEMBERED = 100;

  private final List<Path> files = new ArrayList<>();
  private Recording.Totals totals = Recording.Totals.NONE;
  private double seconds;
  private long count;

  /**
   * Adds a completed file.
   *
   * @return how long it sounds, in seconds
   */
  synchronized double add(Recording recording) {
    Recording.Totals of = recording.totals();
    double sounds = (double) of.frames() / recording.format().sampleRateHz();
    totals = totals.plus(of);
    seconds += sounds;
    count++;
    if (files.size() < MAX_REMEMBERED) {
      files.add(recording.path());
    }
    return sounds;
  }

  public synchronized Recording.Totals totals() {
    return totals;
  }

  public synchronized List<Path> files() {
    return List.copyOf(files);
  }

  /** How long all of them sound together. */
  public synchronized double seconds() {
    return seconds;
  }

  public synchronized long count() {
    return count;
  }
}
