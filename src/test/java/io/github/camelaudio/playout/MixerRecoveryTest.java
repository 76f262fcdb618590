package io.github.camelaudio.playout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.playout.stats.PlayoutStats;
import io.github.camelaudio.playout.stats.StreamStatus;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an honest stream lives through, and how it comes back. Blocks and periods of 10 ms. */
class MixerRecoveryTest {

  private static final int PERIOD = 480;
  private static final int DELAY = 3 * PERIOD;
  private static final int FADE = 240;
  private static final int SECOND = 100;
  private static final long STEP_NANOS = 10_000_000;

  private final Events events = new Events();
  private final Voice voice = Voice.noise(1);
  private Mixer mixer = mixer(5);
  private PullingDevice device = new PullingDevice(mixer, PERIOD);

  private Mixer mixer(int idleSeconds) {
    return new Mixer(Voice.MONO, new PlayoutSettings(20, 500, idleSeconds), events, null);
  }

  private void idleSeconds(int seconds) {
    mixer = mixer(seconds);
    device = new PullingDevice(mixer, PERIOD);
  }

  /** Asserts that the latest samples are the voice's at the position that belongs there. */
  private void assertHeard(float[] heard, Voice of, long positionOfFirst, int from) {
    for (int frame = from; frame < heard.length; frame++) {
      assertEquals(of.at(positionOfFirst + frame), heard[frame], "frame " + frame);
    }
  }

  @Test
  void aPauseOf10Seconds_shorterThanIdleSeconds_beginsTheStreamAnew_countedAndSaidOnce() {
    idleSeconds(20);
    device.pullWhileSpeaking(SECOND, 0, voice);
    device.pull(10 * SECOND);
    assertEquals(1, mixer.activeStreams());
    float[] heard = device.pullWhileSpeaking(SECOND, 11L * SECOND * PERIOD, voice);
    assertHeard(heard, voice, 11L * SECOND * PERIOD - DELAY, DELAY + FADE);
    assertEquals(1, mixer.stats().restarts());
    assertEquals(1, mixer.stats().underruns());
    assertEquals(List.of("began 1", "restarted 1: nothing came for 500 ms"), events.all());
  }

  @Test
  void aPauseOf10Seconds_longerThanIdleSeconds_endsTheStream_andItBeginsAgain() {
    device.pullWhileSpeaking(SECOND, 0, voice);
    device.pull(10 * SECOND);
    assertEquals(0, mixer.activeStreams());
    float[] heard = device.pullWhileSpeaking(SECOND, 11L * SECOND * PERIOD, voice);
    assertHeard(heard, voice, 11L * SECOND * PERIOD - DELAY, DELAY + FADE);
    assertEquals(0, mixer.stats().restarts());
    assertEquals(List.of("began 1", "ended 1 after " + SECOND * PERIOD, "began 1"), events.all());
  }

  @Test
  void aStandstillOf10SecondsOfOurOwn_endsNoStream_beforeWhatCameMeanwhileWasLookedAt() {
    float[] out = new float[PERIOD];
    long turn = 0;
    for (; turn < SECOND; turn++) {
      mixer.accept(voice.block(turn * PERIOD, PERIOD), turn * STEP_NANOS);
      mixer.read(out, PERIOD, turn * STEP_NANOS);
    }
    // The process stops. Then the device asks again, before the socket's buffer has been read.
    for (turn += 10 * SECOND; turn < 11 * SECOND + 10; turn++) {
      mixer.read(out, PERIOD, turn * STEP_NANOS);
    }
    assertEquals(1, mixer.activeStreams());
    for (long missed = SECOND; missed < turn; missed++) {
      mixer.accept(voice.block(missed * PERIOD, PERIOD), turn * STEP_NANOS);
    }
    for (; turn < 12 * SECOND; turn++) {
      mixer.accept(voice.block(turn * PERIOD, PERIOD), turn * STEP_NANOS);
      mixer.read(out, PERIOD, turn * STEP_NANOS);
    }
    assertEquals(0, events.count("ended"), events.all()::toString);
    assertEquals(1, mixer.activeStreams());
    for (; turn < 18 * SECOND; turn++) {
      mixer.read(out, PERIOD, turn * STEP_NANOS);
    }
    assertEquals(1, events.count("ended"), "its own silence counts as ever");
  }

  @Test
  void aPauseInWhichTheTimestampsStoodStill_goesOnWhereItWas() {
    idleSeconds(20);
    device.pullWhileSpeaking(SECOND, 0, voice);
    device.pull(10 * SECOND);
    float[] heard = device.pullWhileSpeaking(SECOND, (long) SECOND * PERIOD, voice);
    assertHeard(heard, voice, (long) SECOND * PERIOD - DELAY, DELAY + FADE);
    assertEquals(1, mixer.stats().restarts());
  }

