package io.github.camelaudio.playout.signal;

import io.github.camelaudio.audio.ChannelMap;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.audio.Resampler;

/**
 * The last steps of one stream's frames: to the rate, the channels and the loudness that the mix
 * has them in. One thread, but for {@link #setGain}; allocates only when asked for more frames than
 * ever before.
 */
public final class OutputStage {

  private final Resampler resampler;
  private final int channels;
  private final int mixChannels;
  private final OutputGain gain;
  private float[] input = new float[0];
  private float[] resampled = new float[0];
  private float[] shaped = new float[0];

  /**
   * @param channels of the stream
   */
  public OutputStage(Resampler resampler, int channels, PcmFormat mix) {
    this.resampler = resampler;
    this.channels = channels;
    this.mixChannels = mix.channels();
    this.gain = new OutputGain(mix.sampleRateHz());
  }

  /** What comes next follows silence. */
  public void begin() {
    gain.begin();
  }

  /** The stream's gain, a factor. Any thread. */
  public void setGain(float factor) {
    gain.set(factor);
  }

  /** Where the stream's next frames are to be written, as many as the resampler needs. */
  public float[] input(int frames) {
    if (input.length < frames * channels) {
      input = new float[2 * frames * channels];
    }
    return input;
  }

  /**
   * Writes the next frames of the mix.
   *
   * @param pushed frames that were written to {@link #input}
   * @param out receives them from frame {@code from} on
   * @param left frames of the mix until the stream ends
   */
  public void write(int pushed, float[] out, int from, int frames, double left) {
    if (resampled.length < frames * channels) {
      resampled = new float[frames * channels];
    }
    if (shaped.length < frames * mixChannels) {
      shaped = new float[frames * mixChannels];
    }
    resampler.push(input, pushed);
    resampler.pull(resampled, frames);
    ChannelMap.map(resampled, channels, shaped, mixChannels, frames);
    gain.apply(shaped, mixChannels, frames, left);
    System.arraycopy(shaped, 0, out, from * mixChannels, frames * mixChannels);
  }
}
