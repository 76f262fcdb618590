package io.github.camelaudio.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.report.GapList.Gap;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GapListTest {

  private final GapList list = new GapList(100);

  @Test
  void whatFillsTheMiddle_leavesBothEnds() {
    list.add(10, 20);
    list.fill(12, 15);
    assertThat(list.gaps()).containsExactly(new Gap(10, 12), new Gap(15, 20));
  }

  @Test
  void whatCoversSeveral_fillsThemAll() {
    list.add(10, 12);
    list.add(14, 16);
    list.add(18, 22);
    list.fill(9, 20);
    assertThat(list.gaps()).containsExactly(new Gap(20, 22));
  }

  @Test
  void gapsBeyondTheLimit_areCounted() {
    for (long i = 0; i < 150; i++) {
      list.add(10 * i, 10 * i + 5);
    }
    assertThat(list.gaps()).hasSize(100).first().isEqualTo(new Gap(0, 5));
    assertThat(list.notListed()).isEqualTo(50);
  }

  @Test
  void anyOrderOfFillings_leavesWhatWasNotFilled() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    BitSet open = new BitSet();
    for (int at = 0; at < 1_000; at += 20) {
      list.add(at, at + 10);
      open.set(at, at + 10);
    }
    for (int i = 0; i < 40; i++) {
      int from = random.nextInt(1_000);
      int to = from + 1 + random.nextInt(30);
      list.fill(from, to);
      open.clear(from, to);
      BitSet listed = new BitSet();
      list.gaps().forEach(gap -> listed.set((int) gap.from(), (int) gap.to()));
      assertThat(listed).as("seed %d, filling %d to %d", seed, from, to).isEqualTo(open);
    }
    assertThat(list.notListed()).isZero();
  }
}
