package io.github.camelaudio.console.live;

import io.github.camelaudio.audio.PcmFormat;

/** Hears one stream of an output, or an output's whole mix. One thread, {@code audio-console}. */
public interface SoundListener {

  /**
   * The next frames.
   *
   * @param format rate and channels of the mix
   * @param samples {@code frames * channels} of full scale -1..1, interleaved; not to be kept
   */
  void samples(PcmFormat format, float[] samples, int frames);

  /**
   * Frames are missing before the next ones: the console was too slow for them, or the stream was
   * not heard.
   */
  default void lost(long frames) {}

  /** The stream has ended, or its output has; nothing follows. */
  void ended();
}
