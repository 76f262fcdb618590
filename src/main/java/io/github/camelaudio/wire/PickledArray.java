package io.github.camelaudio.wire;

import io.github.camelaudio.audio.PcmFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a pickle says of a numpy array. Only float32 of (frames, channels) is sound.
 *
 * @param dtype byte order and kind, for example {@code <f4}
 * @param shape its dimensions, slowest first
 * @param byColumns whether all of one channel come before the next one's: Fortran order
 */
record PickledArray(String dtype, List<Integer> shape, boolean byColumns) {

  private static final String UNDERSTOOD =
      "; understood are little-endian float32 arrays of (frames, channels), 1 to "
          + PcmFormat.MAX_CHANNELS
          + " channels";

  private static final int MAX_SHOWN = 8;

  /** Why an array is refused whose pickle is not even read as far as its shape. */
  static Refused refused(String dtype) {
    return new Refused("array of dtype " + dtype + UNDERSTOOD);
  }

  /**
   * Its samples as sound.
   *
   * @param data the array's bytes; handed over to the sound
   * @throws Refused when they are not float32, not of (frames, channels), or not as many
   */
  PickledSound sound(byte[] data) throws Refused {
    if (!isUnderstood()) {
      throw new Refused(this + UNDERSTOOD);
    }
    int frames = shape.get(0);
    int channels = shape.get(1);
    if (data.length != (long) frames * channels * Float.BYTES) {
      throw new Refused(this + " with " + data.length + " bytes of samples");
    }
    return new PickledSound(channels, byColumns ? byFrames(data, frames, channels) : data);
  }

  /** {@code =} is the order of the machine that wrote it, taken to be little-endian. */
  private boolean isUnderstood() {
    return (dtype.equals("<f4") || dtype.equals("=f4"))
        && shape.size() == 2
        && shape.get(0) >= 0
        && shape.get(1) >= 1
        && shape.get(1) <= PcmFormat.MAX_CHANNELS;
  }

  private static byte[] byFrames(byte[] columns, int frames, int channels) {
    byte[] pcm = new byte[columns.length];
    for (int frame = 0; frame < frames; frame++) {
      for (int channel = 0; channel < channels; channel++) {
        int from = (channel * frames + frame) * Float.BYTES;
        int to = (frame * channels + channel) * Float.BYTES;
        System.arraycopy(columns, from, pcm, to, Float.BYTES);
      }
    }
    return pcm;
  }

  @Override
  public String toString() {
    String numbers =
        shape.stream().limit(MAX_SHOWN).map(String::valueOf).collect(Collectors.joining(", "));
    String rest = shape.size() == 1 ? "," : shape.size() > MAX_SHOWN ? ", ..." : "";
    return "array of dtype " + dtype + " and shape (" + numbers + rest + ")";
  }
}
