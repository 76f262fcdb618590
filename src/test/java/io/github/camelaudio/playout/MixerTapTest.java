package io.github.camelaudio.playout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A delay of 5 ms and a device that pulls 5 ms at once: what comes is heard 480 frames later. */
class MixerTapTest {

  private static final int PERIOD = 240;
  private static final int DELAY = 480;
  private static final int FADE = 240;

  private final Mixer mixer =
      new Mixer(Voice.MONO, new PlayoutSettings(5, 500, 1), new Events(), null);
  private final PullingDevice device = new PullingDevice(mixer, PERIOD);

  /** Keeps what it is told. */
  private static final class Recording implements MixTap {
    final List<String> calls = new ArrayList<>();
    final Map<Long, float[]> latest = new TreeMap<>();
    float[] mix = new float[0];

    float[] of(long streamId) {
      return latest.getOrDefault(streamId, new float[0]);
    }

    @Override
    public void stream(long streamId, float[] samples, int frames) {
      calls.add(streamId + ":" + frames);
      latest.put(streamId, Arrays.copyOf(samples, frames));
    }

    @Override
    public void mix(float[] samples, int frames) {
      calls.add("mix:" + frames);
      mix = Arrays.copyOf(samples, frames);
    }
  }

  /** Fails, and counts how often it could. */
  private static final class Failing implements MixTap {
    int streams;
    int mixes;
    boolean failsOnMix;

    @Override
    public void stream(long streamId, float[] samples, int frames) {
      streams++;
      if (!failsOnMix) {
        throw new IllegalStateException("on a stream, on purpose");
      }
    }

    @Override
    public void mix(float[] samples, int frames) {
      mixes++;
      throw new AssertionError("on the mix, on purpose");
    }
  }

  @Test
  void tap_seesEachStreamAfterItsGain_thenTheMix_asItIsPlayed() {
    Voice one = Voice.noise(1);
    Voice two = Voice.noise(2);
    device.pullWhileSpeaking(10, 0, one, two);
    mixer.setGain(1, 20 * Math.log10(0.5));
    device.pullWhileSpeaking(10, 10 * PERIOD, one, two);
    Recording tap = new Recording();
    mixer.setTap(tap);
    float[] heard = device.pullWhileSpeaking(1, 20 * PERIOD, one, two);
    assertEquals(List.of("1:240", "2:240", "mix:240"), tap.calls);
    assertEquals(0.5f * one.at(20 * PERIOD - DELAY + 7), tap.of(1)[7], 1e-7f);
    assertEquals(two.at(20 * PERIOD - DELAY + 7), tap.of(2)[7]);
    assertArrayEquals(heard, tap.mix);
  }

  @Test
  void tap_seesTheMixAfterTheLimiter() {
    Voice loud = Voice.noise(1).withSignal(Simulation.Signal.sine(1_000, 48_000, 0.9));
    mixer.accept(loud.block(0, PERIOD), device.nowNanos());
    mixer.setGain(1, 12);
    Recording tap = new Recording();
    mixer.setTap(tap);
    device.pullWhileSpeaking(20, PERIOD, loud);
    float peak = 0;
    for (float sample : tap.mix) {
      peak = Math.max(peak, Math.abs(sample));
    }
    assertTrue(peak > 0.9 && peak <= 1, "a peak of " + peak);
    assertEquals(0.9f * (float) Math.pow(10, 12 / 20.0), max(tap.of(1)), 0.05);
  }

  private static float max(float[] samples) {
    float peak = 0;
    for (float sample : samples) {
      peak = Math.max(peak, Math.abs(sample));
    }
    return peak;
  }

  @Test
  void tap_ofSilence_isToldOfTheMixOnly() {
    Recording tap = new Recording();
    mixer.setTap(tap);
    device.pull(2);
    mixer.accept(Voice.noise(1).block(0, PERIOD), device.nowNanos());
    device.pull(1);
    assertEquals(List.of("mix:240", "mix:240", "mix:240"), tap.calls, "its delay is not over");
    assertArrayEquals(new float[PERIOD], tap.mix);
  }

  @Test
  void setTap_replacesTheTapBefore_andNullRemovesIt() {
    Recording first = new Recording();
    Recording second = new Recording();
    mixer.setTap(first);
    device.pull(1);
    mixer.setTap(second);
    device.pull(1);
    mixer.setTap(null);
    device.pull(1);
    assertEquals(1, first.calls.size());
    assertEquals(1, second.calls.size());
  }

