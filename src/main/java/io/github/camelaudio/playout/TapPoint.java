package io.github.camelaudio.playout;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a mixer's tap is, if there is one. A tap that throws is removed and said once; the sound is
 * played as before. The playout thread's, but for {@link #set}.
 */
final class TapPoint {

  private static final Logger LOG = LoggerFactory.getLogger(TapPoint.class);

  private volatile @Nullable MixTap tap;

  /** Any thread. */
  synchronized void set(@Nullable MixTap next) {
    tap = next;
  }

  void stream(long streamId, float[] samples, int frames) {
    MixTap told = tap;
    if (told != null) {
      try {
        told.stream(streamId, samples, frames);
      } catch (RuntimeException | Error e) {
        remove(told, e);
      }
    }
  }

  void mix(float[] samples, int frames) {
    MixTap told = tap;
    if (told != null) {
      try {
        told.mix(samples, frames);
      } catch (RuntimeException | Error e) {
        remove(told, e);
      }
    }
  }

  /** Another one may have been set meanwhile, which stays. */
  private synchronized void remove(MixTap failed, Throwable why) {
    if (failed.equals(tap)) {
      tap = null;
      LOG.error("a tap of a mix failed and is removed; what is played is not affected", why);
    }
  }
}
