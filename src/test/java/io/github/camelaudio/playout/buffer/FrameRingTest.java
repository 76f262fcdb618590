package io.github.camelaudio.playout.buffer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.Numbered;
import io.github.camelaudio.audio.Samples;
import io.github.camelaudio.playout.Memory;
import org.junit.jupiter.api.Test;

class FrameRingTest {

  private final Numbered stream = new Numbered(1, 0);
  private final FrameRing ring = new FrameRing(1, 10, Memory.plenty());

  @Test
  void read_ofBlocksWrittenOutOfOrder_givesThemByTheirPosition() {
    ring.write(stream.block(3, 3), 0, 3);
    ring.write(stream.block(0, 3), 0, 0);
    assertEquals(6, ring.level());
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, read(6));
    assertEquals(0, ring.level());
  }

  @Test
  void runAndHole_tellWhatCameAndWhatDidNot_upToTheEnd() {
    ring.write(stream.block(0, 2), 0, 0);
    ring.write(stream.block(4, 2), 0, 4);
    assertEquals(6, ring.level());
    assertEquals(2, ring.run(10));
    assertEquals(0, ring.hole(10));
    assertEquals(1, ring.run(1));
    assertArrayEquals(new float[] {1, 2}, read(2));
    assertEquals(0, ring.run(10));
    assertEquals(2, ring.hole(10));
    assertEquals(1, ring.hole(1));
    ring.skip(2);
    assertArrayEquals(new float[] {5, 6}, read(2));
    assertEquals(0, ring.run(10));
    assertEquals(0, ring.hole(10));
  }

  @Test
  void readAndWrite_manyTimesItsCapacity_keepEachFrame() {
    for (int from = 0; from < 700; from += 7) {
      ring.write(stream.block(from, 7), 0, from);
      assertEquals(from, ring.readPosition());
      float[] out = read(7);
      for (int i = 0; i < 7; i++) {
        assertEquals(from + i + 1, out[i]);
      }
    }
  }

  @Test
  void write_ofFramesThatAreThere_keepsTheFirstAndCountsThem() {
    ring.write(stream.block(0, 4), 0, 0);
    int repeated = ring.write(stream.block(100, 6), 0, 0);
    assertEquals(4, repeated);
    assertArrayEquals(new float[] {1, 2, 3, 4, 105, 106}, read(6));
  }

  @Test
  void write_fromAFrameInsideTheBlock_leavesOutThoseBefore() {
    ring.write(stream.block(0, 5), 3, 3);
    assertEquals(3, ring.hole(10));
    ring.skip(3);
    assertArrayEquals(new float[] {4, 5}, read(2));
  }

  @Test
  void read_placesFramesAtTheOffsetAsked() {
    ring.write(stream.block(0, 2), 0, 0);
    float[] out = {9, 9, 9, 9};
    ring.read(out, 1, 2);
    assertArrayEquals(new float[] {9, 1, 2, 9}, out);
  }

  @Test
  void skip_leavesOutFramesAndTheirSlotsAreFreeAgain() {
    ring.write(stream.block(0, 8), 0, 0);
    ring.skip(5);
    assertEquals(5, ring.readPosition());
    assertEquals(3, ring.level());
    assertEquals(0, ring.write(stream.block(8, 7), 0, 8));
    assertArrayEquals(new float[] {6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, read(10));
  }

  @Test
  void restart_forgetsAllFramesAndGoesOnElsewhere() {
    ring.write(stream.block(0, 8), 0, 0);
    ring.restart(1_000);
    assertEquals(1_000, ring.readPosition());
    assertEquals(0, ring.level());
    ring.write(stream.block(20, 1), 0, 1_001);
    assertEquals(1, ring.hole(10));
    ring.skip(1);
    assertArrayEquals(new float[] {21}, read(1));
  }

  @Test
  void skip_beyondTheEnd_leavesHolesThere_thatMayNotPassForSound() {
    ring.write(stream.block(0, 10), 0, 0);
    ring.skip(14);
    assertEquals(14, ring.readPosition());
    assertEquals(14, ring.end());
    assertEquals(4, ring.holesBefore(10, 4));
    assertEquals(0, ring.holesBefore(4, 6));
  }

  @Test
  void extendTo_makesHoles_whichAWriteStillFills() {
    ring.extendTo(6);
    assertEquals(6, ring.level());
    assertEquals(6, ring.hole(10));
    assertEquals(0, ring.write(stream.block(2, 2), 0, 2));
    assertEquals(2, ring.hole(10));
    ring.skip(2);
    assertArrayEquals(new float[] {3, 4}, read(2));
    assertEquals(2, ring.hole(10));
  }

  @Test
  void holesBefore_countsPositionsThatNeverCame_asFarBackAsIsKnown() {
    ring.write(stream.block(0, 3), 0, 0);
    ring.write(stream.block(5, 5), 0, 5);
    ring.skip(8);
    assertEquals(2, ring.holesBefore(0, 8));
    assertEquals(1, ring.holesBefore(4, 2));
    assertEquals(0, ring.holesBefore(5, 5), "positions from the position on are not before it");
    ring.write(stream.block(10, 8), 0, 10);
    assertEquals(0, ring.holesBefore(0, 8), "their slots have been taken");
  }

  @Test
  void rewind_makesHolesBeforeThePosition_whichCanBeWritten() {
    ring.write(stream.block(4, 3), 0, 0);
    ring.rewind(-4);
    assertEquals(7, ring.level());
    assertEquals(0, ring.write(stream.block(0, 4), 0, -4));
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6, 7}, read(7));
  }

  @Test
  void grow_keepsFramesAndHoles_wherePositionIsAnywhere() {
    for (int from = -13; from < 13; from++) {
      FrameRing small = new FrameRing(1, 7, Memory.plenty());
      small.restart(from);
      small.write(stream.block(100, 2), 0, from);
      small.write(stream.block(103, 3), 0, from + 3);
      small.grow(19);
      assertEquals(19, small.capacity());
      assertEquals(2, small.run(19));
      float[] out = new float[3];
      small.read(out, 0, 2);
      assertEquals(1, small.hole(19));
      small.skip(1);
      assertEquals(3, small.run(19));
      small.read(out, 0, 3);
      assertArrayEquals(new float[] {104, 105, 106}, out);
    }
    ring.grow(5);
    assertEquals(10, ring.capacity());
  }

  @Test
  void write_takesMemoryForTheSoundThatCame_notForWhatTheRingMayHold() {
    long begin = FrameRing.beginBytes(1, 600_000);
    assertTrue(begin < 200_000, begin + " bytes");
    FrameRing large = new FrameRing(1, 600_000, Memory.plenty());
    for (int from = 0; from < 60_000; from += 1_000) {
      assertEquals(0, large.write(stream.block(from, 1_000), 0, from));
    }
    float[] out = new float[60_000];
    assertEquals(60_000, large.run(60_000));
    large.read(out, 0, 60_000);
    for (int i = 0; i < 60_000; i++) {
      assertEquals(i + 1, out[i]);
    }
  }

  @Test
  void write_withoutMemory_filesNothing_andWhatIsHeldStays() {
    MemoryShare memory = Memory.ofBytes(300_000);
    FrameRing bounded = new FrameRing(1, 600_000, memory);
    int from = 0;
    while (bounded.write(stream.block(from, 1_000), 0, from) == 0) {
      from += 1_000;
    }
    assertTrue(from > 2_048 && from < 300_000 / 4, from + " frames");
    assertEquals(from, bounded.level());
    assertFalse(bounded.makeRoom(1_000));
    assertFalse(bounded.rewind(-75_000));
    float[] out = new float[from];
    assertEquals(from, bounded.run(from));
    bounded.read(out, 0, from);
    assertEquals(from, out[from - 1]);
    assertEquals(0, bounded.write(stream.block(from, 1_000), 0, from), "there is room again");
  }

  @Test
  void write_ofFloatsThatAreNoNumbers_isSilenceInstead() {
    float[] values = {1, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -1};
    byte[] pcm = new byte[20];
    Samples.encode(Encoding.F32, values, 0, pcm, 0, 5);
    ring.write(AudioBlock.builder(Numbered.FORMAT).pcm(pcm), 0, 0);
    assertArrayEquals(new float[] {1, 0, 0, 0, -1}, read(5));
  }

  @Test
  void write_ofMonoIntoStereo_goesToBothChannels() {
    FrameRing stereo = new FrameRing(2, 10, Memory.plenty());
    stereo.write(stream.block(0, 2), 0, 0);
    float[] out = new float[4];
    stereo.read(out, 0, 2);
    assertArrayEquals(new float[] {1, 1, 2, 2}, out);
  }

  private float[] read(int frames) {
    float[] out = new float[frames];
    ring.read(out, 0, frames);
    return out;
  }
}
