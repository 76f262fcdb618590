package io.github.camelaudio.output;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.audio.Samples;
import io.github.camelaudio.playout.Mixer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The mix as blocks of a stream of its own, which lasts while there are streams: it begins with the
 * first one, and ends with the last one. One thread.
 */
public final class MixStream {

  private final Mixer mixer;
  private final PcmFormat format;
  private final int frames;
  private final RandomGenerator random;
  private final float[] mix;
  private boolean open;
  private long blocks;
  private long streamId;
  private int sequence;
  private int timestamp;

  /**
   * @param frames of each block
   * @param random where ids, first sequence numbers and timestamps come from (RFC 3550 5.1, 8.1)
   */
  public MixStream(Mixer mixer, PcmFormat format, int frames, RandomGenerator random) {
    this.mixer = mixer;
    this.format = format;
    this.frames = frames;
    this.random = random;
    this.mix = new float[frames * format.channels()];
  }

  /**
   * Reads the next block of the mix.
   *
   * @return null while there is no stream
   */
  public @Nullable AudioBlock next(AudioClock clock) {
    boolean active = mixer.activeStreams() > 0;
    mixer.read(mix, frames, clock.nanoTime());
    if (!active && !open) {
      return null;
    }
    if (!open) {
      open = true;
      blocks = 0;
      streamId = Integer.toUnsignedLong(random.nextInt());
      sequence = random.nextInt();
      timestamp = random.nextInt();
    }
    return block(clock, mixer.activeStreams() == 0);
  }

  /** Whether the latest block is the first one of its stream. */
  public boolean isAtStart() {
    return blocks == 1;
  }

  private AudioBlock block(AudioClock clock, boolean last) {
    byte[] pcm = new byte[frames * format.bytesPerFrame()];
    Samples.encode(format.encoding(), mix, 0, pcm, 0, mix.length);
    AudioBlock block = builder(clock).last(last).pcm(pcm);
    timestamp += frames;
    blocks++;
    open = !last;
    return block;
  }

  /** Ends the stream now, with an empty block; null when none is open. */
  public @Nullable AudioBlock end(AudioClock clock) {
    if (!open) {
      return null;
    }
    open = false;
    return builder(clock).last(true).empty();
  }

  private AudioBlock.Builder builder(AudioClock clock) {
    return AudioBlock.builder(format)
        .streamId(streamId)
        .sequence(sequence++)
        .timestamp(timestamp)
        .captureEpochNanos(clock.epochNanos());
  }
}
