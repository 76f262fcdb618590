package io.github.camelaudio.playout.buffer;

import java.util.Arrays;

/**
 * Which of a stream's latest positions came, a bit for each. A fixed number of positions back from
 * the latest one that was set is known; older ones share their bits. Positions may be negative. One
 * thread; allocates only in the constructor and in {@link #grow}.
 */
final class PositionBits {

  /** As many as a power of two, so that a position's word is found without a division. */
  private long[] words;

  PositionBits(int positions) {
    words = new long[words(positions)];
  }

  private static int words(int positions) {
    int least = (positions + 2 * Long.SIZE - 2) / Long.SIZE; // wherever in a word they begin
    return Integer.highestOneBit(2 * least - 1);
  }

  /** The bytes that the bits of {@code positions} positions take. */
  static long bytes(int positions) {
    return (long) words(positions) * Long.BYTES;
  }

  /**
   * Makes more positions known. Allocates.
   *
   * @param end the position behind the latest one that was set
   */
  void grow(int positions, long end) {
    int more = words(positions);
    if (more <= words.length) {
      return;
    }
    long[] old = words;
    words = new long[more];
    long last = (end - 1) >> 6;
    for (long word = last - old.length + 1; word <= last; word++) {
      words[(int) word & (more - 1)] = old[(int) word & (old.length - 1)];
    }
  }

  /** Clears all: nothing came. */
  void clear() {
    Arrays.fill(words, 0);
  }

  /** Says of the positions from one up to another, exclusive, whether they came. */
  void set(long from, long to, boolean came) {
    long position = Math.max(from, to - (long) words.length * Long.SIZE);
    while (position < to) {
      int bit = (int) position & 63;
      int count = (int) Math.min(Long.SIZE - bit, to - position);
      long bits = -1L >>> (Long.SIZE - count) << bit;
      int word = word(position);
      words[word] = came ? words[word] | bits : words[word] & ~bits;
      position += count;
    }
  }

  /** How many positions from one on, at most {@code most}, are alike: came, or did not. */
  int run(long from, int most, boolean came) {
    int count = 0;
    while (count < most) {
      long position = from + count;
      int bit = (int) position & 63;
      long word = words[word(position)];
      int alike = Long.numberOfTrailingZeros((came ? ~word : word) >>> bit);
      if (alike < Long.SIZE - bit) {
        return Math.min(most, count + alike);
      }
      count += Long.SIZE - bit;
    }
    return most;
  }

  private int word(long position) {
    return (int) (position >> 6) & (words.length - 1);
  }
}
