package io.github.camelaudio.file.flac;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.file.wav.RecordingChunks;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a FLAC file (RFC 9639) that recorders read and rewrite themselves; libFLAC knows all
 * others. Big-endian, but for the numbers in comments.
 *
 * <pre>
 *  0  "fLaC"
 *  4  u8 0, u24 34                     STREAMINFO
 *  8  u16, u16, u24, u24               sizes of blocks and frames
 * 18  u20 rate, u3 channels - 1, u5 bits per sample - 1, u36 frames, 0 for unknown
 * 26  16 bytes                         MD5 of the samples, zeros for unknown
 * 42  u1 last, u7 type, u24 bytes      further blocks, of type 4:
 *       u32 bytes, vendor
 *       u32 comments, each: u32 bytes, "NAME=text" in UTF-8
 * </pre>
 */
public final class FlacLayout {

  /** The comment by which recorders know their own files. */
  public static final String OURS = "ENCODER=" + RecordingChunks.ORIGINATOR;

  /** The comment that says where a recording comes from. */
  public static final String DESCRIPTION = "DESCRIPTION=";

  /** Where {@link #totals} go. */
  static final int TOTALS_OFFSET = 18;

  /** Where the number of frames ends. */
  public static final int TOTALS_END = TOTALS_OFFSET + Long.BYTES;

  private static final int FRAMES_BITS = 36;

  /** How many frames that can count. */
  static final long MAX_FRAMES = (1L << FRAMES_BITS) - 1;

  private static final int MD5_BYTES = 16;
  private static final int BLOCKS_OFFSET = 42;
  private static final int BLOCK_HEADER_BYTES = 4;
  private static final int COMMENTS = 4;
  private static final byte[] MAGIC = {'f', 'L', 'a', 'C'};

  private FlacLayout() {}

  /** What STREAMINFO says of a file's samples, before their final number is known. */
  static ByteBuffer totals(PcmFormat format, long frames) {
    long rateAndChannels = (long) format.sampleRateHz() << 3 | (format.channels() - 1);
    int bits = 8 * format.encoding().bytesPerSample() - 1;
    return totals((rateAndChannels << 5 | bits) << FRAMES_BITS | frames);
  }

  /** The same of the eight bytes that it begins with. */
  static ByteBuffer totals(long formatAndFrames) {
    return ByteBuffer.allocate(Long.BYTES + MD5_BYTES).putLong(0, formatAndFrames);
  }

  /** How many frames STREAMINFO says that a file has; 0 for unknown. */
  public static long frames(ByteBuffer beginning) {
    return beginning.getLong(TOTALS_OFFSET) & MAX_FRAMES;
  }

  /** Whether a recorder made a file that begins so. */
  static boolean isOurs(byte[] beginning) {
    return description(beginning) != null;
  }

  /** What a recorder said of a file that begins so; null when no recorder made it. */
  public static @Nullable String description(byte[] beginning) {
    ByteBuffer in = ByteBuffer.wrap(beginning);
    if (!in.slice().limit(Math.min(MAGIC.length, in.limit())).equals(ByteBuffer.wrap(MAGIC))) {
      return null;
    }
    int at = BLOCKS_OFFSET;
    while (at + BLOCK_HEADER_BYTES <= beginning.length) {
      int header = in.getInt(at);
      int bytes = header & 0xFF_FFFF;
      if ((header >>> 24 & 0x7F) == COMMENTS) {
        int start = at + BLOCK_HEADER_BYTES;
        return bytes > in.limit() - start ? null : descriptionIn(in.slice(start, bytes));
      }
      at = header < 0 ? beginning.length : at + BLOCK_HEADER_BYTES + bytes;
    }
    return null;
  }

  private static @Nullable String descriptionIn(ByteBuffer comments) {
    ByteBuffer in = comments.slice().order(ByteOrder.LITTLE_ENDIAN);
    if (text(in) == null || in.remaining() < Integer.BYTES) {
      return null;
    }
    int count = in.getInt();
    boolean ours = false;
    String description = "";
    for (int i = 0; i < count; i++) {
      String comment = text(in);
      if (comment == null) {
        return null; // there are fewer than it says
      }
      ours |= comment.equals(OURS);
      if (comment.startsWith(DESCRIPTION)) {
        description = comment.substring(DESCRIPTION.length());
      }
    }
    return ours ? description : null;
  }

  private static @Nullable String text(ByteBuffer in) {
    if (in.remaining() < Integer.BYTES) {
      return null;
    }
    int bytes = in.getInt();
    if (bytes < 0 || bytes > in.remaining()) {
      return null;
    }
    String text = StandardCharsets.UTF_8.decode(in.slice().limit(bytes)).toString();
    in.position(in.position() + bytes);
    return text;
  }
}
