package io.github.camelaudio.playout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams that claim, or bring, more than there is memory for, beside one that behaves. */
class MixerMemoryTest {

  private static final long BUDGET = 32_000_000;

  /** So little that a few streams of 768 kHz use it up. */
  private static final long SMALL_BUDGET = 12_000_000;

  private static final int PERIOD = 480;
  private static final int DELAY = 3 * PERIOD;
  private static final int FADE = 240;

  private final Events events = new Events();
  private final Voice good = Voice.noise(1);
  private Mixer mixer;
  private PullingDevice device;

  @BeforeEach
  void start() {
    start(BUDGET);
  }

  private void start(long budget) {
    mixer = new Mixer(Voice.MONO, new PlayoutSettings(20, 1_000, 5, false, budget), events, null);
    device = new PullingDevice(mixer, PERIOD);
  }

  private void assertGoodIsWhole() {
    float[] heard = device.heard();
    for (int frame = DELAY + FADE; frame < heard.length; frame++) {
      assertEquals(good.at(frame - DELAY), heard[frame], "frame " + frame);
    }
  }

  @Test
  void idsThatClaimARateOf768kHz_takeLittle_areRefusedBeyondTheBudget_andSaidOnce() {
    start(SMALL_BUDGET);
    PcmFormat huge = new PcmFormat(768_000, 1, Encoding.S16);
    int refused = 0;
    for (long turn = 0; turn < 150; turn++) {
      mixer.accept(good.block(turn * PERIOD, PERIOD), device.nowNanos());
      for (int id = 2; turn % 30 == 0 && turn < 120 && id < 130; id++) {
        AudioBlock frame =
            AudioBlock.builder(huge).streamId(id).timestamp((int) turn * 100).pcm(new byte[2]);
        refused += mixer.accept(frame, device.nowNanos()) == Mixer.AcceptResult.REJECTED ? 1 : 0;
      }
      device.pull();
    }
    assertGoodIsWhole();
    assertTrue(refused > 200, refused + " blocks refused");
    assertTrue(mixer.activeStreams() < 40, mixer.activeStreams() + " streams");
    assertEquals(1, events.count("refused"));
    assertTrue(
        events.all().stream().anyMatch(each -> each.contains("the memory for streams is used up")),
        events.all()::toString);
  }

  @Test
  void streamsThatBringMoreThanTheBudget_loseIt_counted_andAnotherOneStillBegins() {
    PcmFormat wide = new PcmFormat(384_000, 1, Encoding.F32);
    Voice[] greedy = new Voice[8];
    for (int i = 0; i < greedy.length; i++) {
      greedy[i] = new Voice(100 + i, wide, 0, true, position -> 0);
    }
    int each = wide.framesOfMillis(20);
    Voice late = Voice.noise(2).withSignal(position -> 0);
    for (long turn = 0; turn < 150; turn++) {
      mixer.accept(good.block(turn * PERIOD, PERIOD), device.nowNanos());
      for (Voice voice : greedy) {
        mixer.accept(voice.block(turn * each, each), device.nowNanos()); // twice its pace
      }
      if (turn >= 100) {
        mixer.accept(late.block(turn * PERIOD, PERIOD), device.nowNanos());
      }
      device.pull();
    }
    assertGoodIsWhole();
    assertEquals(1, events.count("began 2"));
    assertEquals(1, events.count("refused"), events.all()::toString);
  }

  @Test
  void theMemoryOfStreamsThatEnded_isThereForOthers() {
    PcmFormat huge = new PcmFormat(768_000, 1, Encoding.S16);
    for (int round = 0; round < 50; round++) {
      for (int id = 2; id < 7; id++) {
        AudioBlock only =
            AudioBlock.builder(huge).streamId(10L * round + id).last(true).pcm(new byte[2_000]);
        assertEquals(
            Mixer.AcceptResult.ACCEPTED, mixer.accept(only, device.nowNanos()), "round " + round);
      }
      device.pull(20);
      assertEquals(0, mixer.activeStreams());
    }
  }
}
