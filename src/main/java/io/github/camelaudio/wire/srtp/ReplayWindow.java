package io.github.camelaudio.wire.srtp;

/**
 * Which of the newest {@value #PACKETS} packets of a stream came (RFC 3711 3.3.2), and the highest
 * index. Older ones count as replayed.
 */
final class ReplayWindow {

  static final int PACKETS = 1_024;

  private final long[] came = new long[PACKETS / 64];
  private long highest = -1;

  /** The highest index that came; -1 before the first. */
  long highest() {
    return highest;
  }

  /** Whether a packet of this index came before, is too old to tell, or is of no packet. */
  boolean has(long index) {
    return isOld(index) || (index <= highest && (came[word(index)] & 1L << index) != 0);
  }

  /** Whether a packet of this index is too old to tell, or is of no packet. */
  boolean isOld(long index) {
    return index < 0 || index <= highest - PACKETS;
  }

  /** Marks a packet that is authentic. */
  void add(long index) {
    for (long at = Math.max(highest + 1, index - PACKETS + 1); at <= index; at++) {
      came[word(at)] &= ~(1L << at);
    }
    highest = Math.max(highest, index);
    came[word(index)] |= 1L << index;
  }

  private static int word(long index) {
    return (int) (index / 64 % (PACKETS / 64));
  }

  /**
   * The index of a packet, from its 16 bits: the one nearest to the highest (RFC 3711 3.3.1).
   *
   * @return negative for one before the first of the stream
   */
  long indexOf(int sequence) {
    return highest < 0 ? sequence : highest + (short) (sequence - (int) highest);
  }
}
