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
    tap.mix(new float[OutputTap.LEAST_SAMPLES + 1], OutputTap.LEAST_SAMPLES + 1);
    assertEquals(OutputTap.LEAST_SAMPLES + 1, leftOut.sumThenReset());
    int most = OutputTap.LEAST_SAMPLES / OutputTap.SAMPLES_OF_PIECE;
    for (int i = 0; i < most + 5; i++) {
      tap.stream(i, new float[] {i}, 1);
    }
    assertEquals(5, leftOut.sum());
    drain();
    assertEquals(most, pieces.size());
    assertEquals("4095:1 4095.0..4095.0", pieces.get(4_095));
  }

  @Test
  void room_forMoreStreams_keepsTheOrder_andLosesNothing() {
    tap.want(true);
    tap.mix(new float[] {1}, 1);
    tap.room(20);
    tap.mix(new float[] {2}, 1);
    tap.mix(new float[OutputTap.LEAST_SAMPLES], OutputTap.LEAST_SAMPLES);
    tap.room(1_000);
    drain();
    tap.mix(new float[] {3}, 1);
    drain();
    assertEquals(
        List.of("-1:1 1.0..1.0", "-1:1 2.0..2.0", "-1:131072 0.0..0.0", "-1:1 3.0..3.0"), pieces);
    assertEquals(0, leftOut.sum());
    tap.room(1_000);
    drain();
    tap.mix(new float[OutputTap.MOST_SAMPLES], OutputTap.MOST_SAMPLES);
    tap.room(10_000);
    tap.mix(new float[] {4}, 1);
    assertEquals(1, leftOut.sum(), "there is no more room than that");
    drain();
    assertEquals(5, pieces.size());
  }

  @Test
  void room_thatIsEnough_staysAsItIs() {
    tap.want(true);
    tap.room(10);
    tap.mix(new float[OutputTap.LEAST_SAMPLES], OutputTap.LEAST_SAMPLES);
    tap.mix(new float[] {1}, 1);
    assertEquals(1, leftOut.sum());
  }

  @Test
  void room_thatGrowsWhileTheOtherThreadWrites_losesNothing() throws Exception {
    tap.want(true);
    int count = 3_000;
    Thread writer =
        new Thread(
            () -> {
              for (int i = 0; i < count; i++) {
                tap.mix(new float[] {i}, 1);
              }
            });
    writer.start();
    for (int sources = 1; sources < 200; sources++) {
      tap.room(sources);
      drain();
    }
    writer.join();
    drain();
    for (int i = 0; i < count; i++) {
      assertEquals("-1:1 " + (float) i + ".." + (float) i, pieces.get(i));
    }
    assertEquals(0, leftOut.sum());
  }
}
