package io.github.camelaudio.playout;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.audio.Resampler;
import io.github.camelaudio.limits.Allowance;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How much processor time streams may take whose rate is above the mix's: anybody can claim such a
 * rate. Each new one needs a table, which takes the thread of a route tens of milliseconds; and a
 * frame of the mix is a sum over as many more frames of the stream, on the playout thread. Rates up
 * to the mix's share two tables, and the number of slots bounds what they take. Any thread.
 */
final class ResamplingBudget {

  /** Tables that are made at once, and then one with each period. */
  private static final int TABLES_AT_ONCE = 8;

  private static final long TABLE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** At lower rates of the mix fewer frames are summed in the same time, so each may have more. */
  private static final double USUAL_RATE_HZ = 48_000;

  private final PcmFormat mix;
  private final int leastTaps;
  private final long maxExtra;
  private @Nullable Allowance tables;

  ResamplingBudget(PcmFormat mix) {
    this.mix = mix;
    this.leastTaps = Resampler.taps(1, mix.sampleRateHz());
    double frames = Math.max(1, USUAL_RATE_HZ / mix.sampleRateHz());
    long allSlots = Mixer.MAX_STREAMS * work(mix.channels(), leastTaps);
    this.maxExtra = (long) (allSlots * frames);
  }

  /** Multiplications for a frame: the taps between two rows of the table, then each channel. */
  private static long work(int channels, int taps) {
    return (1L + channels) * taps;
  }

  /** What a frame of a stream takes beyond what it would take at a rate up to the mix's. */
  private long extra(PcmFormat stream) {
    int taps = Resampler.taps(stream.sampleRateHz(), mix.sampleRateHz());
    int channels = Math.min(stream.channels(), mix.channels());
    return work(channels, Math.max(0, taps - leastTaps));
  }

  /** Whether a stream of this format takes of what is limited. */
  boolean costs(PcmFormat stream) {
    return extra(stream) > 0;
  }

  /**
   * Whether one more stream may be resampled beside those that play: all of them together may take
   * as much beyond the usual as all slots take at a rate below the mix's.
   */
  boolean hasTimeFor(PcmFormat stream, ActiveStreams.Playing[] playing) {
    long sum = extra(stream);
    if (sum == 0) {
      return true;
    }
    for (ActiveStreams.Playing each : playing) {
      sum += extra(each.playout().format());
    }
    return sum <= maxExtra;
  }

  /** Whether a stream's table is there, or may be made now, which counts it. */
  boolean mayMakeTable(PcmFormat stream, long nowNanos) {
    int rate = stream.sampleRateHz();
    if (rate <= mix.sampleRateHz() || Resampler.hasTable(rate, mix.sampleRateHz())) {
      return true;
    }
    return spendTable(nowNanos);
  }

  private synchronized boolean spendTable(long nowNanos) {
    Allowance left = tables;
    if (left == null) {
      left = new Allowance(TABLES_AT_ONCE, TABLE_NANOS, nowNanos);
      tables = left;
    }
    boolean may = left.has(nowNanos);
    if (may) {
      left.spend(nowNanos);
    }
    return may;
  }
}
