package io.github.camelaudio.wire.tutorial;

import io.github.camelaudio.audio.PcmFormat;

/**
 * The sound of one pickle. Neither kind of pickle says a sample rate.
 *
 * @param channels samples in a frame, 1 to {@value PcmFormat#MAX_CHANNELS}; 0 when the pickle was
 *     of {@code bytes}, which do not say their format
 * @param pcm of an array little-endian float32 samples, frame by frame; otherwise the bytes as they
 *     came. Belongs to the holder of this record
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record PickledSound(int channels, byte[] pcm) {

  /**
   * @throws IllegalArgumentException when the channels are out of bounds, or the samples are no
   *     whole frames
   */
  PickledSound {
    if (channels < 0 || channels > PcmFormat.MAX_CHANNELS) {
      throw new IllegalArgumentException(
          channels + " channels outside 0.." + PcmFormat.MAX_CHANNELS);
    }
    if (channels > 0 && pcm.length % (channels * Float.BYTES) != 0) {
      throw new IllegalArgumentException(
          pcm.length + " bytes are no whole frames of " + channels + " float32 samples");
    }
  }

  /** Whether the pickle was of an array of floats, which says how many channels there are. */
  boolean isArray() {
    return channels > 0;
  }
}
