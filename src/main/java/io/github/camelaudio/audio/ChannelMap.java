package io.github.camelaudio.audio;

/**
 * From n channels to m by one rule: output k is the mean of the inputs k, k+m, k+2m, …; an output
 * without an input is silent, except that mono goes to every output. So stereo to mono is the mean
 * of both, mono to stereo is twice the same, and channels that both sides have stay where they are.
 */
public final class ChannelMap {

  private ChannelMap() {}

  /**
   * Maps frames of floats. Allocates nothing; {@code in} and {@code out} are different arrays.
   *
   * @param in {@code frames * inChannels} samples, interleaved
   * @param out receives {@code frames * outChannels} samples
   */
  public static void map(float[] in, int inChannels, float[] out, int outChannels, int frames) {
    if (inChannels == outChannels) {
      System.arraycopy(in, 0, out, 0, frames * inChannels);
      return;
    }
    for (int frame = 0; frame < frames; frame++) {
      int from = frame * inChannels;
      int to = frame * outChannels;
      for (int k = 0; k < outChannels; k++) {
        float sum = 0;
        int inputs = 0;
        for (int c = firstInput(k, inChannels); c < inChannels; c += outChannels) {
          sum += in[from + c];
          inputs++;
        }
        out[to + k] = inputs == 0 ? 0 : sum / inputs;
      }
    }
  }

  /** Maps one frame of left-justified integers, rounding the mean to the nearest. */
  static void mapFrame(int[] in, int inChannels, int[] out, int outChannels) {
    for (int k = 0; k < outChannels; k++) {
      long sum = 0;
      int inputs = 0;
      for (int c = firstInput(k, inChannels); c < inChannels; c += outChannels) {
        sum += in[c];
        inputs++;
      }
      out[k] = inputs == 0 ? 0 : (int) Math.floorDiv(2 * sum + inputs, 2L * inputs);
    }
  }

  private static int firstInput(int output, int inChannels) {
    return inChannels == 1 ? 0 : output;
  }
}
