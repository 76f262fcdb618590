package io.github.camelaudio.playout;

/**
 * What happened to one stream on its way to the speaker, in frames but for the counts.
 *
 * @param playedFrames came in time and were played
 * @param missingFrames did not come in time; silence was played for them
 * @param lateFrames came after their time and were thrown away
 * @param repeatedFrames came although they were there already
 * @param skippedFrames were left out to get back to the target delay after a burst
 * @param droppedFrames found the queue full
 * @param underruns how often nothing was left to play while the stream went on
 * @param restarts how often the timestamps jumped beyond what can be buffered
 */
public record PlayoutStats(
    long playedFrames,
    long missingFrames,
    long lateFrames,
    long repeatedFrames,
    long skippedFrames,
    long droppedFrames,
    long underruns,
    long restarts) {

  /** Nothing yet. */
  public static final PlayoutStats NONE = new PlayoutStats(0, 0, 0, 0, 0, 0, 0, 0);

  /** Both together. */
  public PlayoutStats plus(PlayoutStats other) {
    return new PlayoutStats(
        playedFrames + other.playedFrames,
        missingFrames + other.missingFrames,
        lateFrames + other.lateFrames,
        repeatedFrames + other.repeatedFrames,
        skippedFrames + other.skippedFrames,
        droppedFrames + other.droppedFrames,
        underruns + other.underruns,
        restarts + other.restarts);
  }

  /** One line for the log: what went wrong, or that nothing did. */
  public String troubles() {
    StringBuilder text = new StringBuilder();
    append(text, underruns, "underruns");
    append(text, missingFrames, "frames missing");
    append(text, lateFrames, "frames late");
    append(text, skippedFrames, "frames skipped");
    append(text, droppedFrames, "frames dropped");
    append(text, restarts, "restarts");
    return text.isEmpty() ? "nothing missing" : text.toString();
  }

  private static void append(StringBuilder text, long count, String what) {
    if (count > 0) {
      text.append(text.isEmpty() ? "" : ", ").append(count).append(' ').append(what);
    }
  }
}
