package io.github.camelaudio.playout.buffer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PositionBitsTest {

  @Test
  void run_countsPositionsThatAreAlike_acrossWords() {
    PositionBits bits = new PositionBits(1_000);
    bits.set(10, 200, true);
    assertEquals(10, bits.run(0, 500, false));
    assertEquals(0, bits.run(0, 500, true));
    assertEquals(190, bits.run(10, 500, true));
    assertEquals(64, bits.run(10, 64, true));
    assertEquals(0, bits.run(10, 0, true));
    bits.set(64, 128, false);
    assertEquals(54, bits.run(10, 500, true));
    assertEquals(64, bits.run(64, 500, false));
    assertEquals(72, bits.run(128, 500, true));
    bits.clear();
    assertEquals(1_000, bits.run(0, 1_000, false));
  }

  @Test
  void setAndRun_ofAnyPositions_areThoseOfASet_alsoWhereTheyWrapAndAreNegative() {
    Random random = new Random(7);
    int capacity = 300;
    for (long start : new long[] {-1_000, 0, (1L << 31) - 500, -(1L << 40)}) {
      PositionBits bits = new PositionBits(capacity);
      Set<Long> expected = new TreeSet<>();
      long end = start;
      for (int step = 0; step < 2_000; step++) {
        long from = Math.max(start, end - random.nextInt(100));
        long to = from + random.nextInt(150);
        boolean came = random.nextBoolean();
        if (to > end) {
          bits.set(end, to, false);
          end = to;
        }
        bits.set(from, to, came);
        for (long position = from; position < to; position++) {
          if (came) {
            expected.add(position);
          } else {
            expected.remove(position);
          }
        }
        if (step == 1_000) {
          bits.grow(2_000, end);
        }
        check(bits, expected, Math.max(start, end - capacity), end);
      }
    }
  }

  private static void check(PositionBits bits, Set<Long> expected, long from, long end) {
    long position = from;
    while (position < end) {
      boolean came = expected.contains(position);
      int run = bits.run(position, (int) (end - position), came);
      for (int i = 0; i < run; i++) {
        assertEquals(came, expected.contains(position + i), "position " + (position + i));
      }
      position += run;
      if (position < end) {
        assertEquals(!came, expected.contains(position), "position " + position);
      }
    }
  }

  @Test
  void set_ofFarMoreThanIsKnown_setsThoseThatAre() {
    PositionBits bits = new PositionBits(100);
    bits.set(0, 1L << 40, true);
    assertEquals(100, bits.run((1L << 40) - 100, 100, true));
  }
}
