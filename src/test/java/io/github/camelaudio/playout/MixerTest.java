package io.github.camelaudio.playout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.playout.stats.PlayoutStats;
import io.github.camelaudio.playout.stats.PlayoutTrace;
import io.github.camelaudio.playout.stats.StallCause;
import io.github.camelaudio.playout.stats.StreamStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A delay of 5 ms and a device that pulls 5 ms at once: what comes is heard 480 frames later. */
class MixerTest {

  private static final PcmFormat STEREO = new PcmFormat(48_000, 2, Encoding.F32);
  private static final int PERIOD = 240;
  private static final int DELAY = 480;
  private static final int FADE = 240;

  /** Frames that the resampler has read ahead. */
  private static final int LOOKAHEAD = 33;

  private final Events events = new Events();
  private final Mixer mixer = mixer(Voice.MONO);
  private final PullingDevice device = new PullingDevice(mixer, PERIOD);

  private Mixer mixer(PcmFormat format) {
    return new Mixer(format, new PlayoutSettings(5, 500, 1), events, null);
  }

  @Test
  void deviceStalled_isCounted_told_andNoDriftOfClocks() {
    List<String> told = new ArrayList<>();
    PlayoutTrace trace =
        new PlayoutTrace() {
          @Override
          public void block(AudioBlock block, long arrival, Reading reading, Event event) {}

          @Override
          public void ended(long streamId, long nowNanos) {}

          @Override
          public void stalled(StallCause cause, long nanos, long nowNanos) {
            told.add(cause + " for " + nanos + " at " + nowNanos);
          }
        };
    Mixer stalling = new Mixer(Voice.MONO, new PlayoutSettings(40, 500, 5), new Events(), trace);
    Voice voice = Voice.noise(1);
    float[] out = new float[480];
    double fastest = 0;
    for (long turn = 0; turn < 4_000; turn++) {
      long now = turn * 10_000_000;
      stalling.accept(voice.block(turn * 480, 480), now);
      if (turn >= 2_000 && turn < 2_007) {
        continue;
      }
      if (turn == 2_007) {
        stalling.deviceStalled(StallCause.DEVICE, 70_000_000, now);
        stalling.deviceStalled(StallCause.MACHINE, 1_000_000, now);
      }
      stalling.read(out, 480, now);
      fastest = Math.max(fastest, Math.abs(stalling.streams().get(0).delays().speedPpm()));
    }
    assertEquals(
        List.of("DEVICE for 70000000 at 20070000000", "MACHINE for 1000000 at 20070000000"), told);
    assertEquals(1, stalling.deviceStalls());
    assertEquals(70_000_000, stalling.deviceStalledNanos());
    assertEquals(1, stalling.machineStalls());
    assertEquals(1_000_000, stalling.machineStalledNanos());
    assertEquals(110, stalling.streams().get(0).delays().delayMillis(), 2);
    assertTrue(fastest <= 50, "a speed of " + fastest + " ppm");
    assertEquals("nothing missing", stalling.stats().troubles());
  }

  @Test
  void limitAdapting_letsThatManyStreamsChangeTheirSpeed_theOthersArePlayedAsTheyAre() {
    Mixer limited = new Mixer(Voice.MONO, new PlayoutSettings(40, 500, 5), new Events(), null);
    Voice[] voices = {Voice.noise(1), Voice.noise(2), Voice.noise(3)};
    float[] out = new float[480];
    for (long turn = 0; turn < 1_000; turn++) {
      long now = turn * 10_000_000;
      // Ten blocks at once in the beginning: each stream is held 100 ms too long.
      for (long block = turn == 0 ? 0 : turn + 10; block <= turn + 10; block++) {
        for (Voice voice : voices) {
          limited.accept(voice.block(block * 480, 480), now);
        }
      }
      limited.limitAdapting(turn < 500 ? 3 : 1);
      limited.read(out, 480, now);
      if (turn == 499) {
        assertEquals(3, adapting(limited));
      }
    }
    assertEquals(1, adapting(limited));
  }

  private static long adapting(Mixer mixer) {
    return mixer.streams().stream().filter(each -> each.delays().speedPpm() > 10).count();
  }

