package io.github.camelaudio.file.flac;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.file.AudioReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads FLAC (RFC 9639) through the system's libFLAC: 4 to 32 bits become the next wider of u8,
 * s16, s24 and s32, bit for bit, left-justified. A file that was cut gives what is whole. In one
 * that is damaged within, what cannot be decoded is silence, from libFLAC 1.4 on; 1.3 leaves it
 * out.
 */
public final class FlacReader implements AudioReader {

  /** The most that libFLAC may decode at once: 65,535 frames, and silence before them. */
  private static final int MAX_DECODED_BYTES = 64 << 20;

  private static final int READ_BYTES = 16 * 1024;

  private final String name;
  private final InputStream in;
  private final LibFlacDecoder flac;
  private final byte[] chunk = new byte[READ_BYTES];

  // Held here, because libFLAC's pointers to them do not keep them.
  private final LibFlacDecoder.Read read = this::provide;
  private final LibFlacDecoder.Write write = this::decoded;
  private final LibFlacDecoder.Metadata metadata = this::described;
  private final LibFlacDecoder.Fault fault = (of, status, data) -> suspect = true;

  private @Nullable Pointer decoder;
  private @Nullable IOException failure;
  private @Nullable PcmFormat format;
  private int bits;

  /** What STREAMINFO says; 0 for unknown. */
  private long claimedFrames;

  /** How many were decoded. */
  private long frames;

  /** What is decoded and not read yet, between two places. */
  private byte[] samples = new byte[0];

  private int from;
  private int to;

  /** Something could not be decoded; it may be the end of a file that was cut. */
  private boolean suspect;

  /** Something within could not be decoded. */
  private boolean damaged;

  /**
   * Reads what precedes the samples; blocks until it is there.
   *
   * @param in the reader's from now on; closed when this fails
   * @param name what messages call it
   * @throws IOException also when it is no FLAC, or when there is no libFLAC on this machine, with
   *     what to install
   */
  public FlacReader(InputStream in, String name) throws IOException {
    this.in = in;
    this.name = name;
    try {
      this.flac = load();
      begin();
    } catch (IOException | RuntimeException e) {
      try (in) {
        deleteDecoder();
      }
      throw e;
    }
  }

  private LibFlacDecoder load() throws IOException {
    try {
      return LibFlacDecoder.load();
    } catch (IOException e) {
      throw new IOException("cannot play " + name + ": " + e.getMessage(), e);
    }
  }

  private void begin() throws IOException {
    Pointer fresh = flac.create();
    if (fresh == null) {
      throw refused("libFLAC has no memory for another file");
    }
    decoder = fresh;
    int status = flac.initStream(fresh, read, null, null, null, null, write, metadata, fault, null);
    if (status != LibFlacDecoder.OK) {
      throw refused("libFLAC does not begin, status " + status);
    }
    boolean described = flac.processUntilEndOfMetadata(fresh) != 0;
    throwFailure();
    if (!described || format == null) {
      throw refused("it is no FLAC file, or ends within its header");
    }
    suspect = false;
  }

  private IOException refused(String why) {
    return new IOException("cannot play " + name + ": " + why);
  }

  @Override
  public PcmFormat format() {
    PcmFormat known = format;
    if (known == null) {
      throw new IllegalStateException(name + " is not open");
    }
    return known;
  }

  @Override
  public OptionalLong frames() {
    return claimedFrames == 0 ? OptionalLong.empty() : OptionalLong.of(claimedFrames);
  }

  @Override
  public int read(byte[] buffer) throws IOException {
    int frameBytes = format().bytesPerFrame();
    int room = buffer.length / frameBytes * frameBytes;
    if (room == 0) {
      throw new IllegalArgumentException(
          "a buffer of " + buffer.length + " bytes has no room for a frame of " + frameBytes);
    }
    int filled = 0;
    while (filled < room && (from < to || decodeMore())) {
      int count = Math.min(room - filled, to - from);
      System.arraycopy(samples, from, buffer, filled, count);
      from += count;
      filled += count;
    }
    return filled == 0 ? -1 : filled;
  }

  /** Decodes until there are samples; false at the end. */
  private boolean decodeMore() throws IOException {
    from = 0;
    to = 0;
    Pointer open = decoder;
    while (open != null && from == to) {
      boolean ok = flac.processSingle(open) != 0;
      throwFailure();
      int state = flac.getState(open);
      if (!ok && state != LibFlacDecoder.STATE_END) {
        throw new IOException("libFLAC does not go on, state " + state);
      }
      if (from == to && state == LibFlacDecoder.STATE_END) {
        return false;
      }
    }
    return from < to;
  }

