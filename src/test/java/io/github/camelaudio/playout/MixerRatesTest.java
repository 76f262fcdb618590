package io.github.camelaudio.playout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.playout.Mixer.AcceptResult;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Streams whose rates are above the mix's: they take long to begin, and much to play. */
class MixerRatesTest {

  private static final int PERIOD = 480;
  private static final int DELAY = 3 * PERIOD;
  private static final int FADE = 240;
  private static final int SECOND = 100;
  private static final int HIGHEST = 768_000;

  private final Events events = new Events();
  private final Mixer mixer = new Mixer(Voice.MONO, new PlayoutSettings(20, 500, 5), events, null);
  private final PullingDevice device = new PullingDevice(mixer, PERIOD);

  /** Brings ten milliseconds of silence; 1 when they are taken. */
  private int bring(long id, int rate, long turn) {
    int frames = rate / SECOND;
    AudioBlock block =
        AudioBlock.builder(new PcmFormat(rate, 1, Encoding.U8))
            .streamId(id)
            .timestamp((int) turn * frames)
            .live(true)
            .pcm(silence(frames));
    return mixer.accept(block, device.nowNanos()) == AcceptResult.ACCEPTED ? 1 : 0;
  }

  private static byte[] silence(int frames) {
    byte[] pcm = new byte[frames];
    Arrays.fill(pcm, (byte) 0x80);
    return pcm;
  }

  @Test
  void newRates_areTakenEightAtOnce_thenTwoASecond_andRefusalsAreSaidOnce() {
    int taken = 0;
    for (int turn = 0; turn < 3 * SECOND; turn++) {
      if (turn % 5 == 0) {
        taken += bring(1_000 + turn, 50_001 + 10 * turn, 0);
      }
      device.pull();
    }
    assertEquals(8 + 5, taken, "of 60");
    assertEquals(1, events.count("refused"), events.all()::toString);
  }

  @Test
  void aRateThatIsKnown_isTaken_whileNewOnesAreRefused() {
    assertEquals(1, bring(1, 60_001, 0));
    for (int i = 0; i < 20; i++) {
      bring(1_000 + i, 61_003 + 10 * i, 0);
    }
    assertEquals(0, bring(2_000, 62_007, 0));
    assertEquals(1, bring(2, 60_001, 0));
    assertEquals(1, bring(3, 44_100, 0));
  }

  @Test
  void aStreamThatChangesItsRateWithEachBlock_restartsAtTheSameLimit() {
    for (int turn = 0; turn < 5 * SECOND; turn++) {
      bring(1, 70_001 + 10 * turn, turn);
      device.pull();
    }
    long restarts = mixer.stats().restarts();
    assertTrue(restarts >= 7 && restarts <= 8 + 2 * 5, restarts + " restarts");
  }

  @Test
  void streamsOfTheHighestRate_areAsManyAsThereIsTimeFor_andDisturbNobody() {
    Voice good = Voice.noise(1);
    int refused = 0;
    for (int turn = 0; turn < SECOND; turn++) {
      mixer.accept(good.block((long) turn * PERIOD, PERIOD), device.nowNanos());
      for (int id = 100; id < 116; id++) {
        refused += 1 - bring(id, HIGHEST, turn);
      }
      bring(2, 44_100, turn);
      device.pull();
    }
    assertEquals(8 + 2, mixer.activeStreams());
    assertEquals(8 * SECOND, refused);
    assertEquals(1, events.count("refused"), events.all()::toString);
    float[] heard = device.heard();
    for (int frame = DELAY + FADE; frame < heard.length; frame++) {
      assertEquals(good.at(frame - DELAY), heard[frame], "frame " + frame);
    }
  }

  @Test
  void idsThatOnlyClaimTheHighestRate_makeRoomForOneThatBringsSound() {
    for (int id = 100; id < 108; id++) {
      assertEquals(1, bring(id, HIGHEST, 0));
    }
    assertEquals(0, bring(1, HIGHEST, 0), "while they are new");
    device.pull(40);
    assertEquals(1, bring(1, HIGHEST, 0));
    assertEquals(8, mixer.activeStreams());
  }
}