  @Test
  void read_ofSeveralStreams_isTheirSum_toTheSampleAndTheFrame() {
    Voice[] voices = {Voice.noise(1), Voice.noise(2), Voice.noise(3)};
    device.pullWhileSpeaking(100, 0, voices);
    float[] heard = device.heard();
    assertArrayEquals(new float[DELAY], Arrays.copyOf(heard, DELAY));
    for (int frame = DELAY + FADE; frame < heard.length; frame++) {
      float sum = voices[0].at(frame - DELAY);
      sum += voices[1].at(frame - DELAY);
      sum += voices[2].at(frame - DELAY);
      assertEquals(sum, heard[frame], "frame " + frame);
    }
    assertEquals(3, mixer.activeStreams());
    assertEquals(0, mixer.limitedFrames());
  }

  @Test
  void read_ofNoStream_isSilence() {
    float[] out = {9, 9, 9};
    mixer.read(out, 3, 0);
    assertArrayEquals(new float[3], out);
  }

  @Test
  void read_ofMonoInAStereoMix_isOnBothSides() {
    PullingDevice stereo = new PullingDevice(mixer(STEREO), PERIOD);
    Voice voice = Voice.noise(1);
    float[] heard = stereo.pullWhileSpeaking(10, 0, voice);
    for (int frame = DELAY + FADE; frame < 10 * PERIOD; frame++) {
      assertEquals(voice.at(frame - DELAY), heard[2 * frame]);
      assertEquals(voice.at(frame - DELAY), heard[2 * frame + 1]);
    }
  }

  @Test
  void read_ofAnotherRate_isResampled() {
    PcmFormat half = new PcmFormat(24_000, 1, Encoding.F32);
    Voice voice =
        Voice.noise(1, half).withSignal(Simulation.Signal.sine(1_000, half.sampleRateHz(), 0.5));
    for (int i = 0; i < 100; i++) {
      mixer.accept(voice.block(i * 120L, 120), device.nowNanos());
      device.pull();
    }
    float[] heard = device.heard();
    // What the filter reads ahead comes on top of the delay.
    int start = 0;
    while (heard[start] == 0) {
      start++;
    }
    assertTrue(start > DELAY && start < DELAY + PERIOD, "begins at " + start);
    double worst = 0;
    for (int frame = start + FADE; frame < heard.length; frame++) {
      double expected = 0.5 * Math.sin(2 * Math.PI * 1_000 * (frame - start) / 48_000);
      worst = Math.max(worst, Math.abs(expected - heard[frame]));
    }
    assertTrue(worst < 1e-5, "off by " + worst);
  }

  @Test
  void accept_ofMoreStreamsThanFit_refusesTheNewOnes_saysSoOnce_andTheOthersPlay() {
    for (long turn = 0; turn < 2; turn++) {
      for (int id = 1; id <= 128; id++) {
        assertEquals(
            Mixer.AcceptResult.ACCEPTED,
            mixer.accept(Voice.noise(id).block(turn * PERIOD, PERIOD), device.nowNanos()));
      }
    }
    assertEquals(128, mixer.activeStreams());
    Voice late = Voice.noise(129);
    assertEquals(
        Mixer.AcceptResult.ACCEPTED, mixer.accept(late.block(0, PERIOD), 0), "on probation");
    assertEquals(Mixer.AcceptResult.REJECTED, mixer.accept(late.block(PERIOD, PERIOD), 0));
    Voice later = Voice.noise(130);
    mixer.accept(later.block(0, PERIOD), 0);
    assertEquals(Mixer.AcceptResult.REJECTED, mixer.accept(later.block(PERIOD, PERIOD), 0));
    assertEquals(128, mixer.activeStreams());
    assertEquals(128, events.count("began"));
    assertEquals(
        List.of("refused 129: 128 streams are playing; it and further ones are only counted"),
        events.all().subList(128, events.all().size()));
    device.pull(10);
    assertEquals(128 * 2 * PERIOD, mixer.stats().playedFrames());
  }

