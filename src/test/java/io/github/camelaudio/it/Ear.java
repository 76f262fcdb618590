package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/** What a sound server plays, and how loud tones in it are. */
final class Ear implements AutoCloseable {

  static final int RATE = 48_000;
  private static final int WINDOW = RATE / 2;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final double FLOOR = 1e-6;

  private final Path heard;
  private final Program recorder;

  Ear(PulseServer sound, Path directory) {
    heard = directory.resolve("heard.raw");
    recorder = sound.hear(heard);
  }

  /** How loud a tone is in the latest half second, in decibels of full scale. */
  double decibels(double hz) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(2 * WINDOW).order(ByteOrder.LITTLE_ENDIAN);
    try (RandomAccessFile file = new RandomAccessFile(heard.toFile(), "r")) {
      long start = (file.length() - 2 * WINDOW) & -2L;
      if (start < 0) {
        return 20 * Math.log10(FLOOR);
      }
      file.seek(start);
      file.readFully(bytes.array());
    }
    float[] samples = new float[WINDOW];
    for (int i = 0; i < WINDOW; i++) {
      samples[i] = bytes.getShort() / 32_768f;
    }
    return decibels(samples, hz, RATE);
  }

  /** How loud a tone is, its neighbours left out by a window of Hann. */
  static double decibels(float[] samples, double hz, double rateHz) {
    double re = 0;
    double im = 0;
    for (int i = 0; i < samples.length; i++) {
      double hann = 1 - Math.cos(2 * Math.PI * i / samples.length);
      re += hann * samples[i] * Math.cos(2 * Math.PI * hz * i / rateHz);
      im += hann * samples[i] * Math.sin(2 * Math.PI * hz * i / rateHz);
    }
    return 20 * Math.log10(Math.max(FLOOR, 2 * Math.hypot(re, im) / samples.length));
  }

  /** Waits until a tone is as loud as expected. */
  void await(double hz, double decibels, double within) {
    Awaitility.await(hz + " Hz")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(
            () -> assertThat(decibels(hz)).isBetween(decibels - within, decibels + within));
  }

  /** Waits until there is nothing of a tone. */
  void awaitSilence(double hz) {
    Awaitility.await("no " + hz + " Hz")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> Files.exists(heard) && decibels(hz) < -75);
  }

  @Override
  public void close() {
    recorder.close();
  }
}
