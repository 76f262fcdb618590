package io.github.camelaudio.playout.buffer;

import java.util.Arrays;

/**
 * Which of a stream's latest places came, a bit for each. A fixed number of places back from the
 * latest one that was set is known; older ones share their bits. Places may be negative. One
 * thread; allocates only in the constructor and in {@link #grow}.
 */
final class PlaceBits {

  /** As many as a power of two, so that a place's word is found without a division. */
  private long[] words;

  PlaceBits(int places) {
    words = new long[words(places)];
  }

  private static int words(int places) {
    int least = (places + 2 * Long.SIZE - 2) / Long.SIZE; // wherever in a word they begin
    return Integer.highestOneBit(2 * least - 1);
  }

  /** The bytes that the bits of {@code places} places take. */
  static long bytes(int places) {
    return (long) words(places) * Long.BYTES;
  }

  /**
   * Makes more places known. Allocates.
   *
   * @param end the place behind the latest one that was set
   */
  void grow(int places, long end) {
    int more = words(places);
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

  /** Says of the places from one up to another, exclusive, whether they came. */
  void set(long from, long to, boolean came) {
    long place = Math.max(from, to - (long) words.length * Long.SIZE);
    while (place < to) {
      int bit = (int) place & 63;
      int count = (int) Math.min(Long.SIZE - bit, to - place);
      long bits = -1L >>> (Long.SIZE - count) << bit;
      int word = word(place);
      words[word] = came ? words[word] | bits : words[word] & ~bits;
      place += count;
    }
  }

  /** How many places from one on, at most {@code most}, are alike: came, or did not. */
  int run(long from, int most, boolean came) {
    int count = 0;
    while (count < most) {
      long place = from + count;
      int bit = (int) place & 63;
      long word = words[word(place)];
      int alike = Long.numberOfTrailingZeros((came ? ~word : word) >>> bit);
      if (alike < Long.SIZE - bit) {
        return Math.min(most, count + alike);
      }
      count += Long.SIZE - bit;
    }
    return most;
  }

  private int word(long place) {
    return (int) (place >> 6) & (words.length - 1);
  }
}
