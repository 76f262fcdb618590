package io.github.camelaudio.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The parts of a recording that have not come yet, as frame positions. Beyond {@code MAX_GAPS} the
 * first one is evicted; it stays silence, and counts as missing all the same. One thread.
 */
public final class Gaps {

  private static final int MAX_GAPS = 10_000;

  /** From a position (included) to another (excluded). */
  public record Gap(long from, long to) {}

  private final TreeMap<Long, Long> gaps = new TreeMap<>();
  private long missing;

  public void add(long from, long to) {
    gaps.put(from, to);
    missing += to - from;
    if (gaps.size() > MAX_GAPS) {
      gaps.pollFirstEntry();
    }
  }

  /** Closes what lies between two positions, and says which parts of it were open. */
  public List<Gap> fill(long from, long to) {
    List<Gap> filled = new ArrayList<>();
    Map.Entry<Long, Long> gap = gaps.lowerEntry(to);
    while (gap != null && gap.getValue() > from) {
      long start = Math.max(from, gap.getKey());
      long end = Math.min(to, gap.getValue());
      gaps.remove(gap.getKey());
      if (gap.getKey() < start) {
        gaps.put(gap.getKey(), start);
      }
      if (end < gap.getValue()) {
        gaps.put(end, gap.getValue());
      }
      missing -= end - start;
      filled.add(new Gap(start, end));
      gap = gaps.lowerEntry(start);
    }
    return filled;
  }

  /** How many frames between two positions are open. */
  public long missingFrames(long from, long to) {
    long count = 0;
    Map.Entry<Long, Long> gap = gaps.lowerEntry(to);
    while (gap != null && gap.getValue() > from) {
      count += Math.min(to, gap.getValue()) - Math.max(from, gap.getKey());
      gap = gaps.lowerEntry(gap.getKey());
    }
    return count;
  }

  /** The parts that are still open, in their order. */
  public List<Gap> open() {
    return gaps.entrySet().stream().map(gap -> new Gap(gap.getKey(), gap.getValue())).toList();
  }

  /** Whether nothing is open. */
  public boolean isEmpty() {
    return gaps.isEmpty();
  }

  /** How many frames never came. */
  public long missingFrames() {
    return missing;
  }
}