  @Test
  void tapThatThrows_isRemoved_andTheSoundIsWhole() {
    Voice voice = Voice.noise(1);
    device.pullWhileSpeaking(10, 0, voice);
    Failing onStream = new Failing();
    mixer.setTap(onStream);
    float[] heard = device.pullWhileSpeaking(2, 10 * PERIOD, voice);
    Failing onMix = new Failing();
    onMix.failsOnMix = true;
    mixer.setTap(onMix);
    float[] further = device.pullWhileSpeaking(2, 12 * PERIOD, voice);
    assertEquals(
        "1 0 1 1",
        String.format("%d %d %d %d", onStream.streams, onStream.mixes, onMix.streams, onMix.mixes));
    for (int frame = 0; frame < 2 * PERIOD; frame++) {
      assertEquals(voice.at(10 * PERIOD - DELAY + frame), heard[frame]);
      assertEquals(voice.at(12 * PERIOD - DELAY + frame), further[frame]);
    }
  }

  @Test
  void solo_silencesAllOthers_andThoseThatBeginMeanwhile_withAFade_untilItEnds() {
    Voice one = Voice.noise(1);
    Voice two = Voice.noise(2);
    Voice three = Voice.noise(3);
    device.pullWhileSpeaking(10, 0, one, two);
    assertTrue(mixer.setSolo(1, true));
    float[] heard = device.pullWhileSpeaking(10, 10 * PERIOD, one, two, three);
    float first = one.at(10 * PERIOD - DELAY) + two.at(10 * PERIOD - DELAY);
    assertEquals(first, heard[0], 0.001, "it fades");
    for (int frame = 2 * FADE; frame < heard.length; frame++) {
      assertEquals(one.at(10 * PERIOD - DELAY + frame), heard[frame]);
    }
    assertEquals("solo 1", solos());
    mixer.setSolo(3, true);
    device.pullWhileSpeaking(4, 20 * PERIOD, one, two, three);
    heard = device.pullWhileSpeaking(1, 24 * PERIOD, one, two, three);
    assertEquals(one.at(24 * PERIOD - DELAY) + three.at(24 * PERIOD - DELAY), heard[0]);
    mixer.setSolo(3, false);
    mixer.accept(one.end(25 * PERIOD), device.nowNanos());
    device.pullWhileSpeaking(10, 25 * PERIOD, two, three);
    heard = device.pullWhileSpeaking(1, 35 * PERIOD, two, three);
    assertEquals(two.at(35 * PERIOD - DELAY) + three.at(35 * PERIOD - DELAY), heard[0]);
  }

  private String solos() {
    StringBuilder solos = new StringBuilder("solo");
    mixer.streams().stream()
        .filter(each -> each.solo())
        .forEach(each -> solos.append(" ").append(Integer.parseInt(each.streamName(), 16)));
    return solos.toString();
  }

  @Test
  void solo_ofAMutedStream_isSilence_andAnUnknownOneIsSaid() {
    Voice one = Voice.noise(1);
    Voice two = Voice.noise(2);
    device.pullWhileSpeaking(10, 0, one, two);
    mixer.setMuted(1, true);
    mixer.setSolo(1, true);
    assertEquals(false, mixer.setSolo(9, true));
    device.pullWhileSpeaking(4, 10 * PERIOD, one, two);
    assertArrayEquals(new float[PERIOD], device.pullWhileSpeaking(1, 14 * PERIOD, one, two));
    mixer.setSolo(1, false);
    device.pullWhileSpeaking(4, 15 * PERIOD, one, two);
    assertEquals(
        two.at(19 * PERIOD - DELAY), device.pullWhileSpeaking(1, 19 * PERIOD, one, two)[0]);
  }

  @Test
  void status_namesSourceAndKey_andTheJitterOfTheArrivals() {
    Voice voice = Voice.noise(1);
    for (int i = 0; i < 2_000; i++) {
      // Every other block comes 4 ms late: |D| of RFC 3550 is 4 ms each time.
      long late = i % 2 * 4_000_000L;
      mixer.accept(
          voice.block((long) i * PERIOD, PERIOD).toBuilder()
              .keyName("studio")
              .pcm(voice.block((long) i * PERIOD, PERIOD).toByteArray()),
          () -> "192.0.2.7",
          device.nowNanos() + late);
      device.pull();
    }
    var status = mixer.streams().get(0);
    assertEquals("192.0.2.7", status.source());
    assertEquals("studio", status.keyName());
    assertEquals(4, status.delays().jitterMillis(), 0.1);
    assertEquals(status.delays().delayMillis(), status.latencyMillis());
  }
}
