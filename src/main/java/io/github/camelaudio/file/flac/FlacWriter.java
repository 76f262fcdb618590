package io.github.camelaudio.file.flac;

import com.sun.jna.Pointer;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.file.Gaps;
import io.github.camelaudio.file.RecordingWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes FLAC (RFC 9639), bit for bit what it is given, through the system's libFLAC. As in a
 * stream, what is skipped is silence for good, and what comes late is refused: what is encoded
 * stays as it is. Each frame of FLAC, at most a tenth of a second of sound, goes into the file as
 * soon as it is full, so that a file that was not closed plays up to there.
 *
 * <p>A disk that is full leaves a file of whole frames, whose header says how many.
 */
public final class FlacWriter implements RecordingWriter {

  public static final int MAX_CHANNELS = 8;
  public static final int MAX_RATE_HZ = 655_350;

  /** How many frames fit into one file. */
  public static final long MAX_FRAMES = FlacLayout.MAX_FRAMES;

  /** The reference encoder's own choice: smaller files cost much more. */
  private static final int COMPRESSION_LEVEL = 5;

  /** How many times as fast silence is encoded as sound is written. */
  private static final int SILENCE_PART = 8;

  private static final int MAX_BLOCK_FRAMES = 4_096;
  private static final int MIN_BLOCK_FRAMES = 16;
  private static final int BLOCKS_PER_SECOND = 10;

  /** More than all that precedes the frames. */
  private static final int MAX_HEADER_BYTES = 8_192;

  /** The most that a frame adds to its samples, and for each channel. */
  private static final int MAX_FRAME_OVERHEAD_BYTES = 20;

  private final PcmFormat format;
  private final FlacFile file;
  private final LibFlac flac;
  private final int[] samples;
  private @Nullable Pointer encoder;
  private @Nullable Pointer metadata;
  private long frames;

  /**
   * Writes the beginning to a fresh file.
   *
   * @param file empty, and the writer's from now on, closed when this fails
   * @param format one that {@link #takes}
   * @param comments each a name, "=" and a text
   * @throws IOException also when there is no libFLAC on this machine, with what to install
   */
  public FlacWriter(SeekableByteChannel file, PcmFormat format, List<String> comments)
      throws IOException {
    if (!takes(format)) {
      throw new IllegalArgumentException("FLAC cannot hold " + format);
    }
    this.format = format;
    this.file = new FlacFile(file, format);
    this.samples = new int[MAX_BLOCK_FRAMES * format.channels()];
    try {
      this.flac = LibFlac.load();
      begin(comments);
    } catch (IOException | RuntimeException e) {
      try (file) {
        deleteEncoder();
      }
      throw e;
    }
  }

  /** Whether FLAC can hold it: integers of up to 24 bits, up to 8 channels and 655,350 Hz. */
  public static boolean takes(PcmFormat format) {
    Encoding encoding = format.encoding();
    return encoding.bytesPerSample() <= 3
        && format.channels() <= MAX_CHANNELS
        && format.sampleRateHz() <= MAX_RATE_HZ;
  }

  /** How many frames fit into {@code bytes} even when nothing can be compressed. */
  public static long framesIn(long bytes, PcmFormat format) {
    int block = blockFrames(format);
    int overhead = MAX_FRAME_OVERHEAD_BYTES + format.channels();
    long blocks = (bytes - MAX_HEADER_BYTES) / (block * format.bytesPerFrame() + overhead);
    return blocks * block;
  }

  private static int blockFrames(PcmFormat format) {
    int tenth = format.sampleRateHz() / BLOCKS_PER_SECOND;
    return Math.max(MIN_BLOCK_FRAMES, Math.min(MAX_BLOCK_FRAMES, tenth));
  }

  private void begin(List<String> comments) throws IOException {
    Pointer fresh = flac.create();
    if (fresh == null) {
      throw new IOException("libFLAC has no memory for another file");
    }
    encoder = fresh;
    boolean accepted =
        flac.setChannels(fresh, format.channels()) != 0
            && flac.setBitsPerSample(fresh, 8 * format.encoding().bytesPerSample()) != 0
            && flac.setSampleRate(fresh, format.sampleRateHz()) != 0
            // Rates such as 96,001 Hz stand in the file's header only.
            && flac.setStreamableSubset(fresh, 0) != 0
            && flac.setCompressionLevel(fresh, COMPRESSION_LEVEL) != 0
            && flac.setBlocksize(fresh, blockFrames(format)) != 0;
    if (!accepted) {
      throw new IOException("libFLAC refuses " + format);
    }
    addComments(fresh, comments);
    int status =
        flac.initStream(fresh, file.write, file.seek, file.tell, Pointer.NULL, Pointer.NULL);
    if (status != LibFlac.OK) {
      throw file.failed("libFLAC does not begin, status " + status);
    }
  }

  private void addComments(Pointer fresh, List<String> comments) throws IOException {
    Pointer made = flac.metadataObjectNew(LibFlac.VORBIS_COMMENT);
    if (made == null) {
      throw new IOException("libFLAC has no memory for comments");
    }
    metadata = made;
    for (String comment : comments) {
      if (flac.metadataObjectVorbiscommentAppendComment(made, LibFlac.Comment.of(comment), 1)
          == 0) {
        throw new IOException("libFLAC does not take the comment " + comment);
      }
    }
    if (flac.setMetadata(fresh, new Pointer[] {made}, 1) == 0) {
      throw new IOException("libFLAC does not take comments");
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>The part that is before the end is left out.
   *
   * @throws IllegalStateException when they would end beyond {@link #MAX_FRAMES}: go on in a new
   *     file
   */
  @Override
  public boolean write(long frame, ByteBuffer pcm) throws IOException {
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

  @Override
  public void extendTo(long end) throws IOException {
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
    file.requireGood(); // libFLAC would go on as if nothing were
    if (flac.processInterleaved(open, samples, count) == 0) {
      throw file.failed("libFLAC does not go on, state " + flac.getState(open));
    }
    frames += count;
  }

  @Override
  public boolean takesLate() {
    return false;
  }

  /** Silence costs little room, but time: some 10 ms for each megabyte of samples. */
  @Override
  public long maxGapFrames() {
    return MAX_WRITTEN_GAP_BYTES / format.bytesPerFrame();
  }

  /** Room hardly any: what counts is the time to encode it, an eighth of that of sound. */
  @Override
  public long silenceBytes(long frames) {
    return frames * format.bytesPerFrame() / SILENCE_PART;
  }

  @Override
  public void refreshHeader(boolean durable) throws IOException {
    file.requireGood();
    if (durable) {
      file.force();
    }
    file.refreshTotals();
  }

  @Override
  public long frames() {
    return frames;
  }

  @Override
  public long gatheredFrames() {
    return frames - file.frames();
  }

  /** {@inheritDoc} FLAC has no place for what is missing. */
  @Override
  public void close(List<Gaps.Gap> missing) throws IOException {
    if (!file.isOpen()) {
      return;
    }
    try (file) {
      boolean finished = encoder == null || flac.finish(encoder) != 0;
      deleteEncoder();
      if (!finished || file.hasFailed()) {
        frames = file.frames();
        throw file.keepWritten("libFLAC could not complete the file");
      }
      file.force();
    }
  }

  private void deleteEncoder() {
    if (encoder != null) {
      flac.delete(encoder);
      encoder = null;
    }
    if (metadata != null) {
      flac.metadataObjectDelete(metadata); // the encoder had no copy of it
      metadata = null;
    }
  }
}
