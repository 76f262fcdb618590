package io.github.camelaudio.console.live;

import io.github.camelaudio.audio.PcmFormat;

/** Hears one stream of an output, or an output's whole mix. One thread, {@code audio-console}. */
public interface SoundListener {

  /**
   * The next frames; those that the console was too slow for are left out and counted.
   *
   * @param format rate and channels of the mix
   * @param samples {@code frames * channels} of full scale -1..1, interleaved; not to be kept
   */
  void samples(PcmFormat format, float[] samples, int frames);

  /** The stream has ended, or its output has; nothing follows. */
  void ended();
}
