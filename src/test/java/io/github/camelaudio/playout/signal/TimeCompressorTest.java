package io.github.camelaudio.playout.signal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.playout.Memory;
import io.github.camelaudio.playout.Simulation;
import io.github.camelaudio.playout.Sound;
import io.github.camelaudio.playout.buffer.FrameRing;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A ring that is ahead by a surplus, read 10 ms at once as 10 ms come. */
class TimeCompressorTest {

  private static final int RATE = 48_000;
  private static final int PERIOD = 480;
  private static final int TARGET = 20 * 48;
  private static final int SECOND = 100;

  private int channels = 1;
  private PcmFormat format = new PcmFormat(RATE, 1, Encoding.F32);
  private FrameRing ring = new FrameRing(1, RATE, Memory.plenty());
  private TimeCompressor compressor = new TimeCompressor(ring, 1, RATE);
  private Simulation.Signal signal = position -> 0;
  private long written;
  private int surplus;
  private int leftOut;
  private int spliced;
  private int largestCut;
  private long played;

  private void channels(int count) {
    channels = count;
    format = new PcmFormat(RATE, count, Encoding.F32);
    ring = new FrameRing(count, RATE, Memory.plenty());
    compressor = new TimeCompressor(ring, count, RATE);
  }

  private void write(int frames) {
    byte[] pcm = signal.pcm(format, written, frames);
    AudioBlock block = AudioBlock.builder(format).streamId(1).timestamp(0).pcm(pcm);
    ring.write(block, 0, written);
    written += frames;
  }

  private void begin(Simulation.Signal played, int surplusMillis) {
    signal = played;
    surplus = surplusMillis * 48;
    write(TARGET + surplus);
  }

  /** Plays so many periods, and gives what is heard of the first channel. */
  private float[] play(int periods) {
    float[] heard = new float[periods * PERIOD];
    float[] out = new float[PERIOD * channels];
    for (int i = 0; i < periods; i++) {
      write(PERIOD);
      compressor.played(PERIOD);
      int cut = compressor.compress(surplus);
      assertTrue(cut <= surplus, () -> cut + " of a surplus of " + surplus);
      surplus -= cut;
      leftOut += cut;
      spliced += cut > 0 ? 1 : 0;
      largestCut = Math.max(largestCut, cut);
      assertEquals(PERIOD, ring.run(PERIOD), "all that is read came");
      ring.read(out, 0, PERIOD);
      for (int k = 0; k < PERIOD; k++) {
        heard[i * PERIOD + k] = out[k * channels];
      }
    }
    played += heard.length;
    assertEquals(played + leftOut, ring.readPosition(), "counted to the frame");
    return heard;
  }

  /** A triad of equal temperament, three harmonics each, and a cymbal far below. */
  private static Simulation.Signal chord() {
    double[] hz = {220, 277.18, 329.63};
    Simulation.Signal cymbal = Sound.noise(9);
    return position -> {
      double sum = 0;
      for (int k = 0; k < hz.length; k++) {
        double phase = 2 * Math.PI * hz[k] * position / RATE + k * k;
        sum += Math.sin(phase) + 0.5 * Math.sin(2 * phase) + 0.25 * Math.sin(3 * phase + 1);
      }
      return 0.1 * sum + 0.2 * cymbal.at(position);
    };
  }

  /** Vowels of a moving pitch, consonants of noise, and pauses, as in speech. */
  private static Simulation.Signal speech() {
    Simulation.Signal vowel = Sound.voice();
    Simulation.Signal noise = Sound.noise(5);
    return position -> {
      double phase = position / 48_000.0 / 0.3 % 1;
      double edge = Math.min(1, 20 * Math.min(phase % 0.25, 0.25 - phase % 0.25));
      if (phase < 0.5) {
        return vowel.at(position) * Math.min(1, 20 * Math.min(phase, 0.5 - phase));
      }
      return phase < 0.75 ? 0.1 * noise.at(position) * edge : 0.0005 * noise.at(position);
    };
  }

