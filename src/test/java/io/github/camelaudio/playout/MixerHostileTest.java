package io.github.camelaudio.playout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.audio.Samples;
import io.github.camelaudio.playout.stats.PlayoutStats;
import io.github.camelaudio.playout.stats.StreamStatus;
import java.util.Random;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A stream that behaves, and beside it one that does not. What the latter sends is silence as far
 * as it is sound at all, so that in the mix the former must be heard to the sample.
 */
class MixerHostileTest {

  private static final long SEED = 31_337;
  private static final int PERIOD = 480;
  private static final int DELAY = 3 * PERIOD;
  private static final int FADE = 240;
  private static final int SECOND = 100;

  /** As large a block as 64 KiB hold. */
  private static final int PACKET_LIMIT = 16_384;

  private final Events events = new Events();
  private final Mixer mixer = new Mixer(Voice.MONO, new PlayoutSettings(20, 500, 5), events, null);
  private final PullingDevice device = new PullingDevice(mixer, PERIOD);
  private final Voice good = Voice.noise(1);
  private final Voice evil = Voice.noise(666).withSignal(position -> 0);
  private final Random random = new Random(SEED);

  /** Lets both play; the evil one sends before each period. */
  private void play(int periods, LongConsumer send) {
    for (long turn = 0; turn < periods; turn++) {
      mixer.accept(good.block(turn * PERIOD, PERIOD), device.nowNanos());
      send.accept(turn);
      device.pull();
    }
  }

  private void send(AudioBlock block) {
    mixer.accept(block, device.nowNanos());
  }

  private void assertGoodIsUndisturbed() {
    float[] heard = device.heard();
    for (int frame = DELAY + FADE; frame < heard.length; frame++) {
      assertEquals(good.at(frame - DELAY), heard[frame], "frame " + frame + ", seed " + SEED);
    }
    StreamStatus status = mixer.streams().get(0);
    assertEquals("00000001", status.streamName());
    PlayoutStats stats = status.stats();
    assertEquals(new PlayoutStats(stats.playedFrames(), 0, 0, 0, 0, 0, 0, 0, 0, 0), stats);
    assertEquals(0, events.count("restarted 1:") + events.count("ended 1 "));
    assertTrue(events.all().contains("began 1"));
  }

  /** What happened to all streams but the good one, which has no troubles. */
  private PlayoutStats evilStats() {
    return mixer.stats();
  }

  @Test
  void timestampsThatJumpByDays_withEachBlock_areDroppedAndCounted() {
    long day = 86_400L * 48_000;
    play(20 * SECOND, turn -> send(evil.block(turn * day + random.nextInt(48_000), PERIOD)));
    assertGoodIsUndisturbed();
    // After each half a second of nothing else, one of them begins the stream anew.
    assertEquals(3, events.all().size(), events.all()::toString);
    PlayoutStats stats = evilStats();
    assertTrue(stats.restarts() <= 20 * 2, stats::toString);
    assertTrue(stats.droppedFrames() > 19 * SECOND * PERIOD, stats::toString);
  }

  @Test
  void timestampsThatJumpByDays_eachSecond_goOnThere_counted_andSaidOnceAMinute() {
    long day = 86_400L * 48_000;
    play(60 * SECOND, turn -> send(evil.block(turn * PERIOD + turn / SECOND * day, PERIOD)));
    assertGoodIsUndisturbed();
    assertEquals(59, evilStats().restarts());
    assertEquals(0, evilStats().concealedFrames());
    assertEquals(1, events.count("restarted 666: its timestamps jumped"));
    assertEquals(3, events.all().size(), events.all()::toString);
  }

  @Test
  void timestampsThatRunBackwards_areLateOrDropped_counted() {
    play(20 * SECOND, turn -> send(evil.block(-turn * PERIOD, PERIOD)));
    assertGoodIsUndisturbed();
    PlayoutStats stats = evilStats();
    assertTrue(
        stats.lateFrames() + stats.droppedFrames() + stats.cutFrames() > 15 * SECOND * PERIOD,
        stats::toString);
    assertTrue(events.count("restarted 666") <= 1, events.all()::toString);
    assertTrue(events.all().size() <= 1 + 2 * 5 + 1, events.all()::toString);
  }

  @Test
  void timestampsThatRepeatForEver_areCounted_andAreNoSign() {
    play(20 * SECOND, turn -> send(evil.block(0, PERIOD)));
    assertGoodIsUndisturbed();
    assertTrue(evilStats().repeatedFrames() > 19 * SECOND * PERIOD, () -> evilStats().toString());
    assertEquals(0, events.count("restarted 666"));
    // It is idle every five seconds, and then its block is a first one again.
    assertTrue(events.all().size() <= 1 + 2 * 4, events.all()::toString);
  }

