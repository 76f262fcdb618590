package io.github.camelaudio.wire.rtp;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The one file that knows where what lies in an RTP packet. All numbers are big-endian.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+   RTP, RFC 3550 5.1
 * |V=2|P|X|  CC   |M|     PT      |       sequence number         |
 * |                           timestamp                           |   in frames
 * |                     SSRC: the stream's id                     |
 * |     0xBEDE    |    4 words    |                               |   extension, RFC 8285 4.2
 * | 13  |  len-1=4| encoding+live |   channels    |  sample rate  |   what the payload is
 * |      … sample rate (24 bits)  | 14  |  len-1=7| capture time  |   NTP, 32.32 bits since 1900
 * |                  … capture time                               |   (absent: zero padding)
 * | 12  |  len-1=1|    version    |     flags     |       0       |   messages only, a fifth word
 * |     payload: whole frames, samples in network byte order …    |   RFC 3551, RFC 3190
 * </pre>
 *
 * <p>Offsets are relative to the reader index; nothing here moves it.
 */
public final class RtpLayout {

  static final int VERSION = 2;
  static final int HEADER_BYTES = 12;

  /** Header and extension as this project writes them. */
  public static final int OUR_HEADER_BYTES = HEADER_BYTES + 4 + 16;

  /** The same of a message. */
  static final int MESSAGE_HEADER_BYTES = OUR_HEADER_BYTES + 4;

  /** Of messages, as this project writes and reads them; one that does not say it is of this. */
  static final int MESSAGE_VERSION = 1;

  private static final int ONE_BYTE_EXTENSION = 0xBEDE;

  /** What stands in its place while the extension and the payload are encrypted (RFC 9335). */
  private static final int ENCRYPTED_EXTENSION = 0xC0DE;

  private static final int EXTENSION_WORDS = 4;
  private static final int ID_FORMAT = 13;
  private static final int FORMAT_BYTES = 5;
  private static final int ID_CAPTURE_TIME = 14;
  private static final int CAPTURE_TIME_BYTES = 8;
  private static final int ID_MESSAGE = 12;
  private static final int MESSAGE_BYTES = 2;
  private static final int MESSAGE_LAST = 1;
  private static final int ID_STOP = 15;
  private static final int LIVE_BIT = 0x80;

  private RtpLayout() {}

  static int version(ByteBuf packet) {
    return packet.getUnsignedByte(packet.readerIndex()) >> 6;
  }

  static boolean hasPadding(ByteBuf packet) {
    return (packet.getByte(packet.readerIndex()) & 0x20) != 0;
  }

  static boolean hasExtension(ByteBuf packet) {
    return (packet.getByte(packet.readerIndex()) & 0x10) != 0;
  }

  static int csrcBytes(ByteBuf packet) {
    return 4 * (packet.getByte(packet.readerIndex()) & 0x0F);
  }

  static int payloadType(ByteBuf packet) {
    return packet.getByte(packet.readerIndex() + 1) & 0x7F;
  }

  static int sequence(ByteBuf packet) {
    return packet.getUnsignedShort(packet.readerIndex() + 2);
  }

  static int timestamp(ByteBuf packet) {
    return packet.getInt(packet.readerIndex() + 4);
  }

  static long ssrc(ByteBuf packet) {
    return packet.getUnsignedInt(packet.readerIndex() + 8);
  }

  /** Writes header and extension; the payload follows. */
  static void writeHeader(
      ByteBuf out, AudioBlock block, boolean marker, int sequence, int timestamp) {
    writeHeader(out, EXTENSION_WORDS, block, marker, sequence, timestamp);
  }

  /** Writes header and extension of a message, whose payload is the whole block. */
  static void writeMessageHeader(ByteBuf out, AudioBlock block, boolean marker, int sequence) {
    writeHeader(out, EXTENSION_WORDS + 1, block, marker, sequence, block.timestamp());
    out.writeByte(ID_MESSAGE << 4 | MESSAGE_BYTES - 1);
    out.writeByte(MESSAGE_VERSION);
    out.writeByte(block.last() ? MESSAGE_LAST : 0);
    out.writeZero(1);
  }

