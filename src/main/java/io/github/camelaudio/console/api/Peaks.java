package io.github.camelaudio.console.api;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.audio.Samples;
import io.github.camelaudio.file.AudioReader;
import io.github.camelaudio.file.stream.AudioFiles;
import io.github.camelaudio.recorder.store.RecordingAccess;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The waveform of a file as its lowest and highest samples in a number of bins, all channels
 * together. Reads the file once, 64 KB at a time. One thread.
 */
final class Peaks {

  static final int MAX_BINS = 4_000;

  private static final int READ_BYTES = 64 * 1024;

  /** Four decimals are -80 dB: less than a pixel. */
  private static final double STEPS = 1e4;

  private final float[] least;
  private final float[] most;
  private final PcmFormat format;
  private final long totalFrames;
  private long frames;

  private Peaks(PcmFormat format, long totalFrames, int bins) {
    this.format = format;
    this.totalFrames = Math.max(1, totalFrames);
    this.least = new float[bins];
    this.most = new float[bins];
    Arrays.fill(least, Float.POSITIVE_INFINITY);
    Arrays.fill(most, Float.NEGATIVE_INFINITY);
  }

  /**
   * Reads a file. Takes as long as the disk: not for an event loop.
   *
   * @param bins 1 to {@value #MAX_BINS}
   * @return {@code {seconds, channels, peaks: [[min, max], …]}}; no peaks for a file without sound
   * @throws IOException when it cannot be played, with the reason
   */
  static JsonObject of(Path file, int bins) throws IOException {
    try (AudioReader reader = AudioFiles.open(file)) {
      PcmFormat format = reader.format();
      long total = reader.frames().orElse(0);
      Peaks peaks = new Peaks(format, total, bins);
      byte[] pcm = new byte[READ_BYTES / format.bytesPerFrame() * format.bytesPerFrame()];
      float[] samples = new float[pcm.length / format.encoding().bytesPerSample()];
      for (int bytes = reader.read(pcm); bytes > 0; bytes = reader.read(pcm)) {
        int count = bytes / format.encoding().bytesPerSample();
        Samples.decode(format.encoding(), pcm, 0, samples, 0, count);
        peaks.add(samples, count);
      }
      return peaks.json();
    } finally {
      RecordingAccess.readerClosed(file);
    }
  }

  private void add(float[] samples, int count) {
    int channels = format.channels();
    for (int i = 0; i < count; i += channels) {
      int bin = (int) Math.min(least.length - 1, frames * least.length / totalFrames);
      for (int c = i; c < i + channels; c++) {
        least[bin] = Math.min(least[bin], samples[c]);
        most[bin] = Math.max(most[bin], samples[c]);
      }
      frames++;
    }
  }

  private JsonObject json() {
    JsonArray list = new JsonArray();
    float low = 0;
    float high = 0;
    for (int i = 0; i < least.length && frames > 0; i++) {
      if (most[i] >= least[i]) { // else the file has fewer frames than bins: as the one before
        low = least[i];
        high = most[i];
      }
      list.add(new JsonArray().add(rounded(low)).add(rounded(high)));
    }
    return new JsonObject()
        .put("seconds", (double) frames / format.sampleRateHz())
        .put("channels", format.channels())
        .put("peaks", list);
  }

  /** What is no number in a file of floats is silence. */
  private static double rounded(float sample) {
    return Float.isFinite(sample) ? Math.rint(sample * STEPS) / STEPS : 0;
  }
}
