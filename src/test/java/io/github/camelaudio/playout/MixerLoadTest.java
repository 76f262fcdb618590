package io.github.camelaudio.playout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** Many streams at once, and what a block costs in memory. */
class MixerLoadTest {

  private static final int PERIOD = 480;
  private static final int STREAMS = 64;
  private static final int RATE = 48_000;

  private final Events events = new Events();

  private Mixer mixer(PcmFormat format) {
    return new Mixer(format, new PlayoutSettings(20, 500, 5), events, null);
  }

  /** Each a sine of its own: 100, 200, ... Hz, with whole periods in a tenth of a second. */
  private static Voice[] tones(double amplitude) {
    Voice[] voices = new Voice[STREAMS];
    for (int i = 0; i < STREAMS; i++) {
      double hz = 100.0 * (i + 1);
      Simulation.Signal sine = Simulation.Signal.sine(hz, RATE, amplitude);
      int shift = 31 * i;
      voices[i] = Voice.noise(i + 1).withSignal(position -> sine.at(position + shift));
    }
    return voices;
  }

  private static double amplitude(float[] heard, int from, int frames, double hz) {
    double re = 0;
    double im = 0;
    for (int i = 0; i < frames; i++) {
      double phase = 2 * Math.PI * hz * i / RATE;
      re += heard[from + i] * Math.cos(phase);
      im += heard[from + i] * Math.sin(phase);
    }
    return 2 * Math.hypot(re, im) / frames;
  }

  @Test
  void read_of64Streams_hasEveryOneAtItsLevel_andIsNotTurnedDown() {
    Mixer mixer = mixer(Voice.MONO);
    PullingDevice device = new PullingDevice(mixer, PERIOD);
    float[] heard = device.pullWhileSpeaking(60, 0, tones(1.0 / STREAMS));
    assertEquals(STREAMS, mixer.activeStreams());
    assertEquals(0, mixer.limitedFrames());
    for (int i = 0; i < STREAMS; i++) {
      double level = amplitude(heard, 10 * PERIOD, 48_00, 100.0 * (i + 1));
      assertEquals(0, 20 * Math.log10(level * STREAMS), 0.01, "stream " + (i + 1) + " in dB");
    }
    assertEquals(0, mixer.stats().concealedFrames());
  }

  @Test
  void read_of64StreamsTooLoudTogether_keepsThemWithinFullScale_andInProportion() {
    Mixer mixer = mixer(Voice.MONO);
    PullingDevice device = new PullingDevice(mixer, PERIOD);
    float[] heard = device.pullWhileSpeaking(100, 0, tones(0.25));
    assertTrue(mixer.limitedFrames() > 0);
    double least = Double.MAX_VALUE;
    double most = 0;
    for (int i = 0; i < STREAMS; i++) {
      double level = amplitude(heard, 40 * PERIOD, 48_00, 100.0 * (i + 1));
      least = Math.min(least, level);
      most = Math.max(most, level);
    }
    for (float sample : heard) {
      assertTrue(Math.abs(sample) <= 1 + 1e-6);
    }
    assertTrue(20 * Math.log10(most / least) < 1, "from " + least + " to " + most);
  }

  @Test
  void acceptAndRead_inSteadyState_allocateNothing_resamplingAndConcealingToo() {
    Mixer mixer = mixer(new PcmFormat(RATE, 2, Encoding.F32));
    PcmFormat[] formats = {
      new PcmFormat(48_000, 2, Encoding.S16),
      new PcmFormat(44_100, 1, Encoding.S24),
      new PcmFormat(96_000, 2, Encoding.F32),
    };
    AudioBlock[][] blocks = new AudioBlock[formats.length][];
    int turns = 3_000;
    for (int k = 0; k < formats.length; k++) {
      Voice voice = Voice.noise(k + 1, formats[k]);
      int frames = formats[k].sampleRateHz() / 100;
      blocks[k] = new AudioBlock[turns];
      for (int turn = 0; turn < turns; turn++) {
        blocks[k][turn] = voice.block((long) turn * frames, frames);
      }
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    float[] out = new float[PERIOD * 2];
    long allocated = 0;
    double drifted = 0; // the senders are fast by 300 ppm, so that all of them are resampled
    for (int turn = 0; turn < turns; turn++) {
      drifted += 10e6 * (1 - 300e-6);
      long before = threads.getThreadAllocatedBytes(thread);
      for (int k = 0; k < blocks.length; k++) {
        if (turn % 100 != 50 + k) { // each loses one a second
          mixer.accept(blocks[k][turn], (long) drifted);
        }
      }
      mixer.read(out, PERIOD, turn * 10_000_000L);
      long after = threads.getThreadAllocatedBytes(thread);
      allocated += turn < 1_000 ? 0 : after - before;
    }
    assertTrue(mixer.stats().concealedFrames() > 0, "nothing was concealed");
    assertTrue(
        mixer.streams().stream().allMatch(each -> Math.abs(each.delays().speedPpm()) > 100),
        () -> "not resampled: " + mixer.streams());
    // Twice a second each stream tells where it stands; one array a block would be 100 kB.
    assertTrue(allocated < 3 * 2 * 20 * 100, allocated + " bytes in 2000 turns");
  }
}