  @Test
  void blocksOfAnySizeUpToThePacketLimit_arePlayed() {
    long[] position = {0};
    play(
        20 * SECOND,
        turn -> {
          while (position[0] < turn * PERIOD) {
            int frames = random.nextInt(3) == 0 ? 1 + random.nextInt(PACKET_LIMIT) : 1;
            send(evil.block(position[0], frames));
            position[0] += frames;
          }
        });
    assertGoodIsUndisturbed();
    assertTrue(evilStats().playedFrames() > 1.5 * 20 * SECOND * PERIOD);
    assertTrue(events.all().size() <= 3, events.all()::toString);
  }

  @Test
  void blocksOfAnySizeUpToTheDelay_loseNothing() {
    Voice other = Voice.noise(2);
    Voice silent = other.withSignal(position -> 0);
    long[] position = {0};
    play(
        20 * SECOND,
        turn -> {
          int left = 2 * PERIOD;
          while (position[0] < (turn + 1) * PERIOD && left > 0) {
            int frames = 1 + random.nextInt(PERIOD);
            send(silent.block(position[0], frames));
            position[0] += frames;
            left -= frames;
          }
        });
    assertGoodIsUndisturbed();
    assertEquals(0, evilStats().concealedFrames());
    assertEquals(0, evilStats().restarts());
  }

  @Test
  void formatsThatChangeInMidStream_areEachPlayed_counted_andSaidOnceAMinute() {
    PcmFormat[] formats = {
      Voice.MONO,
      new PcmFormat(44_100, 1, Encoding.F32),
      new PcmFormat(48_000, 2, Encoding.F32),
      new PcmFormat(48_000, 2, Encoding.S16),
      new PcmFormat(8_000, 6, Encoding.U8),
    };
    play(
        20 * SECOND,
        turn -> {
          PcmFormat format = formats[(int) (turn / SECOND) % formats.length];
          int frames = format.sampleRateHz() / SECOND;
          Voice now = new Voice(666, format, 0, true, position -> 0);
          send(now.block(turn * frames, frames));
        });
    assertGoodIsUndisturbed();
    // From s16 to f32 is no new beginning: each block says how its samples are written.
    assertEquals(20 * 4 / 5 - 1, evilStats().restarts());
    assertEquals(1, events.count("restarted 666: its format is f32/44100/1 now"));
    assertEquals(3, events.all().size(), events.all()::toString);
    assertEquals(2, mixer.activeStreams());
  }

  @Test
  void formatsThatChangeWithEachOfThousandsOfBlocks_takeNoOthersSlot_andSayLittle() {
    Voice other = new Voice(666, new PcmFormat(8_000, 1, Encoding.S16), 0, true, position -> 0);
    play(
        SECOND,
        turn -> {
          for (int i = 0; i < 200; i++) {
            send((i % 2 == 0 ? evil : other).block(turn * 200 + i, 1));
          }
          assertTrue(mixer.activeStreams() <= 3);
        });
    assertGoodIsUndisturbed();
    assertEquals(3, events.all().size(), events.all()::toString);
  }

  @Test
  void aSenderAtTwiceRealTime_isKeptAtItsDelay_counted_andSaidOnceAMinute() {
    play(
        50 * SECOND,
        turn -> {
          send(evil.block(2 * turn * PERIOD, PERIOD));
          send(evil.block((2 * turn + 1) * PERIOD, PERIOD));
        });
    assertGoodIsUndisturbed();
    PlayoutStats stats = evilStats();
    double leftOut = stats.cutFrames() + stats.compressedFrames();
    assertEquals(50.0 * SECOND * PERIOD, leftOut, 2.0 * SECOND * PERIOD);
    assertTrue(stats.compressedFrames() < 0.16 * 50 * SECOND * PERIOD, stats::toString);
    assertTrue(stats.restarts() >= 50 && stats.restarts() <= 200, stats::toString);
    assertEquals(
        1, events.count("restarted 666: more than 500 ms of it arrived faster than it plays"));
    assertEquals(3, events.all().size(), events.all()::toString);
  }

