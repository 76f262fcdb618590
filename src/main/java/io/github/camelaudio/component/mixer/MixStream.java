package io.github.camelaudio.component.mixer;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.audio.Samples;
import io.github.camelaudio.playout.Mixer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The mix as blocks of a stream of its own, which lasts while there are streams: it begins with the
 * first stream in the room, and ends when the last one has left. One thread.
 */
final class MixStream {

  private final Mixer mixer;
  private final PcmFormat format;
  private final int frames;
  private final LongSupplier newStreamId;
  private final float[] mix;
  private boolean open;
  private long blocks;
  private long streamId;
  private int sequence;
  private int timestamp;

  /**
   * @param frames of each block
   * @param newStreamId gives each stream its id
   */
  MixStream(Mixer mixer, PcmFormat format, int frames, LongSupplier newStreamId) {
    this.mixer = mixer;
    this.format = format;
    this.frames = frames;
    this.newStreamId = newStreamId;
    this.mix = new float[frames * format.channels()];
  }

  /**
   * The mix of this moment.
   *
   * @return null while there is no stream
   */
  @Nullable AudioBlock next(AudioClock clock) {
    boolean active = mixer.activeStreams() > 0;
    mixer.read(mix, frames, clock.nanoTime());
    if (!active && !open) {
      return null;
    }
    if (!open) {
      open = true;
      blocks = 0;
      streamId = newStreamId.getAsLong();
      sequence = (int) newStreamId.getAsLong();
      timestamp = (int) newStreamId.getAsLong(); // anywhere, as any other stream's
    }
    return block(clock, mixer.activeStreams() == 0);
  }

  /** Whether the latest block is the first one of its stream. */
  boolean isAtStart() {
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

  /** The end of the stream before its time; null when none is open. */
  @Nullable AudioBlock end(AudioClock clock) {
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