  @ParameterizedTest
  @ValueSource(doubles = {100, 150, 220, 437.3, 1_000})
  void compress_ofATone_makesNoStepAboveItsOwn_andTakesThreeSecondsFor450Milliseconds(double hz) {
    begin(Simulation.Signal.sine(hz, RATE, 0.5), 450);
    float[] heard = play(3 * SECOND);
    double own = 2 * Math.sin(Math.PI * hz / RATE) * 0.5;
    double step = Sound.decibels(Sound.largestStep(heard, 0, heard.length) / own);
    assertTrue(step < 0.2, "largest step " + step + " dB above its own");
    assertTrue(surplus < 20 * 48, "left after 3 s: " + surplus);
    assertTrue(leftOut <= 0.15 * heard.length + 0.020 * RATE, "cut " + leftOut);
  }

  @Test
  void compress_ofSpeech_takes450MillisecondsOutWithinFourSeconds() {
    begin(speech(), 450);
    play(4 * SECOND);
    assertTrue(surplus < 5 * 48, "left: " + surplus / 48 + " ms");
    assertTrue(spliced > 30, "in " + spliced + " cuts");
    assertTrue(largestCut <= 20 * 48, "the largest of " + largestCut);
  }

  @Test
  void compress_ofMusic_cutsThreePercentAtMost_butCuts() {
    begin(chord(), 450);
    float[] heard = play(10 * SECOND);
    assertTrue(leftOut <= 0.03 * heard.length + 0.020 * RATE, "cut " + leftOut);
    assertTrue(leftOut > 0.01 * heard.length, "cut " + leftOut);
    double own = Sound.largestStep(clean(heard.length), 0, heard.length);
    double step = Sound.decibels(Sound.largestStep(heard, 0, heard.length) / own);
    assertTrue(step < 1, "largest step " + step + " dB above its own");
  }

  private float[] clean(int frames) {
    float[] clean = new float[frames];
    for (int i = 0; i < frames; i++) {
      clean[i] = (float) signal.at(i);
    }
    return clean;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5})
  void compress_ofWhiteNoise_touchesNothing_withoutAndWithAnOffset(double offset) {
    Random random = new Random(4);
    float[] noise = new float[20 * RATE];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) (0.1 * random.nextGaussian() + offset);
    }
    begin(position -> noise[(int) position], 450);
    float[] heard = play(15 * SECOND);
    assertEquals(0, leftOut);
    assertArrayEquals(Arrays.copyOf(noise, heard.length), heard);
  }

  @Test
  void compress_ofSilence_isFastest_andOfSilenceBelowSpeech_goesFirst() {
    begin(position -> 0, 450);
    play(3 * SECOND);
    assertTrue(surplus < 5 * 48, "left: " + surplus / 48 + " ms");
  }

  @Test
  void compress_ofStereoInOppositePhases_isNoSilence() {
    channels(2);
    Random random = new Random(4);
    float[] noise = new float[20 * RATE];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) (0.1 * random.nextGaussian());
    }
    signal =
        new Simulation.Signal() {
          @Override
          public double at(long position) {
            return noise[(int) position];
          }

          @Override
          public byte[] pcm(PcmFormat of, long position, int frames) {
            float[] samples = new float[2 * frames];
            for (int i = 0; i < frames; i++) {
              samples[2 * i] = noise[(int) position + i];
              samples[2 * i + 1] = -samples[2 * i];
            }
            byte[] pcm = new byte[frames * of.bytesPerFrame()];
            io.github.camelaudio.audio.Samples.encode(
                of.encoding(), samples, 0, pcm, 0, samples.length);
            return pcm;
          }
        };
    begin(signal, 450);
    play(5 * SECOND);
    assertEquals(0, leftOut);
  }

  @Test
  void compress_ofASmallSurplus_leavesItAlone_andNeverCutsMoreThanIt() {
    begin(Simulation.Signal.sine(200, RATE, 0.5), 4);
    play(SECOND);
    assertEquals(0, leftOut);
    surplus = 6 * 48;
    play(SECOND);
    assertEquals(5 * 48, leftOut, "one period");
  }

  @Test
  void compress_beforeAHole_cutsOnlyInFrontOfIt() {
    signal = Simulation.Signal.sine(200, RATE, 0.5);
    write(9 * 48);
    ring.extendTo(written + PERIOD);
    written += PERIOD;
    write(RATE / 2);
    assertEquals(0, compressor.compress(RATE / 4), "9 ms are too few to look at");
  }
}
