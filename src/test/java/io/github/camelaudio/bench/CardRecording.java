package io.github.camelaudio.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * All channels of a virtual card, recorded by one process, and so with one clock. A thread of its
 * own watches the file grow, from which follows when its frames were played.
 */
final class CardRecording implements AutoCloseable {

  private static final long WATCH_NANOS = 500_000;

  private final BenchProcess recorder;
  private final Path file;
  private final int channels;
  private final int rateHz;
  private final AtomicLong firstNanos = new AtomicLong(Long.MAX_VALUE);
  private final Thread watch = new Thread(this::watch, "recording-watch");
  private volatile boolean stopped;

  CardRecording(BenchProcess recorder, Path file, int channels, int rateHz) {
    this.recorder = recorder;
    this.file = file;
    this.channels = channels;
    this.rateHz = rateHz;
    watch.setDaemon(true);
    watch.start();
  }

  /** What is in the file was played before: the earliest estimate of its beginning is the best. */
  private void watch() {
    long before = 0;
    try {
      Priority.raiseThisThread();
      while (!stopped) {
        long bytes = Files.exists(file) ? Files.size(file) : 0;
        long now = System.nanoTime();
        if (bytes > before) {
          before = bytes;
          long lengthNanos = bytes / (2L * channels) * 1_000_000_000L / rateHz;
          firstNanos.accumulateAndGet(now - lengthNanos, Math::min);
        }
        LockSupport.parkNanos(WATCH_NANOS);
      }
    } catch (IOException e) {
      System.err.println("the recording cannot be watched: " + e);
    }
  }

  /** When its first frame was played, on the clock of System.nanoTime. */
  long firstNanos() {
    return firstNanos.get();
  }

  void stop() {
    stopped = true;
    recorder.close();
  }

  /**
   * Reads one channel.
   *
   * @return samples in -1..1
   */
  float[] channel(int channel) throws IOException {
    ShortBuffer all =
        ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
    float[] samples = new float[all.remaining() / channels];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = all.get(i * channels + channel) / 32_768f;
    }
    return samples;
  }

  /** Stops it, and deletes it. */
  @Override
  public void close() throws IOException {
    stop();
    Files.deleteIfExists(file);
  }
}
