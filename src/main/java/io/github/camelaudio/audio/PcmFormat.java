package io.github.camelaudio.audio;

import java.util.Locale;

/**
 * What a run of PCM bytes means. Written and read as {@code s16/48000/2}: encoding, sample rate in
 * Hz, channels.
 *
 * @param sampleRateHz frames a second, {@value #MIN_RATE_HZ} to {@value #MAX_RATE_HZ}
 * @param channels samples in a frame, 1 to {@value #MAX_CHANNELS}
 * @param encoding how one sample is written
 */
public record PcmFormat(int sampleRateHz, int channels, Encoding encoding) {

  public static final int MIN_RATE_HZ = 1_000;
  public static final int MAX_RATE_HZ = 768_000;
  public static final int MAX_CHANNELS = 64;

  /** What a microphone records unless told otherwise: {@code s16/48000/2}. */
  public static final PcmFormat DEFAULT = new PcmFormat(48_000, 2, Encoding.S16);

  /**
   * @throws IllegalArgumentException when rate or channels are outside their bounds
   */
  public PcmFormat {
    if (sampleRateHz < MIN_RATE_HZ || sampleRateHz > MAX_RATE_HZ) {
      throw new IllegalArgumentException(
          "sample rate " + sampleRateHz + " Hz outside " + MIN_RATE_HZ + ".." + MAX_RATE_HZ);
    }
    if (channels < 1 || channels > MAX_CHANNELS) {
      throw new IllegalArgumentException(channels + " channels outside 1.." + MAX_CHANNELS);
    }
  }

  /**
   * Reads {@code encoding/rate/channels}, for example {@code s16/48000/2}.
   *
   * @throws IllegalArgumentException with the text and what is allowed
   */
  public static PcmFormat parse(String text) {
    String[] parts = text.strip().toLowerCase(Locale.ROOT).split("/", -1);
    if (parts.length != 3) {
      throw refused(text, "it has " + parts.length + " parts", null);
    }
    try {
      return new PcmFormat(
          Integer.parseInt(parts[1]), Integer.parseInt(parts[2]), Encoding.parse(parts[0]));
    } catch (NumberFormatException e) {
      throw refused(text, "rate and channels are whole numbers", e);
    } catch (IllegalArgumentException e) {
      throw refused(text, String.valueOf(e.getMessage()), e);
    }
  }

  private static IllegalArgumentException refused(
      String text, String why, @org.jspecify.annotations.Nullable Throwable cause) {
    return new IllegalArgumentException(
        "no format '"
            + text
            + "': "
            + why
            + "; a format is encoding/rate/channels, such as s16/48000/2",
        cause);
  }

  public int bytesPerFrame() {
    return channels * encoding.bytesPerSample();
  }

  /** The frames of {@code millis}, rounded to the nearest, 1..{@link Integer#MAX_VALUE}. */
  public int framesOfMillis(int millis) {
    long frames = (sampleRateHz * (long) millis + 500) / 1000;
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, frames));
  }

  /** How long {@code frames} last, in nanoseconds, rounded down; exact to 64 bits for days. */
  public long nanosOfFrames(long frames) {
    return frames / sampleRateHz * AudioClock.NANOS_PER_SECOND
        + frames % sampleRateHz * AudioClock.NANOS_PER_SECOND / sampleRateHz;
  }

  @Override
  public String toString() {
    return encoding + "/" + sampleRateHz + "/" + channels;
  }
}
