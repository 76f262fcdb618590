package io.github.camelaudio.playout;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.AudioClock;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Puts blocks into a mixer, and waits for room where a block may wait. */
public final class MixerInput {

  private static final long FULL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private MixerInput() {}

  /**
   * Puts a block into a mixer. A live one never waits; another one waits while its stream has
   * enough buffered. Any thread.
   *
   * @param source who sends it, asked for a new stream only
   * @param goOn whether it is still worth waiting
   */
  public static Mixer.AcceptResult file(
      Mixer mixer,
      AudioBlock block,
      Supplier<String> source,
      AudioClock clock,
      BooleanSupplier goOn)
      throws InterruptedException {
    Mixer.AcceptResult filing = mixer.accept(block, source, clock.nanoTime());
    while (filing == Mixer.AcceptResult.FULL && !block.live() && goOn.getAsBoolean()) {
      clock.sleepUntil(clock.nanoTime() + FULL_NANOS);
      filing = mixer.accept(block, source, clock.nanoTime());
    }
    return filing;
  }
}
