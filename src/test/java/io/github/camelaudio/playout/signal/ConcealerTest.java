package io.github.camelaudio.playout.signal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.playout.Simulation.Signal;
import io.github.camelaudio.playout.Voice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConcealerTest {

  private static final long SEED = 4_711;

  /** No step at a seam is larger than the signal's own largest one by more than 6 dB. */
  private static final double SEAM = Math.pow(10, 6 / 20.0);

  /** A stream with gaps, as it is heard. */
  private static final class Broken {
    final Concealer concealer;
    final int channels;
    final Signal[] signals;
    final List<float[]> parts = new ArrayList<>();
    final StringBuilder gaps = new StringBuilder();
    long position;

    Broken(int rateHz, Signal... signals) {
      this.channels = signals.length;
      this.signals = signals;
      this.concealer = new Concealer(channels, rateHz);
    }

    void hear(int frames) {
      float[] out = original(position, frames);
      concealer.heard(out, 0, frames);
      parts.add(out);
      position += frames;
    }

    float[] original(long from, int frames) {
      float[] out = new float[frames * channels];
      for (int i = 0; i < out.length; i++) {
        out[i] = (float) signals[i % channels].at(from + i / channels);
      }
      return out;
    }

    void lose(int frames) {
      gaps.append(' ').append(position).append('+').append(frames);
      float[] out = new float[frames * channels];
      concealer.conceal(out, 0, frames);
      parts.add(out);
      position += frames;
    }

    float[] all() {
      float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
      int at = 0;
      for (float[] part : parts) {
        System.arraycopy(part, 0, all, at, part.length);
        at += part.length;
      }
      return all;
    }

    double worstStep(float[] samples, int channel) {
      double worst = 0;
      for (int i = channels + channel; i < samples.length; i += channels) {
        worst = Math.max(worst, Math.abs(samples[i] - samples[i - channels]));
      }
      return worst;
    }

    /** Of all channels, the largest step by the largest of the signal's own. */
    double seam() {
      double worst = 0;
      float[] whole = original(0, (int) position);
      float[] heard = all();
      for (int c = 0; c < channels; c++) {
        worst = Math.max(worst, worstStep(heard, c) / worstStep(whole, c));
      }
      return worst;
    }
  }

  /** Gaps from one frame to 200 ms, long and short ones alike often, at any positions. */
  private static Broken broken(Random random, int rateHz, Signal... signals) {
    Broken stream = new Broken(rateHz, signals);
    stream.hear(rateHz / 10 + random.nextInt(rateHz / 10));
    for (int gap = 0; gap < 12; gap++) {
      stream.lose((int) Math.round(Math.pow(rateHz / 5.0, random.nextDouble())));
      stream.hear((int) Math.round(Math.pow(rateHz / 5.0, random.nextDouble())));
    }
    stream.hear(rateHz / 10);
    return stream;
  }

  /** A voice: harmonics of a pitch that wanders, in syllables of their own loudness. */
  private static Signal speech(long seed, int rateHz) {
    Random random = new Random(seed);
    double pitch = 90 + 150 * random.nextDouble();
    double start = random.nextDouble() * 2 * Math.PI;
    return frame -> {
      double t = (double) frame / rateHz;
      double phase = 2 * Math.PI * pitch * t + 3 * Math.sin(2 * Math.PI * 1.3 * t + start);
      double sum = 0;
      for (int k = 1; k * pitch * 1.3 < Math.min(3_400, rateHz * 0.45); k++) {
        double formant = 1 / (1 + Math.pow((k * pitch - 600) / 300, 2)) + 0.05;
        sum += formant * Math.sin(k * phase + k * start);
      }
      double syllable = 0.55 + 0.45 * Math.sin(2 * Math.PI * 4 * t + start);
      return 0.2 * syllable * sum;
    };
  }

  /** Noise with little above a third of the band. */
  private static Signal softNoise(long seed) {
    Signal white = Voice.noiseSignal(seed);
    return frame -> (white.at(frame) + white.at(frame + 1) + white.at(frame + 2)) / 3;
  }

  @ParameterizedTest
  @ValueSource(ints = {8_000, 44_100, 48_000, 96_000})
  void conceal_ofSines_leavesNoStepAtAnySeam(int rateHz) {
    Random random = new Random(SEED);
    for (double hz :
        new double[] {50, 61.8, 100, 130.8, 220, 440, 523.3, 1_000, 1_733, 3_100, 5_000}) {
      for (int take = 0; take < 6 && hz < 0.45 * rateHz; take++) {
        Signal sine = Signal.sine(hz, rateHz, 0.8);
        long shift = random.nextInt(rateHz);
        Broken stream = broken(random, rateHz, frame -> sine.at(frame + shift));
        assertSeams(stream, hz + " Hz");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8_000, 44_100, 48_000, 96_000})
  void conceal_ofSpeechAndNoise_leavesNoStepAtAnySeam(int rateHz) {
    Random random = new Random(SEED);
    for (int take = 0; take < 10; take++) {
      assertSeams(broken(random, rateHz, speech(take, rateHz)), "speech " + take);
      assertSeams(broken(random, rateHz, softNoise(take)), "soft noise " + take);
      assertSeams(broken(random, rateHz, Voice.noiseSignal(take)), "noise " + take);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8_000, 48_000})
  void conceal_inStereo_leavesNoStepInEitherChannel(int rateHz) {
    Random random = new Random(SEED);
    Signal low = Signal.sine(110, rateHz, 0.4);
    Signal high = Signal.sine(660, rateHz, 0.7);
    for (int take = 0; take < 10; take++) {
      assertSeams(broken(random, rateHz, low, high), "two tones " + take);
      assertSeams(broken(random, rateHz, speech(take, rateHz), high), "speech and tone " + take);
      Signal speech = speech(take, rateHz);
      assertSeams(broken(random, rateHz, speech, frame -> -speech.at(frame)), "against " + take);
    }
  }

  private static void assertSeams(Broken stream, String what) {
    double seam = stream.seam();
    assertTrue(
        seam <= SEAM, () -> "seed " + SEED + ", " + what + ": " + seam + ", lost" + stream.gaps);
  }

  @Test
  void heard_withoutALoss_changesNoBit() {
    Broken stream = new Broken(48_000, Voice.noiseSignal(1), Voice.noiseSignal(2));
    for (int i = 0; i < 100; i++) {
      stream.hear(1 + 7 * i);
    }
    assertArrayEquals(stream.original(0, (int) stream.position), stream.all());
  }

  @Test
  void heard_tenMillisecondsAfterALoss_changesNoBit() {
    Broken stream = new Broken(48_000, Voice.noiseSignal(1));
    stream.hear(4_800);
    stream.lose(333);
    stream.hear(4_800);
    assertArrayEquals(
        stream.original(4_800 + 333 + 480, 4_800 - 480),
        Arrays.copyOfRange(stream.all(), 4_800 + 333 + 480, (int) stream.position));
  }

  @Test
  void conceal_ofASteadyTone_goesOnWithItForTenMilliseconds_andIsSilentFrom60On() {
    Signal tone = Signal.sine(400, 48_000, 0.5);
    Broken stream = new Broken(48_000, tone);
    stream.hear(4_800);
    stream.lose(9_600);
    float[] heard = stream.all();
    for (int i = 0; i < 480; i++) {
      assertEquals(tone.at(4_800 + i), heard[4_800 + i], 0.01, "frame " + i + " of the gap");
    }
    double before = 0.5;
    for (int from = 480; from < 2_880; from += 240) {
      double peak = peak(heard, 4_800 + from, 240);
      assertTrue(peak < before, "it fades: " + peak + " after " + before);
      before = peak;
    }
    assertEquals(0, peak(heard, 4_800 + 2_880, 9_600 - 2_880));
  }

  @Test
  void conceal_afterSilence_isSilence_andTheStreamFadesIn() {
    Broken stream = new Broken(48_000, Signal.sine(400, 48_000, 0.5));
    stream.lose(480);
    stream.hear(960);
    float[] heard = stream.all();
    assertEquals(0, peak(heard, 0, 480));
    assertTrue(peak(heard, 480, 48) < 0.5 * 0.11, "the first millisecond of ten");
    assertTrue(peak(heard, 480 + 480, 480) > 0.49);
  }

  @ParameterizedTest
  @CsvSource({"1, 7", "48, 3", "480, 480"})
  void conceal_inPieces_isAsInOne(int piece, int frames) {
    Broken whole = new Broken(48_000, speech(1, 48_000), Signal.sine(333, 48_000, 0.3));
    Broken pieces = new Broken(48_000, whole.signals);
    whole.hear(9_000);
    pieces.hear(9_000);
    whole.lose(piece * frames);
    for (int i = 0; i < frames; i++) {
      pieces.lose(piece);
    }
    whole.hear(1_000);
    for (int i = 0; i < 100; i++) {
      pieces.hear(10);
    }
    assertArrayEquals(whole.all(), pieces.all());
  }

  @Test
  void restart_forgetsWhatWasPlayed() {
    Broken stream = new Broken(48_000, Signal.sine(400, 48_000, 0.5));
    stream.hear(4_800);
    stream.concealer.restart();
    stream.lose(480);
    assertEquals(0, peak(stream.all(), 4_800, 480));
  }

  private static double peak(float[] samples, int from, int frames) {
    double peak = 0;
    for (int i = from; i < from + frames; i++) {
      peak = Math.max(peak, Math.abs(samples[i]));
    }
    return peak;
  }
}
