package io.github.camelaudio.component.wav;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes FLAC (RFC 9639), bit for bit what it is given, through the system's libFLAC. As in a
 * stream, what is skipped is silence for good, and what comes late is refused: what is encoded
 * stays as it is. Each frame of FLAC, at most a tenth of a second of sound, goes into the file as
 * soon as it is full, so that a file that nobody closed plays up to there.
 *
 * <p>Not thread-safe: one writing thread, which nobody may interrupt. After an {@link IOException}
 * only {@link #close} is left to do.
 */
final class FlacWriter implements Closeable {

  private static final int MAX_CHANNELS = 8;
  private static final int MAX_RATE_HZ = 655_350;
  private static final long MAX_FRAMES = (1L << 36) - 1;

  /** The reference encoder's own choice: smaller files cost much more. */
  private static final int COMPRESSION_LEVEL = 5;

  private static final int MAX_BLOCK_FRAMES = 4_096;
  private static final int BLOCKS_PER_SECOND = 10;

  /** Where STREAMINFO has rate, channels, bits and the number of frames, in 64 bits together. */
  private static final int TOTALS_OFFSET = 18;

  private final PcmFormat format;
  private final SeekableByteChannel file;
  private final LibFlac flac;
  private final int[] samples;

  // Held here, because libFLAC's pointers to them do not keep them.
  private final LibFlac.Write write = this::written;
  private final LibFlac.Seek seek = this::sought;
  private final LibFlac.Tell tell = this::told;

  private @Nullable Pointer encoder;
  private @Nullable IOException failure;
  private long frames;
  private long framesInFile;

  /**
   * Writes the beginning to a fresh file.
   *
   * @param file empty, and the writer's from now on, closed when this fails
   * @param format one that {@link #takes}
   * @throws IOException also when there is no libFLAC on this machine, with what to install
   */
  FlacWriter(SeekableByteChannel file, PcmFormat format) throws IOException {
    if (!takes(format)) {
      throw new IllegalArgumentException("FLAC cannot hold " + format);
    }
    this.format = format;
    this.file = file;
    this.samples = new int[MAX_BLOCK_FRAMES * format.channels()];
    try {
      this.flac = LibFlac.load();
      begin();
    } catch (IOException | RuntimeException e) {
      try (file) {
        deleteEncoder();
      }
      throw e;
    }
  }

  /** Whether FLAC can hold it: integers of up to 24 bits, up to 8 channels and 655,350 Hz. */
  static boolean takes(PcmFormat format) {
    Encoding encoding = format.encoding();
    return encoding.bytesPerSample() <= 3
        && format.channels() <= MAX_CHANNELS
        && format.sampleRateHz() <= MAX_RATE_HZ;
  }

  /** How many frames fit into one file. */
  static long maxFrames() {
    return MAX_FRAMES;
  }

  private void begin() throws IOException {
    Pointer fresh = flac.create();
    if (fresh == null) {
      throw new IOException("libFLAC has no memory for another file");
    }
    encoder = fresh;
    int block = Math.min(MAX_BLOCK_FRAMES, format.sampleRateHz() / BLOCKS_PER_SECOND);
    boolean accepted =
        flac.setChannels(fresh, format.channels()) != 0
            && flac.setBitsPerSample(fresh, 8 * format.encoding().bytesPerSample()) != 0
            && flac.setSampleRate(fresh, format.sampleRateHz()) != 0
            // Rates such as 96,001 Hz stand in the file's header only.
            && flac.setStreamableSubset(fresh, 0) != 0
            && flac.setCompressionLevel(fresh, COMPRESSION_LEVEL) != 0
            && flac.setBlocksize(fresh, block) != 0;
    if (!accepted) {
      throw new IOException("libFLAC refuses " + format);
    }
    int status = flac.initStream(fresh, write, seek, tell, Pointer.NULL, Pointer.NULL);
    if (status != LibFlac.OK) {
      throw failed("libFLAC does not begin, status " + status);
    }
  }

  /**
   * Adds frames where they belong; silence fills what lies between the end and them. The part that
   * is before the end is left out.
   *
   * @param frame the place of the first, counted from 0
   * @param pcm whole frames, little-endian, which this consumes
   * @return whether they were placed; false when all of them came too late
   * @throws IllegalArgumentException when they are no whole frames, or their place is negative
   * @throws IllegalStateException when they would end beyond {@link #maxFrames}: go on in a new
   *     file
   */
  boolean write(long frame, ByteBuffer pcm) throws IOException {
    if (frame < 0 || pcm.remaining() % format.bytesPerFrame() != 0) {
      throw new IllegalArgumentException(
          pcm.remaining() + " bytes for frame " + frame + " of " + format);
    }
    requireRoom(frame + pcm.remaining() / format.bytesPerFrame());
    long late = Math.min(Math.max(0, frames - frame) * format.bytesPerFrame(), pcm.remaining());
    pcm.position(pcm.position() + (int) late);
    if (late > 0 && !pcm.hasRemaining()) {
      return false;
    }
    extendTo(frame);
    while (pcm.hasRemaining()) {
      encode(decode(pcm));
    }
    return true;
  }

  /** Adds silence until there are so many frames; nothing when there are already. */
  void extendTo(long end) throws IOException {
    requireRoom(end);
    if (end > frames) {
      Arrays.fill(samples, 0);
    }
    while (frames < end) {
      encode((int) Math.min(MAX_BLOCK_FRAMES, end - frames));
    }
  }

  private static void requireRoom(long end) {
    if (end > MAX_FRAMES) {
      throw new IllegalStateException(
          end + " frames exceed the " + MAX_FRAMES + " frames of a FLAC file");
    }
  }

  /** As many frames as fit, right-justified as libFLAC wants them. */
  private int decode(ByteBuffer pcm) {
    ByteBuffer in = pcm.slice().order(ByteOrder.LITTLE_ENDIAN);
    int count = Math.min(MAX_BLOCK_FRAMES, in.remaining() / format.bytesPerFrame());
    int length = count * format.channels();
    for (int i = 0; i < length; i++) {
      samples[i] =
          switch (format.encoding().bytesPerSample()) {
            case 1 -> (in.get(i) & 0xFF) - 128;
            case 2 -> in.getShort(2 * i);
            default ->
                (in.get(3 * i) & 0xFF) | (in.get(3 * i + 1) & 0xFF) << 8 | in.get(3 * i + 2) << 16;
          };
    }
    pcm.position(pcm.position() + count * format.bytesPerFrame());
    return count;
  }

  private void encode(int count) throws IOException {
    Pointer open = encoder;
    if (open == null) {
      throw new IOException("this file is closed");
    }
    if (failure != null) {
      throw failed("an earlier write failed");
    }
    if (flac.processInterleaved(open, samples, count) == 0) {
      throw failed("libFLAC does not go on, state " + flac.getState(open));
    }
    frames += count;
  }

  /**
   * Says in the header how long the file is as it stands, so that programs show it after a crash.
   */
  void refreshHeader() throws IOException {
    long position = file.position();
    ByteBuffer totals = ByteBuffer.allocate(Long.BYTES);
    long rateAndChannels = (long) format.sampleRateHz() << 3 | (format.channels() - 1);
    int bits = 8 * format.encoding().bytesPerSample() - 1;
    totals.putLong((rateAndChannels << 5 | bits) << 36 | framesInFile).flip();
    file.position(TOTALS_OFFSET);
    writeFully(totals);
    file.position(position);
  }

  /** How many frames there are, silence included, those that are not in the file yet, too. */
  long frames() {
    return frames;
  }

  /** Writes what is left, completes the header, and closes the file whatever happens. */
  @Override
  public void close() throws IOException {
    if (!file.isOpen()) {
      return;
    }
    try (file) {
      boolean finished = encoder == null || flac.finish(encoder) != 0;
      deleteEncoder();
      if (!finished || failure != null) {
        throw failed("libFLAC could not complete the file");
      }
    }
  }

  private void deleteEncoder() {
    if (encoder != null) {
      flac.delete(encoder);
      encoder = null;
    }
  }

  private IOException failed(String sentence) {
    return failure == null ? new IOException(sentence) : new IOException(sentence, failure);
  }

  private int written(
      Pointer from, Pointer bytes, long count, int frameCount, int number, Pointer data) {
    return attempt(
        () -> {
          writeFully(bytes.getByteBuffer(0, count));
          framesInFile += frameCount;
        });
  }

  private int sought(Pointer from, long offset, Pointer data) {
    return attempt(() -> file.position(offset));
  }

  private int told(Pointer from, LongByReference offset, Pointer data) {
    return attempt(() -> offset.setValue(file.position()));
  }

  /** Access to the file. */
  private interface Access {
    void run() throws IOException;
  }

  /** Nothing may be thrown through libFLAC: a failure is kept, and thrown behind it. */
  private int attempt(Access access) {
    try {
      access.run();
      return LibFlac.OK;
    } catch (IOException e) {
      failure = e;
    } catch (RuntimeException e) {
      failure = new IOException(e);
    }
    return LibFlac.ERROR;
  }

  private void writeFully(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
  }
}
