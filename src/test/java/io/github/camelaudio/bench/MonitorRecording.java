package io.github.camelaudio.bench;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What the monitor of a sink recorded: the proof of what was heard. s16, all channels together. */
final class MonitorRecording implements Closeable {

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final double AUDIBLE = 0.01;

  private final Job recorder;
  private final Path file;
  private final int rateHz;
  private final int channels;
  private long markBytes;

  MonitorRecording(Job recorder, Path file, int rateHz, int channels) {
    this.recorder = recorder;
    this.file = file;
    this.rateHz = rateHz;
    this.channels = channels;
  }

  void awaitBegin() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (Files.size(file) == 0) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("nothing is recorded: " + recorder.output());
      }
      Thread.sleep(10);
    }
  }

  /** What was recorded before counts no more for {@link #isAudible}. */
  void mark() throws IOException {
    markBytes = Files.size(file);
  }

  /** Whether the last 20 ms, all since the mark, are louder than -40 dB. */
  boolean isAudible() throws IOException {
    int bytes = rateHz / 50 * channels * 2;
    try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "r")) {
      long length = raw.length() / (2L * channels) * 2 * channels;
      if (length < markBytes + bytes) {
        return false;
      }
      byte[] last = new byte[bytes];
      raw.seek(length - bytes);
      raw.readFully(last);
      ShortBuffer samples = ByteBuffer.wrap(last).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
      double sum = 0;
      while (samples.hasRemaining()) {
        double sample = samples.get() / 32_768.0;
        sum += sample * sample;
      }
      return Math.sqrt(2 * channels * sum / bytes) > AUDIBLE;
    }
  }

  /** Stops it, and averages its channels: samples in -1..1. */
  float[] stop() throws IOException {
    recorder.close();
    return Pcm16.mono(Files.readAllBytes(file), channels);
  }

  @Override
  public void close() throws IOException {
    recorder.close();
    Files.deleteIfExists(file);
  }
}