  @Test
  void tenThousandStreamIdsInAMinute_takeNoSlotForLong_andNothingIsSaid() {
    Voice late = Voice.noise(2).withSignal(position -> 0);
    play(
        60 * SECOND,
        turn -> {
          send(new Voice(1_000 + 2 * turn, Voice.MONO, 0, true, position -> 0).block(0, PERIOD));
          if (turn % 3 != 0) {
            send(new Voice(1_001 + 2 * turn, Voice.MONO, 0, true, position -> 0).block(0, PERIOD));
          }
          assertTrue(mixer.activeStreams() <= 66, "streams " + mixer.activeStreams());
          if (turn >= 30 * SECOND) {
            send(late.block(turn * PERIOD, PERIOD));
          }
        });
    assertGoodIsUndisturbed();
    assertEquals(1, events.count("began 2"), "who comes in the midst of it is heard");
    assertEquals(2, events.all().size(), events.all()::toString);
  }

  @Test
  void thousandsOfStreamIdsOfSeveralBlocks_takeSlotsFromEachOther_andFewLines() {
    play(
        20 * SECOND,
        turn -> {
          for (int i = 0; i < 2; i++) {
            Voice voice = new Voice(1_000 + 2 * turn + i, Voice.MONO, 0, true, position -> 0);
            send(voice.block(0, PERIOD));
            send(voice.block(PERIOD, PERIOD));
          }
          assertTrue(mixer.activeStreams() <= Mixer.MAX_STREAMS);
        });
    assertGoodIsUndisturbed();
    assertTrue(events.count("refused") <= 20 / 5, "refused " + events.count("refused"));
  }

  @Test
  void aSourceThatHasAllSlots_givesSomeToAnother_untilBothHaveAsMany() {
    long greedy = 1_000;
    long modest = 2_000;
    for (long turn = 0; turn < 3 * SECOND; turn++) {
      for (long stream = 0; stream < 140; stream++) {
        bring("10.0.0.1", greedy + stream, turn);
      }
      for (long stream = 0; turn >= SECOND && stream < 80; stream++) {
        bring("10.0.0.2", modest + stream, turn);
      }
      device.pull();
    }
    assertEquals(Mixer.MAX_STREAMS, mixer.activeStreams());
    for (StreamStatus status : mixer.streams()) {
      long id = Long.parseLong(status.streamName(), 16);
      long number = id % 1_000;
      assertTrue(number < 64, "stream " + id + " began late, and took the position of another");
      assertEquals(0, status.stats().restarts(), "stream " + id);
    }
    assertEquals(64, events.count("ended 1"), "the youngest of 128");
    assertEquals(0, events.count("ended 2"));
  }

  private void bring(String source, long streamId, long turn) {
    AudioBlock block =
        new Voice(streamId, Voice.MONO, 0, true, position -> 0).block(turn * PERIOD, PERIOD);
    mixer.accept(block, () -> source, device.nowNanos());
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void floatsThatAreNoNumbers_areSilence(float value) {
    Voice spoilt = evil.withSignal(position -> position % 3 == 0 ? value : 0);
    play(10 * SECOND, turn -> send(spoilt.block(turn * PERIOD, PERIOD)));
    assertGoodIsUndisturbed();
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.MAX_VALUE, -Float.MAX_VALUE, 1e20f})
  void floatsOfAnySize_neverLeaveFullScale_andWhenTheyEnd_theOthersAreHeardAgain(float value) {
    PcmFormat odd = new PcmFormat(44_100, 1, Encoding.F32);
    Voice huge = new Voice(666, odd, 0, true, position -> value * (position % 7 - 3));
    Voice other =
        new Voice(667, Voice.MONO, 0, true, position -> position % 5 == 0 ? value : -value);
    mixer.accept(other.block(0, 1), device.nowNanos());
    mixer.setGain(667, 24);
    play(
        5 * SECOND,
        turn -> {
          if (turn < SECOND) {
            send(huge.block(turn * 441, 441));
            send(other.block(turn * PERIOD, PERIOD));
          }
        });
    float[] heard = device.heard();
    for (int frame = 0; frame < heard.length; frame++) {
      assertTrue(Math.abs(heard[frame]) <= 1 + 1e-6, heard[frame] + " at frame " + frame);
    }
    for (int frame = 4 * SECOND * PERIOD; frame < heard.length; frame++) {
      assertEquals(good.at(frame - DELAY), heard[frame], "frame " + frame);
    }
  }

  @Test
  void anEncodedBlockOfNaN_decodesToNaN_soThatTheTestAboveMeansSomething() {
    byte[] pcm = new byte[4];
    Samples.encode(Encoding.F32, new float[] {Float.NaN}, 0, pcm, 0, 1);
    float[] out = new float[1];
    AudioBlock.builder(Voice.MONO).pcm(pcm).decode(0, 1, out, 0);
    assertTrue(Float.isNaN(out[0]));
  }
}
