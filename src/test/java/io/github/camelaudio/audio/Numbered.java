package io.github.camelaudio.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A mono stream of floats in which each frame's sample is its number, counted from 1, so that
 * silence, shifts and repetitions show.
 */
public final class Numbered {

  public static final PcmFormat FORMAT = new PcmFormat(48_000, 1, Encoding.F32);

  private final long streamId;
  private final int firstTimestamp;
  private final boolean live;

  /** Makes a live stream. */
  public Numbered(long streamId, int firstTimestamp) {
    this(streamId, firstTimestamp, true);
  }

  public Numbered(long streamId, int firstTimestamp, boolean live) {
    this.streamId = streamId;
    this.firstTimestamp = firstTimestamp;
    this.live = live;
  }

  /** The frames numbered {@code from + 1} to {@code from + frames}. */
  public AudioBlock block(int from, int frames) {
    return builder(from).pcm(samples(from, frames));
  }

  /** The same, as the stream's last. */
  public AudioBlock lastBlock(int from, int frames) {
    return builder(from).last(true).pcm(samples(from, frames));
  }

  /** The end of the stream after so many frames, without any of its own. */
  public AudioBlock end(int after) {
    return builder(after).last(true).empty();
  }

  private AudioBlock.Builder builder(int from) {
    return AudioBlock.builder(FORMAT)
        .streamId(streamId)
        .timestamp(firstTimestamp + from)
        .live(live);
  }

  private static byte[] samples(int from, int frames) {
    ByteBuffer pcm = ByteBuffer.allocate(frames * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 1; i <= frames; i++) {
      pcm.putFloat(from + i);
    }
    return pcm.array();
  }
}
