package io.github.camelaudio.playout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Numbered;
import org.junit.jupiter.api.Test;

class ProbationTest {

  private static final long SECOND = 1_000_000_000;

  private final Probation probation = new Probation();

  @Test
  void pass_ofASecondBlock_givesTheFirstBack_once() {
    AudioBlock first = new Numbered(1, 0).block(0, 10);
    assertNull(probation.pass(first, -5));
    assertEquals(new Probation.First(first, -5), probation.pass(first, SECOND - 5));
    assertNull(probation.pass(first, SECOND - 5));
  }

  @Test
  void pass_ofASecondBlockTooLate_isAFirstOneAgain() {
    AudioBlock late = new Numbered(1, 0).block(10, 10);
    assertNull(probation.pass(new Numbered(1, 0).block(0, 10), 0));
    assertNull(probation.pass(late, SECOND + 1));
    assertEquals(new Probation.First(late, SECOND + 1), probation.pass(late, SECOND + 2));
  }

  @Test
  void pass_keepsStreamsApart() {
    assertNull(probation.pass(new Numbered(1, 0).block(0, 10), 0));
    assertNull(probation.pass(new Numbered(2, 0).block(0, 10), 0));
  }

  @Test
  void pass_ofAFlood_remembersTheLatest256() {
    AudioBlock[] firsts = new AudioBlock[257];
    for (int id = 0; id < 257; id++) {
      firsts[id] = new Numbered(id, 0).block(0, 1);
      assertNull(probation.pass(firsts[id], 0));
    }
    assertEquals(new Probation.First(firsts[1], 0), probation.pass(firsts[1], 1));
    assertNull(probation.pass(firsts[0], 1), "the oldest has gone");
  }

  @Test
  void pass_ofLargeFirsts_holdsAMegabyteAtMost_andForASecond() {
    AudioBlock large = new Numbered(0, 0).block(0, 16_000);
    for (int id = 0; id < 256; id++) {
      assertNull(probation.pass(new Numbered(id, 0).block(0, 16_000), 0));
      assertTrue(probation.bytes() <= 1_000_000, () -> probation.bytes() + " bytes");
    }
    assertTrue(probation.bytes() > 1_000_000 - large.sizeBytes());
    assertNull(probation.pass(new Numbered(1_000, 0).block(0, 1), SECOND + 1));
    assertEquals(new Numbered(1_000, 0).block(0, 1).sizeBytes(), probation.bytes());
  }

  @Test
  void pass_ofABlockThatIsTooLargeAlone_stillGivesItBack() {
    AudioBlock huge = new Numbered(1, 0).block(0, 1_000_000);
    assertNull(probation.pass(new Numbered(2, 0).block(0, 10), 0));
    assertNull(probation.pass(huge, 0));
    assertEquals(new Probation.First(huge, 0), probation.pass(huge, 1));
    assertEquals(0, probation.bytes());
  }
}