  @Test
  void accept_whenAllSlotsAreTaken_endsTheStreamThatBroughtTheLeastSound_forTheNewOne() {
    for (long turn = 0; turn < 300; turn++) {
      for (int id = 1; id <= 128; id++) {
        // Number 77 brings a frame now and then; number 78 half of what it should.
        if (id == 77 ? turn % 50 < 2 : id != 78 || turn % 2 == 0) {
          int frames = id == 77 ? 1 : PERIOD;
          mixer.accept(Voice.noise(id).block(turn * PERIOD, frames), device.nowNanos());
        }
      }
      device.pull();
    }
    assertEquals(128, mixer.activeStreams());
    assertEquals(Mixer.AcceptResult.ACCEPTED, speakTwice(200), "for number 77");
    assertEquals(1, events.count("ended 77 "));
    assertEquals(1, events.count("ended"));
    assertEquals(1, events.count("began 200"));
    assertEquals(
        Mixer.AcceptResult.REJECTED, speakTwice(201), "all others bring sound, or are new");
    assertEquals(128, mixer.activeStreams());
  }

  private Mixer.AcceptResult speakTwice(int id) {
    mixer.accept(Voice.noise(id).block(0, PERIOD), device.nowNanos());
    return mixer.accept(Voice.noise(id).block(PERIOD, PERIOD), device.nowNanos());
  }

  @Test
  void accept_ofWhatCanWait_whenEnoughIsBuffered_saysSo_untilSomethingWasRead() {
    Voice waiting = Voice.noise(1).notLive();
    long taken = 0;
    while (taken < 1_000
        && mixer.accept(waiting.block(taken * PERIOD, PERIOD), 0) == Mixer.AcceptResult.ACCEPTED) {
      taken++;
    }
    assertEquals(500 / 5, taken, "blocks of 5 ms");
    device.pull(1);
    assertEquals(
        Mixer.AcceptResult.ACCEPTED, mixer.accept(waiting.block(taken * PERIOD, PERIOD), 0));
    assertEquals(0, mixer.stats().droppedFrames());
  }

  @Test
  void accept_ofTheEndOfAnUnknownStream_beginsNothing() {
    assertEquals(Mixer.AcceptResult.ACCEPTED, mixer.accept(Voice.noise(1).end(0), 0));
    assertEquals(0, mixer.activeStreams());
    assertEquals(List.of(), events.all());
  }

  @Test
  void began_isSaidWithTheSecondBlock() {
    mixer.accept(Voice.noise(1).block(0, PERIOD), 0);
    assertEquals(List.of(), events.all());
    mixer.accept(Voice.noise(1).block(PERIOD, PERIOD), 0);
    mixer.accept(Voice.noise(1).block(2 * PERIOD, PERIOD), 0);
    assertEquals(List.of("began 1"), events.all());
  }

  @Test
  void read_pastTheEndOfAStream_endsItOnce_andItsIdMayBeginAgain() {
    Voice voice = Voice.noise(1);
    mixer.accept(voice.lastBlock(0, 4 * PERIOD), device.nowNanos());
    float[] heard = device.pull(20);
    for (int frame = FADE; frame < 4 * PERIOD - FADE; frame++) {
      assertEquals(voice.at(frame), heard[DELAY + frame]);
    }
    for (int frame = DELAY + 4 * PERIOD; frame < heard.length; frame++) {
      assertEquals(0, heard[frame]);
    }
    assertEquals(0, mixer.activeStreams());
    mixer.accept(voice.lastBlock(77, PERIOD), device.nowNanos());
    device.pull(20);
    assertEquals(
        List.of("began 1", "ended 1 after 960", "began 1", "ended 1 after 240"), events.all());
  }

  @Test
  void read_ofAStreamThatFellSilent_endsItAfterItsTime_andItClicksNowhere() {
    device.pullWhileSpeaking(20, 0, Voice.noise(1));
    device.pull(199);
    assertEquals(1, mixer.activeStreams());
    device.pull(3);
    assertEquals(0, mixer.activeStreams());
    assertEquals("ended 1 after " + 20 * PERIOD, events.all().get(1));
    assertEquals("nothing missing", mixer.stats().troubles(), "nobody knows that anything was");
  }

