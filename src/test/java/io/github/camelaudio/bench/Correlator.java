package io.github.camelaudio.bench;

import java.util.Arrays;
import org.apache.commons.math3.transform.DftNormalization;
import org.apache.commons.math3.transform.FastFourierTransformer;
import org.apache.commons.math3.transform.TransformType;

/**
 * Looks for pieces of one signal in another one, by normalised cross-correlation: directly near an
 * expected position, by fast Fourier transform in a wide range. Positions are in frames.
 */
final class Correlator {

  /**
   * Where a piece fits best.
   *
   * @param coefficient -1..1; between two frames' values where its peak lies between them
   * @param at the position in the second signal
   */
  record Peak(double coefficient, int at) {
    static final Peak NONE = new Peak(0, -1);
  }

  private static final int DIRECT_RANGE = 128;
  private static final double QUIET_PER_FRAME = 1e-7;

  private final float[] wanted;
  private final float[] signal;
  private final double[] energyBefore;

  Correlator(float[] wanted, float[] signal) {
    this.wanted = wanted;
    this.signal = signal;
    this.energyBefore = new double[signal.length + 1];
    for (int i = 0; i < signal.length; i++) {
      energyBefore[i + 1] = energyBefore[i] + (double) signal[i] * signal[i];
    }
  }

  /** The energy of a piece of what is wanted, per frame. */
  double energy(int from, int frames) {
    double sum = 0;
    for (int i = from; i < from + frames; i++) {
      sum += (double) wanted[i] * wanted[i];
    }
    return sum / frames;
  }

  /**
   * Looks for the best position between two of them, both included.
   *
   * @param from where the piece begins in what is wanted
   */
  Peak find(int from, int frames, int fromPosition, int toPosition) {
    int first = Math.max(0, fromPosition);
    int last = Math.min(toPosition, signal.length - frames);
    if (last < first) {
      return Peak.NONE;
    }
    double[] products =
        last - first < DIRECT_RANGE
            ? direct(from, frames, first, last)
            : transformed(from, frames, first, last);
    double own = energy(from, frames) * frames;
    Peak best = Peak.NONE;
    for (int i = 0; i < products.length; i++) {
      double coefficient = products[i] / Math.sqrt(own * energyAt(first + i, frames));
      products[i] = coefficient;
      if (coefficient > best.coefficient) {
        best = new Peak(coefficient, first + i);
      }
    }
    return best.at < 0 ? best : new Peak(interpolated(products, best.at - first), best.at);
  }

  private double energyAt(int position, int frames) {
    double energy = energyBefore[position + frames] - energyBefore[position];
    return Math.max(energy, QUIET_PER_FRAME * frames);
  }

  private double[] direct(int from, int frames, int first, int last) {
    double[] products = new double[last - first + 1];
    for (int i = 0; i < products.length; i++) {
      double sum = 0;
      for (int k = 0; k < frames; k++) {
        sum += (double) wanted[from + k] * signal[first + i + k];
      }
      products[i] = sum;
    }
    return products;
  }

  private double[] transformed(int from, int frames, int first, int last) {
    int span = last - first + frames;
    int size = Integer.highestOneBit(Math.max(2, span + frames - 1)) * 2;
    double[][] piece = new double[2][size];
    double[][] range = new double[2][size];
    for (int i = 0; i < frames; i++) {
      piece[0][i] = wanted[from + i];
    }
    for (int i = 0; i < span; i++) {
      range[0][i] = signal[first + i];
    }
    transform(piece, TransformType.FORWARD);
    transform(range, TransformType.FORWARD);
    for (int i = 0; i < size; i++) {
      double real = range[0][i] * piece[0][i] + range[1][i] * piece[1][i];
      range[1][i] = range[1][i] * piece[0][i] - range[0][i] * piece[1][i];
      range[0][i] = real;
    }
    transform(range, TransformType.INVERSE);
    return Arrays.copyOf(range[0], last - first + 1);
  }

  private static void transform(double[][] data, TransformType type) {
    FastFourierTransformer.transformInPlace(data, DftNormalization.STANDARD, type);
  }

  /** The top of the parabola through the best value and its neighbours. */
  private static double interpolated(double[] values, int best) {
    if (best == 0 || best == values.length - 1) {
      return values[best];
    }
    double before = values[best - 1];
    double after = values[best + 1];
    double curve = before - 2 * values[best] + after;
    double top = curve < 0 ? values[best] - (before - after) * (before - after) / (8 * curve) : 0;
    return Math.min(1, Math.max(values[best], top));
  }
}
