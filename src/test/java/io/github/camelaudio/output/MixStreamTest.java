package io.github.camelaudio.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.playout.Mixer;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A mix of 10 ms blocks; what comes is heard after 20 ms. */
class MixStreamTest {

  private static final int FRAMES = 480;

  private final FakeClock clock = new FakeClock();
  private final Mixer mixer = Speech.mixer(10);
  private int drawn = 0xFFFF_FFF0;
  private final MixStream mix = new MixStream(mixer, PcmFormat.DEFAULT, FRAMES, counting());

  /** Gives one number after the other. */
  private RandomGenerator counting() {
    return () -> (long) drawn++ << 32; // an int is made of the upper half
  }

  private @Nullable AudioBlock next() {
    AudioBlock block = mix.next(clock);
    clock.advanceMillis(10);
    return block;
  }

  private AudioBlock some() {
    AudioBlock block = next();
    assertNotNull(block);
    return block;
  }

  @Test
  void next_whileNobodySpeaks_isNothing() {
    for (int i = 0; i < 10; i++) {
      assertNull(next());
    }
    assertNull(mix.end(clock));
  }

  @Test
  void next_whileSomebodySpeaks_isOneStreamWithoutGaps_thatEndsWithHim() {
    mixer.accept(Speech.lastBlock(1, 0, 4 * FRAMES), clock.nanoTime());
    long captured = clock.epochNanos();
    AudioBlock block = some();
    assertEquals(0xFFFF_FFF0L, block.streamId());
    assertEquals(0xFFF1, block.sequence());
    assertEquals(-14, block.timestamp());
    assertEquals(captured, block.captureEpochNanos());
    assertEquals(PcmFormat.DEFAULT, block.format());
    assertTrue(block.live());
    List<AudioBlock> blocks = new ArrayList<>();
    while (!block.last()) {
      blocks.add(block);
      assertEquals(FRAMES, block.frames());
      AudioBlock following = some();
      assertEquals(block.streamId(), following.streamId());
      assertEquals(block.endTimestamp(), following.timestamp());
      assertEquals((block.sequence() + 1) & 0xFFFF, following.sequence());
      block = following;
    }
    assertEquals(2 + 4, blocks.size() + 1, "the delay, and what was said");
    assertEquals(Speech.LEVEL, Speech.sample(blocks.get(3), 100));
    assertNull(next());
    assertNull(mix.end(clock), "it has ended");
  }

  @Test
  void next_whenSomebodySpeaksAgain_isAnotherStream() {
    mixer.accept(Speech.lastBlock(1, 0, FRAMES), clock.nanoTime());
    AudioBlock first = some();
    while (!some().last()) {
      assertTrue(clock.nanoTime() < 0);
    }
    mixer.accept(Speech.lastBlock(1, 9_999, FRAMES), clock.nanoTime());
    assertFalse(first.streamId() == some().streamId());
  }

  @Test
  void next_whileOneOfTwoGoesOn_goesOn() {
    mixer.accept(Speech.lastBlock(1, 0, FRAMES), clock.nanoTime());
    for (int i = 0; i < 10; i++) {
      mixer.accept(Speech.block(2, i * FRAMES, FRAMES), clock.nanoTime());
      assertFalse(some().last());
    }
  }

  @Test
  void end_inTheMidst_isAnEmptyLastBlock_once() {
    mixer.accept(Speech.block(1, 0, FRAMES), clock.nanoTime());
    AudioBlock block = some();
    AudioBlock end = mix.end(clock);
    assertNotNull(end);
    assertTrue(end.last());
    assertEquals(0, end.frames());
    assertEquals(block.streamId(), end.streamId());
    assertEquals(block.endTimestamp(), end.timestamp());
    assertNull(mix.end(clock));
  }
}
