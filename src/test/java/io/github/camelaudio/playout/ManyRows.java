package io.github.camelaudio.playout;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.audio.Samples;
import java.util.List;

/** The table's rows of many streams at once. */
final class ManyRows {

  private static final int STREAMS = 64;
  private static final int RATE = 48_000;
  private static final int BLOCK = 480;
  private static final int BLOCKS = 200;
  private static final PcmFormat MONO = new PcmFormat(RATE, 1, Encoding.F32);

  private ManyRows() {}

  static List<Row> all() {
    return List.of(
        new Row("64 streams at once, sum below full scale", row -> mix(row, 1.0 / 80)),
        new Row("64 streams at once, sum 12 dB above", row -> mix(row, 1.0 / 16)));
  }

  private static double amplitude(int stream, double loudest) {
    return loudest * (1 - 0.5 * stream / STREAMS); // each at a level of its own
  }

  private static double hz(int stream) {
    return 200 + 100.0 * stream;
  }

  private static void mix(Row row, double loudest) {
    Simulation simulation = new Simulation(new PlayoutSettings(20, 500, 5));
    float[] out = new float[BLOCK];
    float[] heard = new float[BLOCKS * BLOCK];
    for (int block = 0; block < BLOCKS; block++) {
      for (int stream = 0; stream < STREAMS; stream++) {
        simulation.mixer.accept(block(stream, block, loudest), block * 10_000_000L);
      }
      simulation.mixer.read(out, BLOCK, block * 10_000_000L);
      System.arraycopy(out, 0, heard, block * BLOCK, BLOCK);
    }
    double worst = 0;
    double lowest = Double.POSITIVE_INFINITY;
    double highest = Double.NEGATIVE_INFINITY;
    for (int stream = 0; stream < STREAMS; stream++) {
      double level = Sound.decibels(found(heard, hz(stream)) / amplitude(stream, loudest));
      worst = Math.max(worst, Math.abs(level));
      lowest = Math.min(lowest, level);
      highest = Math.max(highest, level);
    }
    float peak = 0;
    for (float sample : heard) {
      peak = Math.max(peak, Math.abs(sample));
    }
    boolean below = loudest * STREAMS <= 1;
    row.must(simulation.mixer.activeStreams() == STREAMS, "%d play", STREAMS);
    if (below) {
      row.must(worst < 0.01, "each at its level within %.4f dB", worst);
      row.must(simulation.mixer.limitedFrames() == 0, "limiter untouched, peak %.3f", peak);
    } else {
      row.must(
          highest < 0 && highest - lowest < 0.5,
          "turned down alike, %.2f to %.2f dB",
          lowest,
          highest);
      row.must(peak <= 1.0000001 && peak > 0.9, "peak %.4f", peak);
    }
  }

  private static AudioBlock block(int stream, int block, double loudest) {
    float[] samples = new float[BLOCK];
    for (int i = 0; i < BLOCK; i++) {
      double t = (block * BLOCK + i) / (double) RATE;
      samples[i] = (float) (amplitude(stream, loudest) * Math.sin(2 * Math.PI * hz(stream) * t));
    }
    byte[] pcm = new byte[BLOCK * 4];
    Samples.encode(Encoding.F32, samples, 0, pcm, 0, BLOCK);
    return AudioBlock.builder(MONO)
        .streamId(1_000 + stream)
        .sequence(block)
        .timestamp(block * BLOCK)
        .pcm(pcm);
  }

  /** The amplitude of a sine in the second half of what was heard. */
  private static double found(float[] heard, double hz) {
    double re = 0;
    double im = 0;
    int from = heard.length - RATE;
    for (int i = from; i < heard.length; i++) {
      re += heard[i] * Math.cos(2 * Math.PI * hz * i / RATE);
      im += heard[i] * Math.sin(2 * Math.PI * hz * i / RATE);
    }
    return 2 * Math.hypot(re, im) / RATE;
  }
}
