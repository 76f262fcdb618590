package io.github.camelaudio.audio;

/**
 * Arithmetic on counters that wrap: RTP sequence numbers (16 bits) and timestamps (32 bits). A
 * distance is signed and holds as long as the two are less than half a turn apart (RFC 1982).
 */
public final class Wrap {

  private Wrap() {}

  /** How far {@code later} is ahead of {@code earlier}, -32768..32767. */
  public static int sequenceDistance(int later, int earlier) {
    return (short) (later - earlier);
  }

  /** How far {@code later} is ahead of {@code earlier}, in frames, negative when behind. */
  public static int timestampDistance(int later, int earlier) {
    return later - earlier;
  }

  /** The sequence number {@code steps} on, 0..65535. */
  public static int sequencePlus(int sequence, int steps) {
    return (sequence + steps) & 0xFFFF;
  }
}
