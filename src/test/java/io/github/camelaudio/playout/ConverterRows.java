package io.github.camelaudio.playout;

import io.github.camelaudio.audio.Resampler;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table's rows of sample-rate conversion. */
final class ConverterRows {

  private static final int CHUNK = 480;

  private ConverterRows() {}

  static List<Row> all() {
    List<Row> rows = new ArrayList<>();
    int[][] rates = {{44_100, 48_000}, {48_000, 44_100}, {8_000, 48_000}, {96_000, 48_000}};
    for (int[] rate : rates) {
      String name = String.format(Locale.ROOT, "%.1f -> %.1f kHz", rate[0] / 1e3, rate[1] / 1e3);
      rows.add(new Row(name, row -> convert(row, rate[0], rate[1])));
    }
    return rows;
  }

  private static void convert(Row row, int from, int to) {
    double nyquist = Math.min(from, to) / 2.0;
    for (double hz : new double[] {1_000, 10_000}) {
      if (hz < 0.9 * nyquist) {
        double snr = -Sound.noiseAndDistortion(converted(from, to, hz), to / 4, to / 2, hz, to);
        row.must(snr > 100, "SNR %.0f dB at %.0f Hz", snr, hz);
      }
    }
    double ripple = 0;
    for (double part = 0.02; part <= 0.9001; part += 0.02) {
      double level = level(converted(from, to, part * nyquist), to);
      ripple = Math.max(ripple, Math.abs(level));
    }
    row.must(ripple < 0.1, "pass band to 0.9 of %.2f kHz within %.4f dB", nyquist / 1e3, ripple);
    double alias = Double.NEGATIVE_INFINITY;
    for (double hz = 1.001 * nyquist; hz < from / 2.0; hz += nyquist / 50) {
      alias = Math.max(alias, level(converted(from, to, hz), to));
    }
    for (double part = 0.05; part <= 1 && from < to; part += 0.05) {
      // Upwards what could be heard are images: all that is not the sine itself.
      float[] out = converted(from, to, part * 0.999 * nyquist);
      alias =
          Math.max(
              alias, Sound.noiseAndDistortion(out, to / 4, to / 2, part * 0.999 * nyquist, to));
    }
    row.must(alias < -90, "%s below %.0f dB", from < to ? "images" : "aliases", alias);
  }

  /** A second of a sine of full scale, converted. */
  private static float[] converted(int from, int to, double hz) {
    Resampler resampler = new Resampler(1, from, to);
    float[] out = new float[to / CHUNK * CHUNK];
    float[] part = new float[CHUNK];
    long frame = 0;
    for (int at = 0; at < out.length; at += CHUNK) {
      float[] in = new float[resampler.needed(CHUNK)];
      for (int i = 0; i < in.length; i++) {
        in[i] = (float) Math.sin(2 * Math.PI * hz * frame++ / from);
      }
      resampler.push(in, in.length);
      resampler.pull(part, CHUNK);
      System.arraycopy(part, 0, out, at, CHUNK);
    }
    return out;
  }

  /** The level of a second's middle against that of a sine of full scale, in dB. */
  private static double level(float[] out, int rate) {
    double power = 0;
    for (int i = rate / 4; i < rate * 3 / 4; i++) {
      power += out[i] * (double) out[i];
    }
    return 10 * Math.log10(power / (rate / 2.0) * 2);
  }
}
