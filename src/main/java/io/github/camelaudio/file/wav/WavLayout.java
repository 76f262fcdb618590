package io.github.camelaudio.file.wav;

import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Where each byte of a WAV header is; nothing else knows. All numbers are little-endian, but for
 * those of a RIFX file.
 *
 * <p>Sources: "Multimedia Programming Interface and Data Specifications 1.0" (IBM and Microsoft,
 * 1991) for RIFF/WAVE; Microsoft's WAVEFORMATEXTENSIBLE; EBU Tech 3306 for RF64 and ds64.
 *
 * <pre>
 * A file is a form header and chunks:          What we write:
 *
 *  0  "RIFF"  (or RF64, BW64: EBU Tech 3306)    0  "RIFF" riffSize "WAVE"
 *  4  u32     bytes from here to the end       12  "JUNK" 28, 28 zero bytes
 *  8  "WAVE"                                   48  "fmt " 16 (s16, u8), 18 (f32) or 40 (extensible)
 * 12  chunk*                                       "fact" 4 frames         (f32 only)
 *                                                  chunks that describe the recording
 * A chunk:                                         "data" dataSize samples [pad byte]
 *  0  id      four ASCII characters                chunks that mark its gaps
 *  4  u32     payload bytes
 *  8  payload [+ 1 pad byte when odd]          Beyond 4 GiB, in the same places: "RF64" -1 "WAVE",
 *                                              "ds64" for "JUNK", "fact" 4 -1, "data" -1
 *
 * Payload of "fmt ":                           Payload of "ds64":
 *  0  u16 format tag                            0  u64 bytes after the form header's size
 *  2  u16 channels                              8  u64 bytes of "data"
 *  4  u32 frames a second                      16  u64 frames
 *  8  u32 bytes a second                       24  u32 entries of a table of other chunks' sizes
 * 12  u16 bytes a frame
 * 14  u16 bits a sample (its container's, if extensible)
 * 16  u16 bytes that follow: 0, or 22 if extensible
 * 18  u16 bits of a sample that count
 * 20  u32 speaker positions, 0 when unspecified
 * 24  GUID of the encoding: u16 format tag, then 14 fixed bytes
 * </pre>
 */
public final class WavLayout {

  public static final int FORM_HEADER_BYTES = 12;
  public static final int CHUNK_HEADER_BYTES = 8;
  static final int ID_BYTES = 4;
  static final int DS64_BYTES = 28;

  /** The most of a "fmt " chunk that means something to us. */
  static final int MAX_FMT_BYTES = 40;

  /** What a size says that its writer did not know yet, or that ds64 says instead. */
  static final long UNKNOWN_SIZE = 0xFFFF_FFFFL;

  static final int RIFF = id("RIFF");
  static final int RIFX = id("RIFX");
  static final int RF64 = id("RF64");
  static final int BW64 = id("BW64");
  static final int WAVE = id("WAVE");
  static final int FMT = id("fmt ");
  public static final int DATA = id("data");
  static final int DS64 = id("ds64");

  static final int JUNK = id("JUNK");
  static final int FACT = id("fact");

  private static final int TAG_PCM = WavFmt.TAG_PCM;
  private static final int TAG_FLOAT = WavFmt.TAG_FLOAT;
  private static final int TAG_EXTENSIBLE = WavFmt.TAG_EXTENSIBLE;
  private static final int EXTENSION_BYTES = 22;
  private static final int MIN_FMT_BYTES = 16;
  private static final int SUB_FORMAT_OFFSET = 24;
  private static final int DS64_DATA_SIZE_OFFSET = 8;
  private static final byte[] GUID_TAIL = {
    0, 0, 0, 0, 0x10, 0, (byte) 0x80, 0, 0, (byte) 0xAA, 0, 0x38, (byte) 0x9B, 0x71
  };

  /** Of 00000001-0721-11D3-8644-C8C1CA000000, the same encodings as ambisonic B-format. */
  private static final byte[] B_FORMAT_TAIL = {
    0,
    0,
    0x21,
    0x07,
    (byte) 0xD3,
    0x11,
    (byte) 0x86,
    0x44,
    (byte) 0xC8,
    (byte) 0xC1,
    (byte) 0xCA,
    0,
    0,
    0
  };

  private static final int[] SPEAKERS_OF_CHANNELS = {0, 0x4, 0x3}; // centre; left and right

  private WavLayout() {}

  /** A chunk's name, as a little-endian number, and how many bytes it claims to have. */
  public record Chunk(int id, long sizeBytes) {}

  /**
   * A chunk's id and length.
   *
   * @param header {@link #CHUNK_HEADER_BYTES} bytes
   */
  public static Chunk chunk(byte[] header) {
    return chunk(header, ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * A chunk's id and length.
   *
   * @param header {@link #CHUNK_HEADER_BYTES} bytes
   * @param order of the size
   */
  public static Chunk chunk(byte[] header, ByteOrder order) {
    int id = littleEndian(header).getInt(0);
    return new Chunk(id, ByteBuffer.wrap(header).order(order).getInt(4) & 0xFFFF_FFFFL);
  }

  /** What kind of RIFF form it is: "WAVE" for ours. */
  static int formType(byte[] formHeader) {
    return littleEndian(formHeader).getInt(8);
  }

  /** The bytes of the data chunk; zero or negative when ds64 does not say. */
  static long ds64DataBytes(byte[] ds64) {
    return ds64.length < DS64_DATA_SIZE_OFFSET + Long.BYTES
        ? 0
        : littleEndian(ds64).getLong(DS64_DATA_SIZE_OFFSET);
  }

  /**
   * Reads as much of a "fmt " chunk as there is.
   *
   * @throws WavFormatException when it is too short for what it says
   */
  static WavFmt fmt(byte[] payload, ByteOrder order, String name) throws WavFormatException {
    if (payload.length < MIN_FMT_BYTES) {
      throw new WavFormatException(
          name, "its 'fmt ' chunk has " + payload.length + " bytes, fewer than " + MIN_FMT_BYTES);
    }
    ByteBuffer buffer = ByteBuffer.wrap(payload).order(order);
    int tag = u16(buffer, 0);
    boolean extensible = tag == TAG_EXTENSIBLE;
    return new WavFmt(
        extensible ? subFormatTag(buffer, name) : tag,
        u16(buffer, 2),
        buffer.getInt(4) & 0xFFFF_FFFFL,
        u16(buffer, 12),
        u16(buffer, 14));
  }

  private static int subFormatTag(ByteBuffer fmt, String name) throws WavFormatException {
    if (fmt.capacity() < MAX_FMT_BYTES) {
      throw new WavFormatException(
          name,
          "its extensible 'fmt ' chunk has "
              + fmt.capacity()
              + " bytes, fewer than "
              + MAX_FMT_BYTES);
    }
    ByteBuffer tail = fmt.slice(SUB_FORMAT_OFFSET + 2, GUID_TAIL.length);
    if (!tail.equals(ByteBuffer.wrap(GUID_TAIL)) && !tail.equals(ByteBuffer.wrap(B_FORMAT_TAIL))) {
      throw new WavFormatException(name, "its extensible 'fmt ' chunk has an unknown sub-format");
    }
    return u16(fmt, SUB_FORMAT_OFFSET);
  }

  /** How many bytes precede the samples in a file that we write, its description among them. */
  public static int headerBytes(PcmFormat format, int descriptionBytes) {
    int fact = format.encoding().isFloat() ? CHUNK_HEADER_BYTES + 4 : 0;
    return FORM_HEADER_BYTES
        + CHUNK_HEADER_BYTES
        + DS64_BYTES
        + CHUNK_HEADER_BYTES
        + fmtBytes(format)
        + fact
        + descriptionBytes
        + CHUNK_HEADER_BYTES;
  }

  /**
   * The header of a file: a plain one as long as its sizes have 32 bits, else RF64, which is as
   * long.
   *
   * @param description whole chunks
   * @param dataBytes of samples
   * @param tailBytes of chunks after them
   */
  static ByteBuffer header(PcmFormat format, byte[] description, long dataBytes, long tailBytes) {
    long frames = dataBytes / format.bytesPerFrame();
    long riffSize =
        headerBytes(format, description.length)
            - CHUNK_HEADER_BYTES
            + dataBytes
            + (dataBytes & 1)
            + tailBytes;
    ByteBuffer ds64 = littleEndian(new byte[DS64_BYTES]);
    if (riffSize < UNKNOWN_SIZE) {
      return header(format, description, RIFF, riffSize, ds64, frames, dataBytes);
    }
    putDs64(ds64, 0, riffSize, dataBytes, frames);
    return header(format, description, RF64, UNKNOWN_SIZE, ds64, UNKNOWN_SIZE, UNKNOWN_SIZE);
  }

  /** The header of an output that cannot be rewound: its sizes are unknown. */
  static ByteBuffer streamingHeader(PcmFormat format) {
    ByteBuffer ds64 = littleEndian(new byte[DS64_BYTES]);
    return header(format, new byte[0], RIFF, UNKNOWN_SIZE, ds64, UNKNOWN_SIZE, UNKNOWN_SIZE);
  }

  /**
   * The shortest header, 44 bytes before 8 and 16 bit samples, as programs expect it that skip so
   * many bytes.
   *
   * @param dataBytes of samples, less than 2^31
   */
  public static ByteBuffer shortHeader(PcmFormat format, int dataBytes) {
    int room = CHUNK_HEADER_BYTES + DS64_BYTES;
    ByteBuffer full = header(format, new byte[0], dataBytes, 0);
    ByteBuffer header = littleEndian(new byte[full.remaining() - room]);
    header.put(full.slice().limit(FORM_HEADER_BYTES));
    header.put(full.slice().position(FORM_HEADER_BYTES + room));
    return header
        .putInt(ID_BYTES, full.order(ByteOrder.LITTLE_ENDIAN).getInt(ID_BYTES) - room)
        .flip();
  }

  private static ByteBuffer header(
      PcmFormat format,
      byte[] description,
      int form,
      long riffSize,
      ByteBuffer ds64,
      long frames,
      long dataSize) {
    ByteBuffer header = littleEndian(new byte[headerBytes(format, description.length)]);
    header.putInt(form).putInt((int) riffSize).putInt(WAVE);
    header.putInt(form == RF64 ? DS64 : JUNK).putInt(DS64_BYTES).put(ds64);
    putFmt(header, format);
    if (format.encoding().isFloat()) {
      header.putInt(FACT).putInt(4).putInt((int) frames);
    }
    return header.put(description).putInt(DATA).putInt((int) dataSize).flip();
  }

  /** Writes the sizes of a "ds64" chunk, whose table of other chunks stays as it is. */
  static void putDs64(ByteBuffer payload, int at, long riffSize, long dataBytes, long frames) {
    payload.putLong(at, riffSize).putLong(at + DS64_DATA_SIZE_OFFSET, dataBytes);
    payload.putLong(at + DS64_DATA_SIZE_OFFSET + Long.BYTES, frames);
  }

  private static void putFmt(ByteBuffer header, PcmFormat format) {
    int bits = format.encoding().bytesPerSample() * Byte.SIZE;
    int tag = format.encoding().isFloat() ? TAG_FLOAT : TAG_PCM;
    boolean extensible = isExtensible(format);
    header.putInt(FMT).putInt(fmtBytes(format));
    header.putShort((short) (extensible ? TAG_EXTENSIBLE : tag));
    header.putShort((short) format.channels());
    header.putInt(format.sampleRateHz()).putInt(format.sampleRateHz() * format.bytesPerFrame());
    header.putShort((short) format.bytesPerFrame()).putShort((short) bits);
    if (extensible) {
      header.putShort((short) EXTENSION_BYTES).putShort((short) bits).putInt(speakers(format));
      header.putShort((short) tag).put(GUID_TAIL);
    } else if (tag != TAG_PCM) {
      header.putShort((short) 0);
    }
  }

  private static boolean isExtensible(PcmFormat format) {
    Encoding encoding = format.encoding();
    return format.channels() > 2 || (!encoding.isFloat() && encoding.bytesPerSample() > 2);
  }

  private static int fmtBytes(PcmFormat format) {
    if (isExtensible(format)) {
      return MAX_FMT_BYTES;
    }
    return format.encoding().isFloat() ? MIN_FMT_BYTES + 2 : MIN_FMT_BYTES;
  }

  private static int speakers(PcmFormat format) {
    int channels = format.channels();
    return channels < SPEAKERS_OF_CHANNELS.length ? SPEAKERS_OF_CHANNELS[channels] : 0;
  }

  /** Four ASCII characters as the name of a chunk. */
  public static int id(String text) {
    return littleEndian(text.getBytes(StandardCharsets.US_ASCII)).getInt(0);
  }

  private static int u16(ByteBuffer buffer, int offset) {
    return buffer.getShort(offset) & 0xFFFF;
  }

  public static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
