package io.github.camelaudio.playout.signal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.Numbered;
import io.github.camelaudio.playout.Memory;
import io.github.camelaudio.playout.buffer.FrameRing;
import io.github.camelaudio.playout.stats.PlayoutCounters;
import org.junit.jupiter.api.Test;

/** A stream at 1 kHz, so that a concealment is silent after 60 frames, and a way back has 10. */
class ConcealingReaderTest {

  private static final int NO_HOLD = 0;

  private final Numbered numbers = new Numbered(1, 0);
  private final FrameRing ring = new FrameRing(1, 1_000, Memory.plenty());
  private final PlayoutCounters counters = new PlayoutCounters();
  private final ConcealingReader stream =
      new ConcealingReader(ring, new Concealer(1, 1_000), counters, 1);

  private void write(int from, int frames) {
    ring.write(numbers.block(from, frames), 0, from);
  }

  private float[] fill(int frames, int mayHold) {
    float[] out = new float[frames];
    stream.fill(out, frames, mayHold);
    return out;
  }

  private long concealed() {
    return counters.stats().concealedFrames();
  }

  @Test
  void fill_ofWhatIsThere_isThat() {
    write(0, 10);
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, fill(6, NO_HOLD));
    assertArrayEquals(new float[] {7, 8, 9, 10}, fill(4, NO_HOLD));
    assertEquals(10, counters.stats().playedFrames());
    assertEquals(0, concealed());
    assertEquals(0, stream.starvedFrames());
  }

  @Test
  void fill_acrossAHole_concealsIt_andTheTimelineStaysExact() {
    write(0, 100);
    write(130, 100);
    float[] out = fill(230, NO_HOLD);
    assertEquals(100, out[99]);
    assertTrue(out[100] > 0, "it goes on");
    assertEquals(150, out[149], "20 frames after the hole");
    assertEquals(230, out[229]);
    assertEquals(30, concealed());
    assertEquals(200, counters.stats().playedFrames());
    assertEquals(0, counters.stats().underruns(), "more had come");
    assertEquals(230, ring.readPosition());
  }

  @Test
  void fill_whenNothingIsLeft_andItMayNotStandStill_passesTheTime() {
    write(0, 100);
    fill(140, NO_HOLD);
    assertEquals(140, ring.readPosition());
    assertEquals(40, stream.starvedFrames());
    assertEquals(1, counters.stats().underruns());
    fill(10, NO_HOLD);
    assertEquals(1, counters.stats().underruns(), "the same one");
    assertEquals(50, concealed());
    assertEquals(0, stream.settle());
    write(150, 50);
    assertEquals(200, fill(50, NO_HOLD)[49]);
    assertEquals(0, stream.starvedFrames());
    fill(1, NO_HOLD);
    assertEquals(2, counters.stats().underruns());
  }

  @Test
  void settle_whenTheNextBlockWasOnlyLate_growsTheDelayByIt_andLosesNothing() {
    write(0, 100);
    fill(130, 500);
    assertEquals(100, ring.readPosition(), "it stands still");
    assertEquals(30, stream.heldFrames());
    assertEquals(0, stream.settle(), "nothing has come");
    write(100, 50);
    assertEquals(30, stream.settle());
    assertEquals(0, stream.heldFrames());
    assertEquals(150, fill(50, 500)[49]);
    assertEquals(30, concealed());
    assertEquals(150, counters.stats().playedFrames());
  }

  @Test
  void settle_whenFramesWereLost_isThereWhereItWouldHaveBeen() {
    write(0, 100);
    fill(130, 500);
    write(130, 50);
    assertEquals(0, stream.settle());
    assertEquals(130, ring.readPosition());
    assertEquals(0, stream.heldFrames());
    assertEquals(30, concealed());
  }

  @Test
  void settle_whenSomeWereLostAndTheRestLate_growsByTheRest() {
    write(0, 100);
    fill(130, 500);
    write(110, 50);
    assertEquals(20, stream.settle());
    assertEquals(110, ring.readPosition());
    assertEquals(160, fill(50, 500)[49]);
  }

  @Test
  void fill_standsStillOnlyAsFarAsItMay() {
    write(0, 100);
    fill(130, 20);
    assertEquals(110, ring.readPosition());
    assertEquals(20, stream.heldFrames());
    fill(10, 20);
    assertEquals(120, ring.readPosition());
    assertEquals(40, stream.starvedFrames());
  }

  @Test
  void growBy_standsStillAtTheNextHole_once_andIsToldAfterwards() {
    write(0, 10);
    write(15, 10);
    write(30, 10);
    stream.growBy(8);
    fill(10, NO_HOLD);
    assertEquals(0, stream.settle(), "no hole yet");
    fill(13, NO_HOLD);
    assertEquals(10 + 13 - 8, ring.readPosition());
    assertEquals(8, stream.settle());
    assertEquals(0, stream.settle());
    fill(10, NO_HOLD);
    assertEquals(8 + 5, concealed());
    fill(5, NO_HOLD);
    assertEquals(30, ring.readPosition(), "the next hole passes");
    assertEquals(8 + 5 + 5, concealed());
  }

  @Test
  void fill_behindTheEnd_isSilence_andNothingIsMissing() {
    write(0, 100);
    ring.extendTo(110);
    stream.endAt(110);
    float[] out = fill(150, 500);
    assertTrue(out[105] > 0, "lost before the end");
    for (int i = 110; i < 150; i++) {
      assertEquals(0, out[i]);
    }
    assertEquals(10, concealed());
    assertEquals(0, counters.stats().underruns());
    assertEquals(150, ring.readPosition());
  }

  @Test
  void restart_forgetsWhatItWaitedFor_andWhatSounded() {
    write(0, 100);
    stream.growBy(7);
    fill(130, 500);
    stream.restart();
    assertEquals(0, stream.heldFrames());
    assertEquals(0, stream.starvedFrames());
    ring.restart(500);
    write(520, 10);
    float[] out = fill(20, 500);
    assertArrayEquals(new float[20], out);
    assertEquals(520, ring.readPosition());
    assertEquals(0, stream.settle());
  }
}
