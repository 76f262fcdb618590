package io.github.camelaudio.file.stream;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.file.AudioReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of an audio file as one stream of its own, its end among them. Unless it is {@link
 * #paced}, they come as fast as they are asked for, and can wait; paced, each comes at its due time
 * on the monotonic clock, as a live one, from the moment that the second was asked for: the first
 * was accepted then. One thread, which an iteration may hold until the end of the file.
 */
public final class FileBlocks implements Iterator<AudioBlock>, Closeable {

  /** Unless told otherwise: as nobody waits for it long. */
  public static final int PACED_MILLIS = 10;

  /** Unless told otherwise: as fewer blocks are faster. */
  public static final int UNPACED_MILLIS = 100;

  private static final long HELD_UP_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final PcmFormat format;
  private final long streamId = ThreadLocalRandom.current().nextLong();
  private final int firstTimestamp = ThreadLocalRandom.current().nextInt();
  private AudioReader reader;
  private int sequence = ThreadLocalRandom.current().nextInt();
  private byte[] buffer = new byte[0];
  private @Nullable AudioClock clock;
  private long startNanos;
  private boolean started;
  private long frames;
  private boolean ended;

  /**
   * Begins at the next frame of a reader.
   *
   * @param reader closed with this, which is at its end by itself
   */
  public FileBlocks(AudioReader reader) {
    this.reader = reader;
    this.format = reader.format();
    blockMillis(UNPACED_MILLIS);
  }

  /** Gives each block at its due time, {@value #PACED_MILLIS} ms each. Before the first one. */
  public FileBlocks paced(AudioClock by) {
    clock = by;
    return blockMillis(PACED_MILLIS);
  }

  /** Sets how much sound one block holds. */
  public FileBlocks blockMillis(int millis) {
    buffer = new byte[format.framesOfMillis(millis) * format.bytesPerFrame()];
    return this;
  }

  public PcmFormat format() {
    return format;
  }

  /** How many frames the file claims to have; empty when it does not say. */
  public OptionalLong totalFrames() {
    return reader.frames();
  }

  /** How many frames the blocks had until now. */
  public long frames() {
    return frames;
  }

  /** Says when the first block was accepted, a reading of the clock: all others follow from it. */
  public void startedAt(long nanos) {
    startNanos = nanos;
    started = true;
  }

  /**
   * Waits until the next block is due, and reads it.
   *
   * @return null at the end of the file, when the time of its last frame is over
   * @throws InterruptedException when the thread is interrupted while it waits
   */
  public @Nullable AudioBlock read() throws IOException, InterruptedException {
    int read = reader.read(buffer);
    awaitDue();
    if (read < 0) {
      return null;
    }
    AudioBlock block = block().pcm(Arrays.copyOf(buffer, read));
    frames += block.frames();
    sequence++;
    return block;
  }

  private void awaitDue() throws InterruptedException {
    AudioClock paced = clock;
    if (paced == null || frames == 0) {
      return;
    }
    if (!started) {
      startedAt(paced.nanoTime());
    }
    long due = startNanos + format.nanosOfFrames(frames);
    long late = paced.nanoTime() - due;
    if (late > HELD_UP_NANOS) {
      startNanos += late; // the route held it back: it goes on from here, and does not rush
    }
    paced.sleepUntil(due);
  }

  /** The block without frames that ends the stream. */
  public AudioBlock end() {
    return block().last(true).empty();
  }

  /** The id that its blocks have. */
  public long streamId() {
    return streamId & 0xFFFF_FFFFL;
  }

  private AudioBlock.Builder block() {
    AudioClock paced = clock;
    return AudioBlock.builder(format)
        .streamId(streamId)
        .sequence(sequence)
        .timestamp(firstTimestamp + (int) frames)
        .live(paced != null)
        .captureEpochNanos(paced == null ? AudioBlock.NO_CAPTURE_TIME : paced.epochNanos());
  }

  /**
   * Goes on with another reader, in the same stream.
   *
   * @throws IOException when its format is another one
   */
  public void goOn(AudioReader next) throws IOException {
    reader = next;
    if (!next.format().equals(format)) {
      throw new IOException("it changed to " + next.format() + " while it was played");
    }
  }

  @Override
  public boolean hasNext() {
    return !ended;
  }

  /**
   * The next block; the last one has no frames, and ends the stream.
   *
   * @throws UncheckedIOException when reading fails, or the thread is interrupted; that ends it,
   *     too
   */
  @Override
  public AudioBlock next() {
    if (ended) {
      throw new NoSuchElementException("the stream has ended");
    }
    ended = true; // unless there is more
    try {
      AudioBlock block = read();
      if (block == null) {
        close();
        return end();
      }
      ended = false;
      return block;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(new InterruptedIOException("stopped while it was played"));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private UncheckedIOException failed(IOException failure) {
    try {
      close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
    return new UncheckedIOException(failure);
  }

  @Override
  public void close() throws IOException {
    ended = true;
    reader.close();
  }
}
