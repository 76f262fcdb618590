package io.github.camelaudio.playout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.camelaudio.audio.Numbered;
import org.junit.jupiter.api.Test;

class FrameRingTest {

  private final Numbered stream = new Numbered(1, 0);
  private final FrameRing ring = new FrameRing(1, 10);
  private int there;

  @Test
  void read_ofBlocksWrittenOutOfOrder_givesThemByTheirPlace() {
    ring.write(stream.block(3, 3), 0, 3);
    ring.write(stream.block(0, 3), 0, 0);
    assertEquals(6, ring.level());
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, read(6));
    assertEquals(6, there);
    assertEquals(0, ring.level());
  }

  @Test
  void read_acrossAHole_isSilenceThereAndCountsOnlyWhatIsThere() {
    ring.write(stream.block(0, 2), 0, 0);
    ring.write(stream.block(4, 2), 0, 4);
    assertEquals(6, ring.level());
    assertArrayEquals(new float[] {1, 2, 0, 0, 5, 6}, read(6));
    assertEquals(4, there);
  }

  @Test
  void readAndWrite_manyTimesItsCapacity_keepEachFrame() {
    for (int from = 0; from < 700; from += 7) {
      ring.write(stream.block(from, 7), 0, from);
      assertEquals(from, ring.position());
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
    assertArrayEquals(new float[] {0, 0, 0, 4, 5}, read(5));
    assertEquals(2, there);
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
    assertEquals(5, ring.position());
    assertEquals(3, ring.level());
    assertEquals(0, ring.write(stream.block(8, 7), 0, 8));
    assertArrayEquals(new float[] {6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, read(10));
  }

  @Test
  void restart_forgetsAllFramesAndGoesOnElsewhere() {
    ring.write(stream.block(0, 8), 0, 0);
    ring.restart(1_000);
    assertEquals(1_000, ring.position());
    assertEquals(0, ring.level());
    ring.write(stream.block(20, 1), 0, 1_001);
    assertArrayEquals(new float[] {0, 21}, read(2));
  }

  @Test
  void write_ofMonoIntoStereo_goesToBothChannels() {
    FrameRing stereo = new FrameRing(2, 10);
    stereo.write(stream.block(0, 2), 0, 0);
    float[] out = new float[4];
    stereo.read(out, 0, 2);
    assertArrayEquals(new float[] {1, 1, 2, 2}, out);
  }

  private float[] read(int frames) {
    float[] out = new float[frames];
    there = ring.read(out, 0, frames);
    return out;
  }
}
