package io.github.camelaudio.wire.tutorial;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.wire.MalformedPacketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a pickle says of a numpy array. Floats of 16, 32 or 64 bits in either byte order are sound,
 * of (frames, channels), or of one dimension when there is one channel.
 *
 * @param dtype byte order and kind, for example {@code <f4}
 * @param shape its dimensions, slowest first
 * @param byColumns whether all of one channel come before the next one's: Fortran order
 */
record PickledArray(String dtype, List<Integer> shape, boolean byColumns) {

  private static final String UNDERSTOOD =
      "; understood are arrays of floats of (frames, channels), 1 to "
          + PcmFormat.MAX_CHANNELS
          + " channels, or of (frames,)";

  private static final int MAX_SHOWN = 8;

  /** Why an array is refused whose pickle is not even read as far as its shape. */
  static MalformedPacketException refused(String dtype) {
    return new MalformedPacketException("array of dtype " + dtype + UNDERSTOOD);
  }

  /**
   * Its samples as sound.
   *
   * @param data the array's bytes; handed over to the sound
   * @throws MalformedPacketException when they are no floats, of another shape, or not as many
   */
  PickledSound sound(byte[] data) throws MalformedPacketException {
    if (dtype.charAt(1) == 'i' || dtype.charAt(1) == 'u') {
      throw new MalformedPacketException(
          this + "; integers are not of full scale 1: divide them, as in x.astype('f4') / 32768");
    }
    if (!isUnderstood()) {
      throw new MalformedPacketException(this + UNDERSTOOD);
    }
    int frames = shape.get(0);
    int channels = channels();
    if (data.length != (long) frames * channels * sampleBytes()) {
      throw new MalformedPacketException(this + " with " + data.length + " bytes of samples");
    }
    boolean asTheyAre =
        sampleBytes() == Float.BYTES && dtype.charAt(0) != '>' && (!byColumns || channels == 1);
    return new PickledSound(channels, asTheyAre ? data : converted(data, frames, channels));
  }

  private int channels() {
    return shape.size() == 1 ? 1 : shape.get(1);
  }

  private int sampleBytes() {
    return dtype.charAt(2) - '0';
  }

  private boolean isUnderstood() {
    String kind = dtype.substring(1);
    return "<>=".indexOf(dtype.charAt(0)) >= 0
        && (kind.equals("f4") || kind.equals("f8") || kind.equals("f2"))
        && (shape.size() == 1 || shape.size() == 2)
        && shape.get(0) >= 0
        && channels() >= 1
        && channels() <= PcmFormat.MAX_CHANNELS;
  }

  /** As little-endian float32, frame by frame. */
  private byte[] converted(byte[] data, int frames, int channels) {
    // '=' is the order of the machine that wrote it, taken to be little-endian.
    ByteOrder order = dtype.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    ByteBuffer in = ByteBuffer.wrap(data).order(order);
    ByteBuffer pcm =
        ByteBuffer.allocate(frames * channels * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int frame = 0; frame < frames; frame++) {
      for (int channel = 0; channel < channels; channel++) {
        int at = byColumns ? channel * frames + frame : frame * channels + channel;
        switch (sampleBytes()) {
          case Short.BYTES -> pcm.putFloat(half(in.getShort(at * Short.BYTES)));
          case Float.BYTES -> pcm.putInt(in.getInt(at * Float.BYTES)); // to the bit
          default -> pcm.putFloat((float) in.getDouble(at * Double.BYTES));
        }
      }
    }
    return pcm.array();
  }

  /** IEEE 754 binary16: a sign, 5 bits of exponent, 10 of fraction. */
  private static float half(short bits) {
    int exponent = bits >> 10 & 0x1F;
    int fraction = bits & 0x3FF;
    float value;
    if (exponent == 0) {
      value = Math.scalb((float) fraction, -24);
    } else if (exponent == 0x1F) {
      value = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else {
      value = Math.scalb((float) (0x400 + fraction), exponent - 25);
    }
    return bits < 0 ? -value : value;
  }

  @Override
  public String toString() {
    String numbers =
        shape.stream().limit(MAX_SHOWN).map(String::valueOf).collect(Collectors.joining(", "));
    String rest = shape.size() == 1 ? "," : shape.size() > MAX_SHOWN ? ", ..." : "";
    return "array of dtype " + dtype + " and shape (" + numbers + rest + ")";
  }
}
