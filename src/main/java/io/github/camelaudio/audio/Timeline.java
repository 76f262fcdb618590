package io.github.camelaudio.audio;

/**
 * Turns a stream's wrapping timestamps into places, frame counts of 64 bits that do not wrap. Holds
 * as long as two blocks that follow each other are less than 2^31 frames apart. One thread.
 */
public final class Timeline {

  private int anchorTimestamp;
  private long anchorPlace;

  /** Says where a timestamp is; all others follow from it. */
  public void anchor(int timestamp, long position) {
    anchorTimestamp = timestamp;
    anchorPlace = position;
  }

  /** The position of a timestamp near the latest one seen. */
  public long position(int timestamp) {
    return anchorPlace + Wrap.timestampDistance(timestamp, anchorTimestamp);
  }

  /** Notes how far the stream has come, so that the next wrap is understood. */
  public void advance(int timestamp, long position) {
    if (position > anchorPlace) {
      anchor(timestamp, position);
    }
  }
}