  @Test
  void aRestartOfTheSender_isANewStream_andTheOldOneEndsWhenItIsIdle() {
    Voice again = Voice.noise(2);
    device.pullWhileSpeaking(SECOND, 0, voice);
    device.pull(10);
    float[] heard = device.pullWhileSpeaking(6 * SECOND, 0, again);
    assertHeard(heard, again, -DELAY, DELAY + FADE);
    assertEquals(0, mixer.stats().restarts());
    assertEquals(List.of("began 1", "began 2", "ended 1 after " + SECOND * PERIOD), events.all());
  }

  @Test
  void aSenderThatSaysBye_leavesAtOnce() {
    device.pullWhileSpeaking(SECOND, 0, voice);
    mixer.accept(voice.end((long) SECOND * PERIOD), device.nowNanos());
    device.pull(5);
    assertEquals(0, mixer.activeStreams());
    assertEquals(0, mixer.stats().concealedFrames());
    assertEquals("ended 1 after " + SECOND * PERIOD, events.all().get(1));
  }

  @Test
  void aWrapOfTimestampAndSequence_isNothing() {
    Voice wrapping = new Voice(1, Voice.MONO, -SECOND * PERIOD - 100, true, voice.signal());
    for (int turn = 0; turn < 3 * SECOND; turn++) {
      AudioBlock block = wrapping.block((long) turn * PERIOD, PERIOD);
      AudioBlock numbered =
          AudioBlock.builder(block.format())
              .streamId(1)
              .sequence(0xFFFF - SECOND + turn)
              .timestamp(block.timestamp())
              .pcm(block.toByteArray());
      mixer.accept(numbered, device.nowNanos());
      device.pull();
    }
    assertHeard(device.heard(), voice, -DELAY, DELAY + FADE);
    assertEquals(1, events.all().size());
  }

  @ParameterizedTest
  @ValueSource(longs = {86_400L * 48_000, -86_400L * 48_000, 200_000, 1L << 31})
  void aStepOfTheSendersClock_goesOnThereWithoutABreak_countedAndSaidOnce(long step) {
    device.pullWhileSpeaking(SECOND, 0, voice);
    float[] heard = device.pullWhileSpeaking(SECOND, SECOND * PERIOD + step, voice);
    assertHeard(heard, voice, SECOND * PERIOD + step - DELAY, DELAY);
    PlayoutStats stats = mixer.stats();
    assertEquals(1, stats.restarts());
    assertEquals(0, stats.concealedFrames() + stats.droppedFrames() + stats.skippedFrames());
    assertEquals(List.of("began 1", "restarted 1: its timestamps jumped"), events.all());
  }

  @Test
  void aSmallStepForward_isAGap_concealed_andIsCompressed() {
    Voice speaker = voice.withSignal(Sound.voice());
    device.pullWhileSpeaking(SECOND, 0, speaker);
    device.pullWhileSpeaking(10 * SECOND, SECOND * PERIOD + 2_400, speaker);
    PlayoutStats stats = mixer.stats();
    assertEquals(2_400, stats.concealedFrames(), "50 ms that were never sent");
    assertEquals(0, stats.restarts());
    double delay = mixer.streams().get(0).delays().delayMillis();
    assertTrue(delay < 25 && delay > 19, "it comes back to 20 ms: " + delay);
    assertEquals(2_400, (double) stats.compressedFrames(), 240);
  }

  @ParameterizedTest
  @ValueSource(doubles = {500, -500})
  void aStepOfTheSendersRate_isFollowed_withoutAGap(double ppm) {
    Mixer steady = new Mixer(Voice.MONO, new PlayoutSettings(40, 500, 5), events, null);
    PullingDevice pulls = new PullingDevice(steady, PERIOD);
    double dueNanos = pulls.nowNanos();
    long next = 0;
    for (int turn = 0; turn < 90 * SECOND; turn++) {
      double rate = turn < 30 * SECOND ? 1 : 1 + ppm * 1e-6;
      while (dueNanos <= pulls.nowNanos()) {
        steady.accept(voice.block(next * PERIOD, PERIOD), (long) dueNanos);
        dueNanos += STEP_NANOS / rate;
        next++;
      }
      pulls.pull();
    }
    StreamStatus.Delays delays = steady.streams().get(0).delays();
    assertEquals(ppm, delays.speedPpm(), 60);
    assertEquals(40, delays.delayMillis(), 1);
    PlayoutStats stats = steady.stats();
    assertEquals(new PlayoutStats(stats.playedFrames(), 0, 0, 0, 0, 0, 0, 0, 0, 0), stats);
  }
}
