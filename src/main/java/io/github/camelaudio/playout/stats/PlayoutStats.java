package io.github.camelaudio.playout.stats;

/**
 * What happened to one stream, or to several together, on the way to a mix: in frames but for the
 * counts.
 *
 * @param playedFrames came in time and were played
 * @param concealedFrames did not come in time; what came before was carried on for them, fading
 * @param lateFrames came after they had been concealed, and were thrown away
 * @param repeatedFrames came although they were there already
 * @param skippedFrames of the backlog of a new stream were left out, as skipBacklog asks
 * @param cutFrames were left out because more than maxDelay arrived, faster than it plays
 * @param compressedFrames of delay were taken out by time compression, without a change of pitch
 * @param droppedFrames found the queue or the memory full, came after the stream's end, or belonged
 *     nowhere in it
 * @param underruns how often nothing was left to play while the stream went on
 * @param restarts how often a stream restarted: after a break, or when its timestamps jumped, or it
 *     changed its format, or more came than can be held
 */
public record PlayoutStats(
    long playedFrames,
    long concealedFrames,
    long lateFrames,
    long repeatedFrames,
    long skippedFrames,
    long cutFrames,
    long compressedFrames,
    long droppedFrames,
    long underruns,
    long restarts) {

  /** Nothing yet. */
  public static final PlayoutStats NONE = new PlayoutStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** Both together. */
  public PlayoutStats plus(PlayoutStats other) {
    return new PlayoutStats(
        playedFrames + other.playedFrames,
        concealedFrames + other.concealedFrames,
        lateFrames + other.lateFrames,
        repeatedFrames + other.repeatedFrames,
        skippedFrames + other.skippedFrames,
        cutFrames + other.cutFrames,
        compressedFrames + other.compressedFrames,
        droppedFrames + other.droppedFrames,
        underruns + other.underruns,
        restarts + other.restarts);
  }

  /** One line for the log: what went wrong, or that nothing did, and what was compressed. */
  public String troubles() {
    StringBuilder text = new StringBuilder();
    append(text, underruns, "underruns");
    append(text, concealedFrames, "frames concealed");
    append(text, lateFrames, "frames late");
    append(text, skippedFrames, "frames skipped");
    append(text, cutFrames, "frames beyond maxDelay cut");
    append(text, droppedFrames, "frames dropped");
    append(text, restarts, "restarts");
    if (text.isEmpty()) {
      text.append("nothing missing");
    }
    append(text, compressedFrames, "frames of delay taken out by time compression");
    return text.toString();
  }

  private static void append(StringBuilder text, long count, String what) {
    if (count > 0) {
      text.append(text.isEmpty() ? "" : ", ").append(count).append(' ').append(what);
    }
  }
}
