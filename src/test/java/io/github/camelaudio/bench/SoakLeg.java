package io.github.camelaudio.bench;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One way from a source to a recorder: what was recorded of it in each minute, and whether more is
 * missing than was lost on purpose. In the minute of a reload or a kill on that way, and in the one
 * after it, some sound is missing for a good reason.
 */
final class SoakLeg {

  private static final double RATE_HZ = 48_000;

  /** How much of a minute may be in the next one: files are written in pieces. */
  private static final double EDGE_SECONDS = 1.5;

  private static final double RELOAD_SECONDS = 8;

  /** What counted in the minute before the kill, and what the others take to notice it. */
  private static final double KILL_SECONDS = 10 + 15;

  /** A datagram's sound need not be as long as another's. */
  private static final double LOSS_FACTOR = 1.3;

  private final String name;
  private final SoakProcess receiver;
  private final String recorder;
  private final SoakRecordings recordings;
  private final @Nullable SoakRelay relay;
  private double allowedSeconds;
  private double allowedNext;
  private long passedBefore;
  private long lostBefore;
  private SoakRecordings.Found foundBefore = SoakRecordings.Found.NOTHING;
  private double scannedAllowance;
  private int kills;

  /** A leg; its sources' changes allow it to miss sound. */
  SoakLeg(
      String name,
      SoakProcess receiver,
      String recorder,
      SoakRecordings recordings,
      @Nullable SoakRelay relay) {
    this.name = name;
    this.receiver = receiver;
    this.recorder = recorder;
    this.recordings = recordings;
    this.relay = relay;
  }

  SoakProcess receiver() {
    return receiver;
  }

  boolean isOfStation() {
    return name.contains("station");
  }

  /** A route on the way was reloaded. */
  void reloaded() {
    allow(RELOAD_SECONDS);
  }

  /** A process on the way was killed, and ran again after so many seconds. */
  void killed(double seconds) {
    kills++;
    allow(seconds + KILL_SECONDS);
  }

  private void allow(double seconds) {
    allowedSeconds += seconds;
    allowedNext += seconds;
  }

  /**
   * Looks at what was recorded in the seconds since the last call; adds what is wrong to a list.
   */
  String row(double seconds, List<String> wrong) throws Exception {
    Map<String, Long> grown = receiver.grown("recorder", recorder);
    double recorded = grown.getOrDefault("RecordedFrames", 0L) / RATE_HZ;
    double missing = grown.getOrDefault("MissingFrames", 0L) / RATE_HZ;
    SoakRecordings.Found found = recordings.readNew(Instant.now());
    double lossSeconds = lossSeconds(seconds);
    if (recorded < seconds - EDGE_SECONDS - allowedSeconds) {
      wrong.add(Words.of("%s: only %.1f s of %.1f s recorded", name, recorded, seconds));
    }
    if (missing > lossSeconds + allowedSeconds) {
      wrong.add(Words.of("%s: %.2f s missing, %.2f s lost on purpose", name, missing, lossSeconds));
    }
    scannedAllowance += lossSeconds + allowedSeconds;
    foundBefore = foundBefore.plus(found);
    allowedSeconds = allowedNext;
    allowedNext = 0;
    return Words.of(
        "  %-14s recorded %5.1f s, missing %5.2f s; files %d, %6.1f s, silent %5.2f s, faults %d",
        name,
        recorded,
        missing,
        found.files(),
        found.seconds(),
        found.silentSeconds(),
        found.faults());
  }

  private double lossSeconds(double seconds) throws IOException {
    if (relay == null) {
      return 0;
    }
    long passed = relay.passed() - passedBefore;
    long lost = relay.lost() - lostBefore;
    passedBefore += passed;
    lostBefore += lost;
    return passed + lost == 0 ? 0 : LOSS_FACTOR * seconds * lost / (passed + lost);
  }

  /** What the files of the whole run say; prints a line, and adds what is wrong to a list. */
  void verdict(List<String> wrong) {
    List<String> failures = new ArrayList<>();
    if (foundBefore.files() == 0) {
      failures.add("no file");
    }
    if (foundBefore.silentSeconds() > scannedAllowance) {
      failures.add("silence beyond what was lost on purpose");
    }
    if (foundBefore.faults() > kills) { // a kill may leave one file whose header is late
      failures.add(foundBefore.faults() + " faults of files");
    }
    String line =
        Words.of(
            "%-14s %d files, %.0f s, silent %.2f s, at most %.2f: %s",
            name,
            foundBefore.files(),
            foundBefore.seconds(),
            foundBefore.silentSeconds(),
            scannedAllowance,
            failures.isEmpty() ? "holds" : String.join(", ", failures).toUpperCase(Locale.ROOT));
    System.out.println(line);
    if (!failures.isEmpty()) {
      wrong.add(line);
    }
  }
}