  private void throwFailure() throws IOException {
    if (failure != null) {
      throw new IOException(failure.getMessage(), failure);
    }
  }

  @Override
  public List<String> faults() {
    List<String> faults = new ArrayList<>();
    if (damaged) {
      faults.add("damaged: a part could not be decoded, and is silence");
    }
    if (frames < claimedFrames) {
      faults.add("truncated: " + amount(claimedFrames - frames) + " fewer than its header says");
    }
    return faults;
  }

  private String amount(long count) {
    double seconds = (double) count / format().sampleRateHz();
    return String.format(Locale.ROOT, "%d frames (%.3f s)", count, seconds);
  }

  @Override
  public void close() throws IOException {
    try (in) {
      deleteDecoder();
    }
  }

  private void deleteDecoder() {
    if (decoder != null) {
      flac.delete(decoder);
      decoder = null;
    }
  }

  private int provide(Pointer of, Pointer buffer, LongByReference bytes, Pointer data) {
    try {
      int count = in.read(chunk, 0, (int) Math.min(chunk.length, bytes.getValue()));
      bytes.setValue(Math.max(0, count));
      if (count < 0) {
        return LibFlacDecoder.END_OF_STREAM;
      }
      buffer.write(0, chunk, 0, count);
      return LibFlacDecoder.OK;
    } catch (IOException e) {
      failure = e;
    } catch (RuntimeException e) {
      failure = new IOException(e);
    }
    return LibFlacDecoder.ABORT;
  }

  private void described(Pointer of, Pointer block, Pointer data) {
    try {
      if (block.getInt(0) == LibFlacDecoder.STREAMINFO) {
        bits = block.getInt(LibFlacDecoder.INFO_BITS);
        format =
            new PcmFormat(
                block.getInt(LibFlacDecoder.INFO_RATE),
                block.getInt(LibFlacDecoder.INFO_CHANNELS),
                encodingOf(bits));
        claimedFrames = block.getLong(LibFlacDecoder.INFO_FRAMES);
      }
    } catch (RuntimeException e) {
      failure = refused(String.valueOf(e.getMessage()));
    }
  }

  private static Encoding encodingOf(int bits) {
    return switch ((bits + 7) / 8) {
      case 1 -> Encoding.U8;
      case 2 -> Encoding.S16;
      case 3 -> Encoding.S24;
      default -> Encoding.S32;
    };
  }

  private int decoded(Pointer of, Pointer frame, Pointer channels, Pointer data) {
    try {
      PcmFormat known = format();
      int rate = frame.getInt(LibFlacDecoder.FRAME_RATE);
      int count = frame.getInt(LibFlacDecoder.FRAME_FRAMES);
      boolean same =
          frame.getInt(LibFlacDecoder.FRAME_CHANNELS) == known.channels()
              && frame.getInt(LibFlacDecoder.FRAME_BITS) == bits
              && (rate == known.sampleRateHz() || rate == 0);
      if (!same) {
        throw refused("its format changes after " + amount(frames));
      }
      damaged |= suspect;
      interleave(channels, count);
      frames += count;
      return LibFlacDecoder.OK;
    } catch (IOException e) {
      failure = e;
    } catch (RuntimeException e) {
      failure = new IOException(e);
    }
    return LibFlacDecoder.WRITE_ABORT;
  }

  /** Puts samples behind those that are not read yet. */
  private void interleave(Pointer channels, int count) throws IOException {
    PcmFormat known = format();
    int size = known.encoding().bytesPerSample();
    int shift = 8 * size - bits;
    int offset = known.encoding().silence() & 0xFF; // u8 counts from 128
    int end = to + count * known.bytesPerFrame();
    if (end > MAX_DECODED_BYTES) {
      throw new IOException("damaged: libFLAC decodes more than " + MAX_DECODED_BYTES + " bytes");
    }
    if (samples.length < end) {
      samples = Arrays.copyOf(samples, end);
    }
    for (int c = 0; c < known.channels(); c++) {
      int[] channel = channels.getPointer((long) c * Native.POINTER_SIZE).getIntArray(0, count);
      for (int i = 0; i < count; i++) {
        int value = (channel[i] << shift) + offset;
        int at = to + i * known.bytesPerFrame() + c * size;
        for (int b = 0; b < size; b++) {
          samples[at + b] = (byte) (value >> (8 * b));
        }
      }
    }
    to = end;
  }
}
