package io.github.camelaudio.playout;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.audio.Resampler;
import io.github.camelaudio.playout.buffer.FrameRing;
import io.github.camelaudio.playout.signal.Concealer;
import io.github.camelaudio.playout.signal.ConcealingReader;
import io.github.camelaudio.playout.signal.OutputStage;
import io.github.camelaudio.playout.stats.PlayoutCounters;

/**
 * The way of one stream's frames from its ring to the mix: concealed where they are missing,
 * compressed where they are held too long, resampled so that the two clocks match. The playout
 * thread's, but for {@link #setGain}; allocates only when a read is longer than ever before.
 */
final class StreamOutput {

  /** The stream has no end yet. */
  static final long NO_END = Long.MAX_VALUE;

  private final PcmFormat format;
  private final PcmFormat mix;
  private final FrameRing ring;
  private final StreamDelay delay;
  private final StreamTiming timing;
  private final ConcealingReader reader;
  private final SurplusDelay surplus;
  private final Resampler resampler;
  private final OutputStage stage;
  private long endPosition = NO_END;

  StreamOutput(
      PcmFormat format,
      PcmFormat mix,
      int maxFrames,
      FrameRing ring,
      StreamDelay delay,
      PlayoutCounters counters) {
    this.format = format;
    this.mix = mix;
    this.ring = ring;
    this.delay = delay;
    int channels = Math.min(format.channels(), mix.channels());
    Concealer concealer = new Concealer(channels, format.sampleRateHz());
    this.reader = new ConcealingReader(ring, concealer, counters, channels);
    this.surplus = new SurplusDelay(format, channels, maxFrames, ring, reader, delay, counters);
    this.resampler = new Resampler(channels, format.sampleRateHz(), mix.sampleRateHz());
    this.stage = new OutputStage(resampler, channels, mix);
    boolean converts = format.sampleRateHz() != mix.sampleRateHz();
    this.timing = new StreamTiming(format, mix, converts ? resampler.lookahead() : 0);
  }

  StreamTiming timing() {
    return timing;
  }

  /** The stream begins, or begins again after silence, at the ring's read position. */
  void restart() {
    reader.restart();
    resampler.restart();
    surplus.restart();
  }

  /** The next {@link #play} follows silence. */
  void fadeIn() {
    stage.begin();
  }

  /** The stream ends before this position. */
  void endAt(long position) {
    endPosition = position;
    reader.endAt(position);
  }

  boolean hasEnd() {
    return endPosition != NO_END;
  }

  /** Whether all is played up to the end, while the stream plays. */
  boolean isAtEnd() {
    return playingPosition() >= endPosition;
  }

  /**
   * The stream is over: of what was concealed since the last frame that came, only {@code
   * lostFrames} were frames of the stream.
   */
  void endStarved(long lostFrames) {
    reader.endStarved(lostFrames);
  }

  /** The position of the next frame to be heard while the stream plays. */
  private double playingPosition() {
    return ring.readPosition() - resampler.lead();
  }

  /** A read of {@code frames} frames of the mix begins. */
  void readAt(long nowNanos, int frames, boolean playing) {
    double next = playing ? playingPosition() : ring.readPosition();
    timing.readAt(nowNanos, frames, next + reader.heldFrames());
  }

  /**
   * Writes the stream's next frames.
   *
   * @param out receives them from frame {@code from} on
   * @param live whether the stream comes at its own pace; what can wait is played as it is
   * @param mayAdapt whether it may be played faster or slower, or compressed
   */
  void play(float[] out, int from, int frames, boolean live, boolean mayAdapt) {
    double seconds = frames / (double) mix.sampleRateHz();
    resampler.setSpeed(!live ? 1 : mayAdapt ? delay.speedFor(seconds) : delay.steady());
    double left =
        hasEnd() ? (endPosition - playingPosition()) / resampler.step() : Double.MAX_VALUE;
    int needed = resampler.needed(frames);
    if (live && !hasEnd() && mayAdapt) {
      leftOut(surplus.compress(timing.originNanos(), needed));
    }
    reader.fill(stage.input(needed), needed, mayHold(live));
    stage.write(needed, out, from, frames, left);
  }

  /** A source that can wait is waited for; a delay of its own may grow as far as it is allowed. */
  private int mayHold(boolean live) {
    return live ? (int) (delay.maxGrowthSeconds() * format.sampleRateHz()) : Integer.MAX_VALUE;
  }

  /** At the next hole the delay may grow by {@code seconds}. */
  void growBy(double seconds) {
    reader.growBy((int) (seconds * format.sampleRateHz()));
  }

  /** Once more blocks have come, decides which of the frames concealed meanwhile were only late. */
  void settle() {
    int grown = reader.settle();
    if (grown > 0) {
      delay.missed(timing.nanosOf(grown));
      delay.grew(timing.nanosOf(grown));
    }
  }

  /** Leaves out what waits from before the stream began. */
  void skipBacklog(int blockFrames) {
    leftOut(surplus.skipBacklog(timing.originNanos(), timing.periodNanos(), blockFrames));
  }

  /**
   * Leaves out what exceeds the longest delay.
   *
   * @return whether there was any
   */
  boolean cutBeyondMaximum(int blockFrames) {
    int cut = surplus.cutBeyondMaximum(timing.periodNanos(), blockFrames);
    if (cut > 0) {
      leftOut(cut);
    }
    return cut > 0;
  }

  private void leftOut(int frames) {
    timing.leftOut(frames);
    delay.grew(-timing.nanosOf(frames));
  }

  /** Frames concealed since the last one that came; 0 while something is there. */
  long starvedFrames() {
    return reader.starvedFrames();
  }

  /** The stream's gain in the mix, a factor. Any thread. */
  void setGain(float factor) {
    stage.setGain(factor);
  }
}
