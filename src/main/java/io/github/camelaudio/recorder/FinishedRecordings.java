package io.github.camelaudio.recorder;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The files that a recorder has completed: what they add up to, and the first hundred's names. */
final class FinishedRecordings {

  private static final int MAX_REMEMBERED = 100;
  private static final int MAX_NAMED = 10;

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

  synchronized Recording.Totals totals() {
    return totals;
  }

  synchronized List<Path> files() {
    return List.copyOf(files);
  }

  /** How long all of them sound together, such as {@code 3.210}. */
  synchronized String seconds() {
    return String.format(Locale.ROOT, "%.3f", seconds);
  }

  /** Length and names for people. */
  synchronized String summary() {
    String names =
        files.stream().limit(MAX_NAMED).map(Path::toString).collect(Collectors.joining(", "));
    return seconds()
        + " s recorded"
        + (names.isEmpty() ? "" : " to " + names)
        + (count > MAX_NAMED ? " and " + (count - MAX_NAMED) + " more" : "");
  }
}
