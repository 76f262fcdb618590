package io.github.camelaudio.playout;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.playout.Simulation.Signal;

/**
 * One sender's stream, cut into blocks anywhere.
 *
 * @param firstTimestamp of position 0
 * @param signal by position, the same in all channels
 */
public record Voice(
    long streamId, PcmFormat format, int firstTimestamp, boolean live, Signal signal) {

  static final PcmFormat MONO = new PcmFormat(48_000, 1, Encoding.F32);

  /** Speaks noise of its own, at most a quarter of full scale, in steps of 2^-15. */
  static Voice noise(long streamId) {
    return noise(streamId, MONO);
  }

  static Voice noise(long streamId, PcmFormat format) {
    return new Voice(streamId, format, (int) streamId * 1_000, true, noiseSignal(streamId));
  }

  /** Steps of 2^-15 and any sum of some of them are exact as floats. */
  public static Signal noiseSignal(long seed) {
    return position -> {
      long hash = (position + seed * 1_000_003) * 0x9E3779B97F4A7C15L;
      hash = (hash ^ hash >>> 31) * 0xBF58476D1CE4E5B9L;
      return (int) (hash >> 50) * 0x1p-15;
    };
  }

  Voice withSignal(Signal other) {
    return new Voice(streamId, format, firstTimestamp, live, other);
  }

  Voice notLive() {
    return new Voice(streamId, format, firstTimestamp, false, signal);
  }

  AudioBlock block(long position, int frames) {
    return builder(position).pcm(signal.pcm(format, position, frames));
  }

  AudioBlock lastBlock(long position, int frames) {
    return builder(position).last(true).pcm(signal.pcm(format, position, frames));
  }

  /** The end after so many frames. */
  AudioBlock end(long position) {
    return builder(position).last(true).empty();
  }

  /** What a position sounds like, as a float that went through the encoding. */
  float at(long position) {
    if (format.encoding() == Encoding.F32) {
      return (float) signal.at(position);
    }
    float[] decoded = new float[format.channels()];
    block(position, 1).decode(0, 1, decoded, 0);
    return decoded[0];
  }

  private AudioBlock.Builder builder(long position) {
    return AudioBlock.builder(format)
        .streamId(streamId)
        .timestamp(firstTimestamp + (int) position)
        .live(live);
  }
}
