package io.github.camelaudio.output;

import io.github.camelaudio.audio.PcmFormat;
import org.jspecify.annotations.Nullable;

/**
 * Where a speaker or a mixer stands at one moment.
 *
 * @param name such as {@code speaker:default}
 * @param format of its mix
 * @param trouble why nothing is heard, in one sentence; null while there is none
 * @param bufferMillis what the device holds when full; null where there is no device
 * @param deviceLatencyMillis from handing over a frame until it is heard; null when not known
 */
public record OutputStatus(
    String name,
    PcmFormat format,
    State state,
    @Nullable String trouble,
    @Nullable Integer bufferMillis,
    @Nullable Double deviceLatencyMillis) {

  /** Whether it is heard. */
  public enum State {
    /** At least one stream plays. */
    PLAYING,
    /** Nothing plays, but it would. */
    SILENT,
    /** The device is not there, or no route takes the mix, or it does not run. */
    ABSENT;

    public static State of(boolean present, int activeStreams) {
      return !present ? ABSENT : activeStreams > 0 ? PLAYING : SILENT;
    }
  }

  /** What it is: {@code speaker} or {@code mixer}. */
  public String kind() {
    return name.substring(0, Math.max(0, name.indexOf(':')));
  }
}
