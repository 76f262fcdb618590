package io.github.camelaudio.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResamplerTest {

  private static final long SEED = 20_240_607;

  /** A signal by its place. */
  private interface Signal {
    double at(long frame);

    static Signal sine(double hz, int rateHz) {
      return frame -> 0.9 * Math.sin(2 * Math.PI * hz * frame / rateHz);
    }
  }

  /** A source that gives a resampler what it needs, frame by frame. */
  private static final class Feed {
    final Resampler resampler;
    final Signal signal;
    long pushed;

    Feed(Resampler resampler, Signal signal) {
      this.resampler = resampler;
      this.signal = signal;
    }

    void pull(float[] out, int from, int frames) {
      int needed = resampler.needed(frames);
      float[] in = new float[needed];
      for (int i = 0; i < needed; i++) {
        in[i] = (float) signal.at(pushed + i);
      }
      pushed += needed;
      resampler.push(in, needed);
      float[] chunk = new float[frames];
      resampler.pull(chunk, frames);
      System.arraycopy(chunk, 0, out, from, frames);
    }

    float[] pull(int frames, int chunk) {
      float[] out = new float[frames];
      for (int from = 0; from < frames; from += chunk) {
        pull(out, from, Math.min(chunk, frames - from));
      }
      return out;
    }
  }

  private static float[] convert(Signal signal, int inHz, int outHz, int frames) {
    return new Feed(new Resampler(1, inHz, outHz), signal).pull(frames, 480);
  }

  @ParameterizedTest
  @CsvSource({"44100,48000", "48000,48000", "768000,48000", "8000,48000"})
  void pull_ofSilenceBetweenSounds_isWhatItWouldBeIfEachFrameWereComputed(int inHz, int outHz) {
    // Silent at the start, for a long and for a short while; the other signal never is quite.
    Signal bursts =
        frame -> {
          long millis = frame * 1_000 / inHz;
          boolean sounds = (millis > 50 && millis < 70) || (millis > 300 && millis % 7 < 3);
          return sounds ? Math.sin(frame * 0.05) : 0;
        };
    Signal almost = frame -> bursts.at(frame) + 1e-30;
    Resampler shortened = new Resampler(1, inHz, outHz);
    Resampler whole = new Resampler(1, inHz, outHz);
    shortened.setSpeed(1.0001);
    whole.setSpeed(1.0001);
    float[] out = new Feed(shortened, bursts).pull(20_000, 480);
    assertArrayEquals(new Feed(whole, almost).pull(20_000, 480), out, 1e-12f);
    assertEquals(whole.lead(), shortened.lead());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void pull_atTheSameRateAndSpeed1_isWhatWasPushed_bitForBit(int channels) {
    Random random = new Random(SEED);
    float[] in = new float[10_000 * channels];
    for (int i = 0; i < in.length; i++) {
      in[i] = Float.intBitsToFloat(random.nextInt() & 0xBFFF_FFFF); // anything below 2
    }
    Resampler resampler = new Resampler(channels, 44_100, 44_100);
    float[] out = new float[in.length];
    int pushed = 0;
    int pulled = 0;
    while (pulled < 9_000) {
      int frames = 1 + random.nextInt(500);
      int needed = resampler.needed(frames);
      resampler.push(
          Arrays.copyOfRange(in, pushed * channels, (pushed + needed) * channels), needed);
      pushed += needed;
      float[] chunk = new float[frames * channels];
      resampler.pull(chunk, frames);
      System.arraycopy(chunk, 0, out, pulled * channels, chunk.length);
      pulled += frames;
    }
    int samples = pulled * channels;
    assertArrayEquals(Arrays.copyOf(in, samples), Arrays.copyOf(out, samples));
  }

  @ParameterizedTest
  @CsvSource({
    "44100, 48000, 1000",
    "44100, 48000, 10000",
    "48000, 44100, 1000",
    "48000, 44100, 10000",
    "8000, 48000, 1000",
    "8000, 48000, 3500",
    "96000, 48000, 1000",
    "96000, 48000, 10000",
    "192000, 48000, 10000",
    "48000, 8000, 1000",
    "11025, 48000, 4900",
  })
  void pull_atAnotherRate_isTheSameSine_100DecibelsAboveAllElse(int inHz, int outHz, double hz) {
    float[] out = convert(Signal.sine(hz, inHz), inHz, outHz, outHz);
    double rest = 0;
    double all = 0;
    for (int i = outHz / 10; i < out.length; i++) {
      double ideal = 0.9 * Math.sin(2 * Math.PI * hz * i / outHz);
      all += ideal * ideal;
      rest += (out[i] - ideal) * (out[i] - ideal);
    }
    double decibels = 10 * Math.log10(all / rest);
    assertTrue(decibels > 100, decibels + " dB, phase and level included");
  }

  @ParameterizedTest
  @CsvSource({"48000, 44100", "96000, 48000", "48000, 8000", "192000, 48000"})
  void pull_ofTonesAboveTheOutputsNyquist_isSilence_by90Decibels(int inHz, int outHz) {
    for (int k = 0; k <= 30; k++) {
      double hz = outHz / 2.0 * 1.0005 + k * (inHz / 2.0 * 0.999 - outHz / 2.0 * 1.0005) / 30;
      float[] out = convert(Signal.sine(hz, inHz), inHz, outHz, outHz / 10);
      double rms = rms(out, out.length / 4);
      double decibels = 20 * Math.log10(rms / (0.9 / Math.sqrt(2)));
      assertTrue(decibels < -90, hz + " Hz is left at " + decibels + " dB");
    }
  }

  @ParameterizedTest
  @CsvSource({"44100, 48000", "8000, 48000", "16000, 44100"})
  void pull_ofAnyTone_hasNoImages_by90Decibels(int inHz, int outHz) {
    for (int k = 1; k <= 30; k++) {
      double hz = inHz / 2.0 * k / 30.5;
      float[] out = convert(Signal.sine(hz, inHz), inHz, outHz, outHz / 10);
      ToneFit fit = ToneFit.of(out, out.length / 4, out.length, hz / outHz);
      double decibels = 20 * Math.log10(fit.restRms() / (0.9 / Math.sqrt(2)));
      assertTrue(decibels < -90, hz + " Hz has images of " + decibels + " dB");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "44100, 48000, 1",
    "48000, 44100, 1",
    "8000, 48000, 1",
    "96000, 48000, 1",
    "48000, 48000, 1.0003",
    "44100, 48000, 0.995",
    "48000, 44100, 1.005",
  })
  void pull_ofTonesUpTo09OfTheLowerNyquist_keepsTheirLevel_within01Decibels(
      int inHz, int outHz, double speed) {
    double top = 0.9 * Math.min(inHz, outHz) / 2;
    for (int k = 1; k <= 30; k++) {
      double hz = top * k / 30;
      Resampler resampler = new Resampler(1, inHz, outHz);
      resampler.setSpeed(speed);
      float[] out = new Feed(resampler, Signal.sine(hz, inHz)).pull(outHz / 10, 480);
      ToneFit fit = ToneFit.of(out, out.length / 4, out.length, hz * speed / outHz);
      double decibels = 20 * Math.log10(fit.amplitude() / 0.9);
      assertEquals(0, decibels, 0.1, hz + " Hz");
    }
  }

  @ParameterizedTest
  @CsvSource({"1000, 1.0001", "1000, 0.9995", "10000, 1.0001", "10000, 0.995", "1000, 1.005"})
  void pull_aLittleFasterOrSlower_isTheSine_95DecibelsAboveAllElse(double hz, double speed) {
    Resampler resampler = new Resampler(1, 48_000, 48_000);
    resampler.setSpeed(speed);
    float[] out = new Feed(resampler, Signal.sine(hz, 48_000)).pull(48_000, 480);
    double decibels = ToneFit.of(out, 4_800, 48_000, hz * speed / 48_000).signalToRestDecibels();
    assertTrue(decibels > 95, decibels + " dB");
  }

  @Test
  void pull_atSpeed1_afterAnother_comesBackToAWholeFrame_andIsBitForBitThen() {
    Resampler resampler = new Resampler(1, 48_000, 48_000);
    Signal sine = Signal.sine(1_000, 48_000);
    Feed feed = new Feed(resampler, sine);
    resampler.setSpeed(1.0003);
    feed.pull(1_001, 240);
    resampler.setSpeed(1);
    double before = resampler.lead();
    feed.pull(48_000 / 2, 240);
    assertTrue(before != Math.rint(before), "the test means nothing at " + before);
    double lead = resampler.lead();
    assertEquals(Math.rint(lead), lead);
    assertEquals(before, lead, 241, "no frame more or less than half of one");
    float[] one = feed.pull(480, 480);
    float[] other = feed.pull(480, 480);
    for (int i = 0; i < 480; i++) {
      assertEquals(one[i], other[i], 1e-6f, "ten periods later");
    }
  }

  @ParameterizedTest
  @CsvSource({"48000, 48000", "44100, 48000", "96000, 48000"})
  void pull_whileTheSpeedChanges_goesOnWhereItWas(int inHz, int outHz) {
    Random random = new Random(SEED);
    Resampler resampler = new Resampler(1, inHz, outHz);
    Feed feed = new Feed(resampler, Signal.sine(1_000, inHz));
    double place = 0;
    double speed = 1;
    double worst = 0;
    for (int turn = 0; turn < 2_000; turn++) {
      speed = Math.max(0.995, Math.min(1.005, speed + (random.nextDouble() - 0.5) * 1e-3));
      // At one rate a speed of 1 comes back to a whole frame, which is another test.
      resampler.setSpeed(turn % 7 == 0 && inHz != outHz ? 1 : speed);
      double step = resampler.step();
      int frames = 1 + random.nextInt(100);
      float[] out = feed.pull(frames, frames);
      for (int i = 0; i < frames && place > 400; i++) {
        double ideal = 0.9 * Math.sin(2 * Math.PI * 1_000 * (place + i * step) / inHz);
        worst = Math.max(worst, Math.abs(out[i] - ideal));
      }
      place += frames * step;
    }
    assertTrue(worst < 2e-5, "seed " + SEED + ": off by " + worst);
  }

  @ParameterizedTest
  @CsvSource({"44100, 48000, 1", "48000, 48000, 1.0007", "96000, 11025, 0.999"})
  void pull_inChunksOfAnySize_isTheSame(int inHz, int outHz, double speed) {
    Random random = new Random(SEED);
    Random noise = new Random(SEED);
    float[] samples = new float[200_000];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = noise.nextFloat() - 0.5f;
    }
    Signal signal = frame -> samples[(int) frame];
    Resampler one = new Resampler(1, inHz, outHz);
    one.setSpeed(speed);
    float[] whole = new Feed(one, signal).pull(10_000, 10_000);
    Resampler other = new Resampler(1, inHz, outHz);
    other.setSpeed(speed);
    Feed feed = new Feed(other, signal);
    float[] parts = new float[10_000];
    for (int from = 0; from < parts.length; ) {
      int frames = Math.min(parts.length - from, random.nextInt(700));
      feed.pull(parts, from, frames);
      from += frames;
    }
    assertArrayEquals(whole, parts, 2e-6f, "seed " + SEED);
  }

  @Test
  void lead_isHowFarTheInputReachesBeyondTheNextOutputFrame() {
    Resampler resampler = new Resampler(1, 48_000, 24_000);
    assertEquals(0, resampler.lead());
    resampler.push(new float[1_000], 1_000);
    assertEquals(1_000, resampler.lead());
    resampler.pull(new float[100], 100);
    assertEquals(800, resampler.lead());
    assertEquals(0, resampler.needed(0));
  }

  @Test
  void restart_forgetsWhatWasPushed() {
    Resampler resampler = new Resampler(1, 44_100, 48_000);
    float[] loud = new float[1_000];
    Arrays.fill(loud, 1);
    resampler.push(loud, 1_000);
    resampler.pull(new float[500], 500);
    resampler.restart();
    assertEquals(0, resampler.lead());
    resampler.push(new float[1_000], 1_000);
    float[] out = new float[500];
    resampler.pull(out, 500);
    assertArrayEquals(new float[500], out);
  }

  @ParameterizedTest
  @CsvSource({"768000, 1000", "1000, 768000", "768000, 48000"})
  void resampler_betweenTheFarthestRates_keepsALevel_andTakesLittleMemory(int inHz, int outHz) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(thread);
    Resampler resampler = new Resampler(2, inHz, outHz);
    int frames = Math.max(2, outHz / 200);
    float[] out = new float[2 * frames];
    float[] level = {0.5f, -0.25f};
    for (int turn = 0; turn < 20; turn++) {
      for (int needed = resampler.needed(frames); needed > 0; needed--) {
        resampler.push(level, 1);
      }
      resampler.pull(out, frames);
    }
    long allocated = threads.getThreadAllocatedBytes(thread) - before;
    assertEquals(0.5, out[2 * frames - 2], 1e-4);
    assertEquals(-0.25, out[2 * frames - 1], 1e-4);
    assertTrue(allocated < 32 << 20, allocated + " bytes");
  }

  private static double rms(float[] out, int from) {
    double sum = 0;
    for (int i = from; i < out.length; i++) {
      sum += (double) out[i] * out[i];
    }
    return Math.sqrt(sum / (out.length - from));
  }
}
