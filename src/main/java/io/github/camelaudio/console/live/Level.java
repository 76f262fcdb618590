package io.github.camelaudio.console.live;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How loud a sound was since the last look. Decibels are of full scale, and at least {@link
 * #FLOOR_DECIBELS}.
 *
 * @param peakDecibels the highest sample of each channel
 * @param rmsDecibels of all channels together; that of a full sine is -3
 * @param lufs momentary loudness, of the latest 400 ms (ITU-R BS.1770-5, EBU Tech 3341); null where
 *     the rate is too low for it
 * @param wave what was heard since the last look, 50 bins a second
 */
public record Level(
    List<Double> peakDecibels, double rmsDecibels, @Nullable Double lufs, List<Bin> wave) {

  /** Silence. */
  public static final double FLOOR_DECIBELS = -120;

  /** The least and the highest sample of all channels in 20 ms. */
  public record Bin(float min, float max) {}

  static double decibels(double factor) {
    return atLeastFloor(20 * Math.log10(factor));
  }

  static double atLeastFloor(double decibels) {
    return decibels >= FLOOR_DECIBELS ? decibels : FLOOR_DECIBELS;
  }
}
