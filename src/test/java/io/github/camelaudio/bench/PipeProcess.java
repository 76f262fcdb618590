package io.github.camelaudio.bench;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A process that takes sound from its standard input, or gives it to its standard output, which a
 * thread reads with the moment at which each piece came. Its log goes to a file.
 */
final class PipeProcess implements Closeable {

  /** The moment at which a piece was read, and the bytes read up to then. */
  record Arrival(long nanos, int bytes) {}

  private static final int MAX_BYTES = 1 << 26;

  private final Process process;
  private final Path log;
  private final CompletableFuture<Boolean> allRead = new CompletableFuture<>();
  private final byte[] read = new byte[MAX_BYTES];
  private final List<Arrival> arrivals = new ArrayList<>();
  private int readBytes;

  PipeProcess(Path directory, List<String> command) throws IOException {
    this.log = Files.createTempFile(directory, "pipe", ".log");
    this.process =
        new ProcessBuilder(Job.endsWithParent(command))
            .directory(directory.toFile())
            .redirectError(log.toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    Thread reader = new Thread(this::read, "pipe");
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try (InputStream output = process.getInputStream()) {
      int count = output.read(read, 0, MAX_BYTES);
      while (count > 0) {
        readBytes += count;
        arrivals.add(new Arrival(System.nanoTime(), readBytes));
        count = output.read(read, readBytes, MAX_BYTES - readBytes);
      }
    } catch (IOException e) {
      System.err.println("a pipe broke: " + e);
    }
    allRead.complete(true);
  }

  OutputStream input() {
    return process.getOutputStream();
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  void awaitLog(String part) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TestBed.LIMIT.toNanos();
    while (!log().contains(part)) {
      if (System.nanoTime() > deadline || !process.isAlive()) {
        throw new IllegalStateException("no '" + part + "' in: " + log());
      }
      Thread.sleep(20);
    }
  }

  /** Ends it, and waits until all was read. */
  void stop() {
    process.toHandle().destroy(); // unlike process.destroy() it leaves the pipe open
    allRead.completeOnTimeout(false, 5, TimeUnit.SECONDS).join();
    process.destroyForcibly();
  }

  /** What was read; only when it has stopped. */
  byte[] bytes() {
    return Arrays.copyOf(read, readBytes);
  }

  /** When that many bytes were there; only when it has stopped. */
  long nanosOf(int bytes) {
    for (Arrival arrival : arrivals) {
      if (arrival.bytes >= bytes) {
        return arrival.nanos;
      }
    }
    throw new IllegalStateException("only " + readBytes + " bytes were read");
  }

  @Override
  public void close() {
    stop();
  }
}