  private static void writeHeader(
      ByteBuf out, int words, AudioBlock block, boolean marker, int sequence, int timestamp) {
    out.writeByte(VERSION << 6 | 0x10);
    out.writeByte((marker ? 0x80 : 0) | RtpPayloadTypes.of(block.format()));
    out.writeShort(sequence);
    out.writeInt(timestamp);
    out.writeInt((int) block.streamId());
    out.writeShort(ONE_BYTE_EXTENSION);
    out.writeShort(words);
    out.writeByte(ID_FORMAT << 4 | FORMAT_BYTES - 1);
    out.writeByte((block.live() ? LIVE_BIT : 0) | RtpPayloadTypes.code(block.format().encoding()));
    out.writeByte(block.format().channels());
    out.writeMedium(block.format().sampleRateHz());
    if (block.captureEpochNanos() == AudioBlock.NO_CAPTURE_TIME) {
      out.writeZero(1 + CAPTURE_TIME_BYTES);
    } else {
      out.writeByte(ID_CAPTURE_TIME << 4 | CAPTURE_TIME_BYTES - 1);
      long sinceItsFirst = block.format().nanosOfFrames(timestamp - block.timestamp());
      out.writeLong(NtpTime.ofEpochNanos(block.captureEpochNanos() + sinceItsFirst));
    }
    out.writeZero(1);
  }

  /**
   * What our extension says of a packet.
   *
   * @param version of a message
   * @param last whether a message is the last of its stream
   */
  record Extension(
      @Nullable PcmFormat format, boolean live, long captureEpochNanos, int version, boolean last) {
    static final Extension NONE =
        new Extension(null, true, AudioBlock.NO_CAPTURE_TIME, MESSAGE_VERSION, false);
  }

  /** Whether the extension at {@code index} says that all behind its header is encrypted. */
  static boolean isEncrypted(ByteBuf packet, int index) {
    return packet.getUnsignedShort(index) == ENCRYPTED_EXTENSION;
  }

  /** How many bytes the extension takes with its own four, from {@code index} on. */
  static int extensionBytes(ByteBuf packet, int index) {
    return 4 + 4 * packet.getUnsignedShort(index + 2);
  }

  /**
   * Reads what of an extension is ours, and skips the rest; never beyond {@code end}.
   *
   * @param index where its 0xBEDE should be
   * @param end the index after its last byte
   */
  static Extension readExtension(ByteBuf packet, int index, int end) {
    if (packet.getUnsignedShort(index) != ONE_BYTE_EXTENSION) {
      return Extension.NONE;
    }
    PcmFormat format = null;
    boolean live = true;
    long captured = AudioBlock.NO_CAPTURE_TIME;
    int version = MESSAGE_VERSION;
    boolean last = false;
    int at = index + 4;
    while (at < end) {
      int head = packet.getUnsignedByte(at++);
      if (head == 0) {
        continue; // padding
      }
      int id = head >> 4;
      int length = (head & 0x0F) + 1;
      if (id == ID_STOP || at + length > end) {
        break;
      }
      if (id == ID_FORMAT && length == FORMAT_BYTES) {
        format = readFormat(packet, at);
        live = (packet.getByte(at) & LIVE_BIT) != 0;
      } else if (id == ID_CAPTURE_TIME && length == CAPTURE_TIME_BYTES) {
        captured = NtpTime.toEpochNanos(packet.getLong(at));
      } else if (id == ID_MESSAGE && length == MESSAGE_BYTES) {
        version = packet.getUnsignedByte(at);
        last = (packet.getByte(at + 1) & MESSAGE_LAST) != 0;
      }
      at += length;
    }
    // Anybody may use these ids: only beside our format is the other one our capture time.
    return format == null
        ? new Extension(null, true, AudioBlock.NO_CAPTURE_TIME, version, last)
        : new Extension(format, live, captured, version, last);
  }

  private static @Nullable PcmFormat readFormat(ByteBuf packet, int index) {
    int code = packet.getByte(index) & ~LIVE_BIT & 0xFF;
    int channels = packet.getUnsignedByte(index + 1);
    int rate = packet.getUnsignedMedium(index + 2);
    Encoding encoding = RtpPayloadTypes.encoding(code);
    boolean valid =
        channels >= 1
            && channels <= PcmFormat.MAX_CHANNELS
            && rate >= PcmFormat.MIN_RATE_HZ
            && rate <= PcmFormat.MAX_RATE_HZ;
    return encoding == null || !valid ? null : new PcmFormat(rate, channels, encoding);
  }
}