  @Test
  void clear_endsAllStreams_andTheirNextBlocksBeginThemAnew() {
    Voice[] voices = {Voice.noise(1), Voice.noise(2)};
    device.pullWhileSpeaking(10, 0, voices);
    mixer.clear(device.nowNanos());
    assertEquals(0, mixer.activeStreams());
    assertArrayEquals(new float[4 * PERIOD], device.pull(4));
    float[] heard = device.pullWhileSpeaking(10, 5_000, voices[1]);
    assertEquals(voices[1].at(5_000 + FADE), heard[DELAY + FADE]);
    assertEquals(
        List.of(
            "began 1",
            "began 2",
            "ended 1 after " + (8 * PERIOD + LOOKAHEAD),
            "ended 2 after " + (8 * PERIOD + LOOKAHEAD),
            "began 2"),
        events.all());
  }

  @Test
  void stats_addUpOverStreamsThatPlayAndThoseThatEnded() {
    mixer.accept(Voice.noise(1).lastBlock(0, 6 * PERIOD), device.nowNanos());
    Voice second = Voice.noise(2);
    mixer.accept(second.block(0, 4 * PERIOD), device.nowNanos());
    mixer.accept(second.block(6 * PERIOD, 20 * PERIOD), device.nowNanos());
    mixer.accept(second.block(6 * PERIOD, 20 * PERIOD), device.nowNanos());
    device.pull(15);
    assertEquals(1, mixer.activeStreams());
    PlayoutStats ended = new PlayoutStats(6 * PERIOD, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    PlayoutStats all = mixer.stats();
    assertEquals(2 * PERIOD, all.concealedFrames());
    assertEquals(20 * PERIOD, all.repeatedFrames());
    assertTrue(all.playedFrames() > ended.playedFrames() + 4 * PERIOD, all::toString);
    assertEquals("ended 1 after " + ended.playedFrames(), events.all().get(2));
  }

  @Test
  void setGainAndMute_changeOneStream_areReported_andOutlastAChangeOfFormat() {
    Voice loud = Voice.noise(1);
    Voice other = Voice.noise(2);
    device.pullWhileSpeaking(4, 0, loud, other);
    assertTrue(mixer.setGain(1, 20 * Math.log10(0.5)));
    assertTrue(mixer.setMuted(2, true));
    assertFalse(mixer.setGain(3, 0));
    assertFalse(mixer.setMuted(3, true));
    float[] heard = device.pullWhileSpeaking(20, 4 * PERIOD, loud, other);
    for (int frame = 2 * FADE; frame < heard.length; frame++) {
      assertEquals(0.5f * loud.at(4 * PERIOD - DELAY + frame), heard[frame], 1e-7f);
    }
    List<StreamStatus> streams = mixer.streams();
    assertEquals(
        List.of("00000001", "00000002"), streams.stream().map(s -> s.streamName()).toList());
    assertEquals(-6.02, streams.get(0).gainDecibels(), 0.01);
    assertFalse(streams.get(0).muted());
    assertTrue(streams.get(1).muted());
    assertTrue(mixer.setMuted(2, false));
    assertTrue(mixer.setGain(1, -120));
    heard = device.pullWhileSpeaking(20, 24 * PERIOD, loud, other);
    assertEquals(other.at(24 * PERIOD - DELAY + 3_000), heard[3_000]);
  }

  @Test
  void setMuted_outlastsAChangeOfFormat() {
    device.pullWhileSpeaking(4, 0, Voice.noise(1));
    mixer.setMuted(1, true);
    device.pullWhileSpeaking(10, 4 * PERIOD, Voice.noise(1));
    float[] heard = device.pullWhileSpeaking(20, 14 * PERIOD, Voice.noise(1, STEREO));
    assertArrayEquals(new float[20 * PERIOD], heard);
    assertEquals(STEREO, mixer.streams().get(0).format());
    assertEquals(2, events.all().size(), events.all()::toString);
    assertEquals("restarted 1: its format is f32/48000/2 now", events.all().get(1));
  }

  @Test
  void setGain_outOfItsBounds_isRefusedWithThem() {
    for (double decibels : new double[] {-120.1, 24.1, Double.NaN}) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> mixer.setGain(1, decibels));
      assertEquals("gain of " + decibels + " dB outside -120.0..24.0", e.getMessage());
    }
  }
}
