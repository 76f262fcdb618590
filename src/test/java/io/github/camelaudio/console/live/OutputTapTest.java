package io.github.camelaudio.console.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class OutputTapTest {

  private final LongAdder leftOut = new LongAdder();
  private final OutputTap tap = new OutputTap(new PcmFormat(48_000, 1, Encoding.F32), leftOut);
  private final List<String> pieces = new ArrayList<>();

  private void drain() {
    tap.drain(
        (id, position, samples, frames) ->
            pieces.add(id + ":" + frames + " " + samples[0] + ".." + samples[frames - 1]));
  }

  @Test
  void copiesWhatIsWanted_andNothingElse() {
    tap.stream(7, new float[] {1}, 1);
    tap.want(false, 7, OutputTap.MIX);
    tap.stream(7, new float[] {2, 3}, 2);
    tap.stream(8, new float[] {4}, 1);
    tap.mix(new float[] {5, 6, 9}, 2);
    tap.want(true);
    tap.stream(8, new float[] {7}, 1);
    tap.want(false);
    tap.mix(new float[] {8}, 1);
    drain();
    assertEquals(List.of("7:2 2.0..3.0", "-1:2 5.0..6.0", "8:1 7.0..7.0"), pieces);
    drain();
    assertEquals(3, pieces.size(), "each once");
  }

  @Test
  void piecesThatGoOverTheRingsEnd_areWhole() {
    tap.want(true);
    int length = 100_000;
    float[] samples = new float[length];
    for (int round = 0; round < 50; round++) {
      samples[0] = round;
      samples[length - 1] = -round;
      tap.mix(samples, length);
      drain();
      assertEquals("-1:100000 " + (float) round + ".." + (float) -round, pieces.get(round));
    }
    assertEquals(0, leftOut.sum());
  }

  @Test
  void pieceThatFindsNoRoom_isLeftOutAndCounted_alsoWhereThereAreTooMany() {
    tap.want(true);
    tap.mix(new float[OutputTap.RING_SAMPLES + 1], OutputTap.RING_SAMPLES + 1);
    assertEquals(OutputTap.RING_SAMPLES + 1, leftOut.sumThenReset());
    for (int i = 0; i < (1 << 14) + 5; i++) {
      tap.stream(i, new float[] {i}, 1);
    }
    assertEquals(5, leftOut.sum());
    drain();
    assertEquals(1 << 14, pieces.size());
    assertEquals("16383:1 16383.0..16383.0", pieces.get(16_383));
  }
}
