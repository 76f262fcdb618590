package io.github.camelaudio.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The first {@code limit} stretches of a recording that did not come. What comes after all is taken
 * out; what does not fit is counted. One thread.
 */
final class GapList {

  /** From a position (included) to another (excluded), in frames. */
  record Gap(long from, long to) {}

  private final int limit;
  private final TreeMap<Long, Long> gaps = new TreeMap<>();
  private long notListed;

  GapList(int limit) {
    this.limit = limit;
  }

  void add(long from, long to) {
    if (gaps.size() < limit) {
      gaps.put(from, to);
    } else {
      notListed++;
    }
  }

  /** Takes a stretch out; of what was not listed, nothing. */
  void fill(long from, long to) {
    Map.Entry<Long, Long> gap = gaps.lowerEntry(to);
    while (gap != null && gap.getValue() > from) {
      gaps.remove(gap.getKey());
      if (gap.getKey() < from) {
        add(gap.getKey(), from);
      }
      if (gap.getValue() > to) {
        add(to, gap.getValue());
      }
      gap = gaps.lowerEntry(gap.getKey());
    }
  }

  /** In the order of their places. */
  List<Gap> gaps() {
    List<Gap> list = new ArrayList<>();
    gaps.forEach((from, to) -> list.add(new Gap(from, to)));
    return list;
  }

  /** How many more there were, of which some may have come later. */
  long notListed() {
    return notListed;
  }
}
