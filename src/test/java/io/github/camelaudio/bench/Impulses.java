package io.github.camelaudio.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Short pulses, 600 to 800 ms apart by a seed, whose place at both ends of a way tells how long
 * that takes.
 *
 * @param pcm s16 mono at 48 kHz, with half a second of silence around them
 */
@SuppressWarnings("ArrayRecordComponent") // written to a file, never compared
record Impulses(byte[] pcm, int millis) {

  private static final int RATE_HZ = SoundServer.RATE_HZ;
  private static final int EDGE_FRAMES = RATE_HZ / 2;
  private static final int MIN_GAP_FRAMES = RATE_HZ * 6 / 10;
  private static final int SPREAD_FRAMES = RATE_HZ / 5;
  private static final int PULSE_FRAMES = 48;
  private static final double AMPLITUDE = 0.8;
  private static final double HEARD = AMPLITUDE / 2;

  static Impulses make(int seconds, long seed) {
    ByteBuffer pcm =
        ByteBuffer.allocate(2 * (seconds * RATE_HZ + EDGE_FRAMES)).order(ByteOrder.LITTLE_ENDIAN);
    Random random = new Random(seed);
    int at = EDGE_FRAMES;
    while (at + PULSE_FRAMES < seconds * RATE_HZ) {
      for (int i = 0; i < PULSE_FRAMES; i++) {
        double shape = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / PULSE_FRAMES);
        pcm.putShort(2 * (at + i), (short) (32_767 * AMPLITUDE * shape));
      }
      at += MIN_GAP_FRAMES + random.nextInt(SPREAD_FRAMES);
    }
    return new Impulses(pcm.array(), seconds * 1_000 + 500);
  }

  /**
   * How long each impulse took from one channel of a recording to another one.
   *
   * @return milliseconds; not a number for one that did not come before the next
   */
  static List<Double> latenciesMillis(float[] from, float[] to) {
    List<Double> millis = new ArrayList<>();
    for (int at = next(from, 0); at < from.length; at = next(from, at + MIN_GAP_FRAMES / 2)) {
      int heard = next(to, at);
      boolean inTime = heard < Math.min(to.length, at + MIN_GAP_FRAMES);
      if (inTime || at + MIN_GAP_FRAMES < to.length) {
        millis.add(inTime ? (heard - at) * 1e3 / RATE_HZ : Double.NaN);
      }
    }
    return millis;
  }

  private static int next(float[] samples, int from) {
    int at = from;
    while (at < samples.length && samples[at] < HEARD) {
      at++;
    }
    return at;
  }
}
