package io.github.camelaudio.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GapsTest {

  private final Gaps gaps = new Gaps();

  @Test
  void fill_ofAWholeGap_closesIt() {
    gaps.add(10, 20);
    assertEquals(10, gaps.missingFrames());
    assertEquals(List.of(new Gaps.Gap(10, 20)), gaps.fill(10, 20));
    assertEquals(0, gaps.missingFrames());
    assertEquals(List.of(), gaps.fill(0, 100));
  }

  @Test
  void fill_insideAGap_leavesBothSidesOpen() {
    gaps.add(10, 20);
    assertEquals(List.of(new Gaps.Gap(13, 15)), gaps.fill(13, 15));
    assertEquals(8, gaps.missingFrames());
    assertEquals(List.of(new Gaps.Gap(10, 13)), gaps.fill(0, 14));
    assertEquals(List.of(new Gaps.Gap(15, 20)), gaps.fill(14, 30));
    assertEquals(0, gaps.missingFrames());
  }

  @Test
  void fill_whereNothingIsOpen_fillsNothing() {
    gaps.add(10, 20);
    assertEquals(List.of(), gaps.fill(0, 10));
    assertEquals(List.of(), gaps.fill(20, 30));
    assertEquals(10, gaps.missingFrames());
  }

  @Test
  void add_ofMoreGapsThanAreRemembered_stillCountsThemAll() {
    for (int i = 0; i < 10_001; i++) {
      gaps.add(10L * i, 10L * i + 1);
    }
    assertEquals(10_001, gaps.missingFrames());
    assertEquals(List.of(), gaps.fill(0, 1));
    assertEquals(List.of(new Gaps.Gap(10, 11)), gaps.fill(10, 11));
    assertEquals(10_000, gaps.missingFrames());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void fill_inAnyOrder_agreesWithASetOfFrames(long seed) {
    Random random = new Random(seed);
    BitSet open = new BitSet();
    for (int at = random.nextInt(20); at < 2_000; at += 1 + random.nextInt(20)) {
      int end = at + 1 + random.nextInt(20);
      gaps.add(at, end);
      open.set(at, end);
      at = end;
    }
    for (int i = 0; i < 500; i++) {
      int from = random.nextInt(2_000);
      int to = from + 1 + random.nextInt(50);
      assertEquals(open.get(from, to).cardinality(), gaps.missingFrames(from, to), "seed " + seed);
      BitSet filled = new BitSet();
      gaps.fill(from, to).forEach(gap -> filled.set((int) gap.from(), (int) gap.to()));
      assertEquals(open.get(from, to).cardinality(), filled.cardinality(), "seed " + seed);
      filled.stream().forEach(frame -> assertEquals(true, open.get(frame), "seed " + seed));
      open.clear(from, to);
      assertEquals(open.cardinality(), gaps.missingFrames(), "seed " + seed);
    }
  }
}
