package io.github.camelaudio.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.playout.Mixer;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class MixerInputTest {

  private final FakeClock clock = new FakeClock();
  private final MixerInput input = new MixerInput(clock);
  private final Mixer mixer = Speech.mixer(20);

  /** Until its stream has enough: the mixer is not read. */
  private AudioBlock tooMuch() throws InterruptedException {
    for (int i = 0; i < 1_000; i++) {
      AudioBlock block = Speech.patientBlock(1, 480 * i, 480);
      if (!input.offer(mixer, block, () -> "here", false, () -> true)) {
        return block;
      }
    }
    throw new AssertionError("it takes everything");
  }

  @Test
  void blockThatFindsNoRoom_isOfferedAgain_whenItMayNotWait() throws Exception {
    tooMuch();
    assertThat(input.unplayedBlocks()).isZero();
  }

  @Test
  void blockThatWaitedForAMixerThatWasNotRead_isCounted_thoughItIsReadAgain() throws Exception {
    AudioBlock block = tooMuch();
    Iterator<Boolean> isRead = List.of(false, true).iterator();
    assertThat(input.offer(mixer, block, () -> "here", true, isRead::next)).isTrue();
    assertThat(input.unplayedBlocks()).isEqualTo(1);
  }
}
