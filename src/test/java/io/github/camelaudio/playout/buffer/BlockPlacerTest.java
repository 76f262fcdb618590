package io.github.camelaudio.playout.buffer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Numbered;
import io.github.camelaudio.playout.Memory;
import io.github.camelaudio.playout.stats.PlayoutCounters;
import org.junit.jupiter.api.Test;

/** A longest delay of 100 frames, and 20 more for a moment. */
class BlockPlacerTest {

  private static final int MAX = 100;
  private static final int SLACK = 20;

  /** The timestamps wrap within the first few frames. */
  private final Numbered stream = new Numbered(1, -5);

  private final FrameRing ring = new FrameRing(1, MAX + SLACK, Memory.plenty());
  private final PlayoutCounters counters = new PlayoutCounters();
  private final BlockPlacer filing = new BlockPlacer(ring, counters, MAX, SLACK);

  private void begin(int from, int frames, long position) {
    AudioBlock first = stream.block(from, frames);
    filing.begin(first, position);
    filing.write(first, true);
  }

  private float[] read(int frames) {
    float[] out = new float[frames];
    ring.read(out, 0, frames);
    return out;
  }

  @Test
  void write_putsEachBlockAtItsPlace_acrossTheTimestampsWrap() {
    begin(0, 4, 1_000);
    assertEquals(1_008, filing.write(stream.block(8, 4), false));
    assertEquals(1_004, filing.write(stream.block(4, 4), false));
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, read(12));
    assertEquals(4, filing.freshFrames());
    assertEquals(0, filing.lateFrames());
    assertEquals(4, filing.blockFrames());
  }

  @Test
  void write_ofManyTurnsOfTheTimestamp_followsThem() {
    begin(0, 10, 0);
    AudioBlock.Builder builder = AudioBlock.builder(Numbered.FORMAT);
    long position = 0;
    for (int turn = 0; turn < 5_000; turn++) {
      position += 1_000_000;
      filing.continueAt(builder.timestamp((int) position).pcm(new byte[40]), position);
      ring.restart(position);
      assertEquals(
          position, filing.write(builder.timestamp((int) position).pcm(new byte[40]), false));
    }
    assertTrue(position > 1L << 32);
  }

  @Test
  void write_ofWhatCameBefore_countsItRepeated_andKeepsTheFirst() {
    begin(0, 10, 0);
    filing.write(stream.block(5, 10), false);
    assertEquals(5, filing.freshFrames());
    assertEquals(5, counters.stats().repeatedFrames());
    filing.write(stream.block(0, 10), false);
    assertEquals(0, filing.freshFrames());
    assertEquals(15, counters.stats().repeatedFrames());
    assertEquals(0, counters.stats().lateFrames());
  }

  @Test
  void write_ofWhatWasConcealed_countsItLate_andTakesTheRest() {
    begin(0, 10, 0);
    ring.skip(14);
    filing.write(stream.block(10, 10), false);
    assertEquals(4, filing.lateFrames());
    assertEquals(10, filing.freshFrames());
    assertArrayEquals(new float[] {15, 16, 17, 18, 19, 20}, read(6));
    assertEquals(4, counters.stats().lateFrames());
    assertEquals(0, counters.stats().repeatedFrames());
  }

  @Test
  void write_ofWhatWasPlayed_countsItRepeated() {
    begin(0, 10, 0);
    read(10);
    filing.write(stream.block(0, 10), false);
    assertEquals(10, counters.stats().repeatedFrames());
    assertEquals(0, counters.stats().lateFrames());
    assertEquals(0, filing.freshFrames());
  }

  @Test
  void write_beforeTheFirst_goesBackToIt_whileNothingWasPlayed() {
    begin(20, 10, 0);
    assertFalse(filing.jumps(stream.block(10, 10)));
    assertEquals(-10, filing.write(stream.block(10, 10), true));
    assertEquals(-10, ring.readPosition());
    assertEquals(11, read(20)[0]);
  }

  @Test
  void write_beforeTheFirst_onceItPlays_isLate() {
    begin(20, 10, 0);
    assertEquals(-10, filing.write(stream.block(10, 10), false));
    assertEquals(0, ring.readPosition());
    assertEquals(10, counters.stats().lateFrames() + counters.stats().repeatedFrames());
  }

  @Test
  void jumps_isWhatIsFartherThanCanBeHeld_inEitherDirection() {
    begin(0, 10, 0);
    int capacity = MAX + 3 * 10 + SLACK;
    assertFalse(filing.jumps(stream.block(capacity - 10, 10)));
    assertTrue(filing.jumps(stream.block(capacity - 9, 10)));
    assertFalse(filing.jumps(stream.block(-MAX, 10)));
    assertTrue(filing.jumps(stream.block(-MAX - 1, 10)));
    assertTrue(filing.jumps(stream.block(Integer.MIN_VALUE, 10)));
    assertTrue(filing.jumps(stream.block(Integer.MAX_VALUE, 10)));
  }

  @Test
  void write_ofLargerBlocks_makesRoomForThem() {
    begin(0, 1, 0);
    filing.write(stream.block(1, 70), false);
    assertEquals(70, filing.blockFrames());
    assertEquals(MAX + 3 * 70 + SLACK, ring.capacity());
    assertEquals(71, ring.run(1_000));
  }

  @Test
  void keepStray_ofTwoInARow_givesTheFirst_andOfASingleOneDropsIt() {
    begin(0, 10, 0);
    AudioBlock lone = stream.block(5_000, 10);
    AudioBlock first = stream.block(90_000, 10);
    assertNull(filing.keepStray(lone, 7));
    assertNull(filing.keepStray(first, 8));
    assertEquals(10, counters.stats().droppedFrames(), "the lone one");
    assertSame(first, filing.keepStray(stream.block(90_010, 10), 9));
    assertEquals(8, filing.strayArrivalNanos());
    filing.dropStray();
    assertEquals(10, counters.stats().droppedFrames(), "it is no stray any more");
  }

  @Test
  void dropStray_countsIt_once() {
    begin(0, 10, 0);
    filing.keepStray(stream.block(5_000, 10), 7);
    filing.dropStray();
    filing.dropStray();
    assertEquals(10, counters.stats().droppedFrames());
  }

  @Test
  void begin_forgetsWhatWasHeld_andGoOnKeepsIt() {
    begin(0, 10, 0);
    filing.continueAt(stream.block(5_000, 10), 10);
    assertEquals(10, filing.write(stream.block(5_000, 10), false));
    assertEquals(20, ring.run(100));
    filing.begin(stream.block(77, 10), 300);
    assertEquals(0, ring.level());
    assertEquals(310, filing.write(stream.block(87, 10), false));
  }
}
