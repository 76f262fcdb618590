package io.github.camelaudio.wire.rtp;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one file that knows where what lies in a packet. All numbers are big-endian.
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
 * |     payload: whole frames, samples in network byte order …    |   RFC 3551, RFC 3190
 * </pre>
 *
 * <p>The end of a stream is a compound RTCP packet on the same port (RFC 5761): a sender report
 * (RFC 3550 6.4.1) whose RTP timestamp is that of the frame after the final one, a CNAME (6.5.1)
 * and a BYE (6.6). Over TCP each packet stands behind its 16-bit length (RFC 4571).
 *
 * <p>Offsets are relative to the reader index; nothing here moves it.
 */
public final class RtpLayout {

  static final int VERSION = 2;
  static final int HEADER_BYTES = 12;

  /** Header and extension as this project writes them. */
  public static final int OUR_HEADER_BYTES = HEADER_BYTES + 4 + 16;

  /** RFC 4571: the length before each packet. */
  static final int LENGTH_BYTES = 2;

  static final int MAX_PACKET_BYTES = 0xFFFF;

  static final int PT_L16_STEREO = 10;
  static final int PT_L16_MONO = 11;
  private static final int PT_STATIC_RATE_HZ = 44_100;
  private static final int PT_FIRST_DYNAMIC = 96;

  private static final int RTCP_SR = 200;
  private static final int RTCP_SDES = 202;
  private static final int RTCP_BYE = 203;
  private static final int SDES_CNAME = 1;

  private static final int ONE_BYTE_EXTENSION = 0xBEDE;
  private static final int EXTENSION_WORDS = 4;
  private static final int ID_FORMAT = 13;
  private static final int FORMAT_BYTES = 5;
  private static final int ID_CAPTURE_TIME = 14;
  private static final int CAPTURE_TIME_BYTES = 8;
  private static final int ID_STOP = 15;
  private static final int LIVE_BIT = 0x80;

  /** An encoding's code is its place here, so new ones go to the end. */
  private static final List<Encoding> ENCODINGS =
      List.of(Encoding.U8, Encoding.S16, Encoding.S24, Encoding.S32, Encoding.F32);

  private static final long NTP_EPOCH_SECONDS = 2_208_988_800L;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private RtpLayout() {}

  // ---- what both kinds of packet share

  static int version(ByteBuf packet) {
    return packet.getUnsignedByte(packet.readerIndex()) >> 6;
  }

  /** RFC 5761 4: the second byte of RTCP is 192..223, which no RTP payload type here can be. */
  static boolean isRtcp(ByteBuf packet) {
    int second = packet.getUnsignedByte(packet.readerIndex() + 1);
    return second >= 192 && second <= 223;
  }

  // ---- RTP

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

  /**
   * The payload type for a format: a static one where RFC 3551 has it, else a dynamic one of ours,
   * a fixed one for each encoding: u8 96, s16 97, s24 98, s32 99, f32 100.
   */
  static int payloadType(PcmFormat format) {
    if (format.encoding() == Encoding.S16 && format.sampleRateHz() == PT_STATIC_RATE_HZ) {
      if (format.channels() == 2) {
        return PT_L16_STEREO;
      }
      if (format.channels() == 1) {
        return PT_L16_MONO;
      }
    }
    return PT_FIRST_DYNAMIC + ENCODINGS.indexOf(format.encoding());
  }

  /** What a payload type says by itself; null for one that says nothing. */
  static @Nullable PcmFormat staticFormat(int payloadType) {
    return switch (payloadType) {
      case PT_L16_STEREO -> new PcmFormat(PT_STATIC_RATE_HZ, 2, Encoding.S16);
      case PT_L16_MONO -> new PcmFormat(PT_STATIC_RATE_HZ, 1, Encoding.S16);
      default -> null;
    };
  }

  static boolean isDynamic(int payloadType) {
    return payloadType >= PT_FIRST_DYNAMIC;
  }

  /** Writes header and extension; the payload follows. */
  static void writeHeader(
      ByteBuf out, AudioBlock block, boolean marker, int sequence, int timestamp) {
    out.writeByte(VERSION << 6 | 0x10);
    out.writeByte((marker ? 0x80 : 0) | payloadType(block.format()));
    out.writeShort(sequence);
    out.writeInt(timestamp);
    out.writeInt((int) block.streamId());
    out.writeShort(ONE_BYTE_EXTENSION);
    out.writeShort(EXTENSION_WORDS);
    out.writeByte(ID_FORMAT << 4 | FORMAT_BYTES - 1);
    out.writeByte((block.live() ? LIVE_BIT : 0) | ENCODINGS.indexOf(block.format().encoding()));
    out.writeByte(block.format().channels());
    out.writeMedium(block.format().sampleRateHz());
    if (block.captureEpochNanos() == AudioBlock.NO_CAPTURE_TIME) {
      out.writeZero(1 + CAPTURE_TIME_BYTES);
    } else {
      out.writeByte(ID_CAPTURE_TIME << 4 | CAPTURE_TIME_BYTES - 1);
      out.writeLong(toNtp(block.captureEpochNanos()));
    }
    out.writeZero(1);
  }

  /** What our extension says of a packet. */
  record Extension(@Nullable PcmFormat format, boolean live, long captureEpochNanos) {
    static final Extension NONE = new Extension(null, true, AudioBlock.NO_CAPTURE_TIME);
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
        captured = fromNtp(packet.getLong(at));
      }
      at += length;
    }
    // Anybody may use these ids: only beside our format is the other one our capture time.
    return format == null ? Extension.NONE : new Extension(format, live, captured);
  }

  private static @Nullable PcmFormat readFormat(ByteBuf packet, int index) {
    int code = packet.getByte(index) & ~LIVE_BIT & 0xFF;
    int channels = packet.getUnsignedByte(index + 1);
    int rate = packet.getUnsignedMedium(index + 2);
    boolean sound =
        code < ENCODINGS.size()
            && channels >= 1
            && channels <= PcmFormat.MAX_CHANNELS
            && rate >= PcmFormat.MIN_RATE_HZ
            && rate <= PcmFormat.MAX_RATE_HZ;
    return sound ? new PcmFormat(rate, channels, ENCODINGS.get(code)) : null;
  }

  // ---- RTCP

  /** Writes the end of a stream: sender report, CNAME and BYE as one compound packet. */
  static void writeBye(
      ByteBuf out, long ssrc, int endTimestamp, long epochNanos, long packets, long octets) {
    out.writeByte(VERSION << 6);
    out.writeByte(RTCP_SR);
    out.writeShort(6);
    out.writeInt((int) ssrc);
    out.writeLong(toNtp(epochNanos));
    out.writeInt(endTimestamp);
    out.writeInt((int) packets);
    out.writeInt((int) octets);

    String cname = AudioBlock.nameOf(ssrc);
    out.writeByte(VERSION << 6 | 1);
    out.writeByte(RTCP_SDES);
    out.writeShort(4);
    out.writeInt((int) ssrc);
    out.writeByte(SDES_CNAME);
    out.writeByte(cname.length());
    out.writeCharSequence(cname, StandardCharsets.US_ASCII);
    out.writeZero(2); // ends the items, and fills the word

    out.writeByte(VERSION << 6 | 1);
    out.writeByte(RTCP_BYE);
    out.writeShort(1);
    out.writeInt((int) ssrc);
  }

  /** Bytes that {@link #writeBye} writes. */
  public static final int BYE_BYTES = 28 + 20 + 8;

  /**
   * What a compound RTCP packet says about an end.
   *
   * @param ssrc the stream that ended, or -1 when none did
   * @param endTimestamp from the sender report, when {@code reported}
   */
  record Bye(long ssrc, boolean reported, int endTimestamp) {
    static final Bye NONE = new Bye(-1, false, 0);
  }

  /**
   * Walks a compound packet for a BYE.
   *
   * @return null when its lengths do not add up
   */
  static @Nullable Bye readBye(ByteBuf packet) {
    int at = packet.readerIndex();
    int end = packet.writerIndex();
    long reporter = -1;
    int endTimestamp = 0;
    Bye bye = Bye.NONE;
    while (at < end) {
      if (end - at < 4 || packet.getUnsignedByte(at) >> 6 != VERSION) {
        return null;
      }
      int bytes = 4 + 4 * packet.getUnsignedShort(at + 2);
      if (bytes > end - at) {
        return null;
      }
      int type = packet.getUnsignedByte(at + 1);
      int sources = packet.getByte(at) & 0x1F;
      if (type == RTCP_SR && bytes >= 28) {
        reporter = packet.getUnsignedInt(at + 4);
        endTimestamp = packet.getInt(at + 16);
      } else if (type == RTCP_BYE && sources >= 1 && bytes >= 8) {
        long ssrc = packet.getUnsignedInt(at + 4);
        bye = new Bye(ssrc, ssrc == reporter, endTimestamp);
      }
      at += bytes;
    }
    return bye;
  }

  // ---- NTP time, RFC 5905 6: 32 bits of seconds since 1900, 32 bits of fraction

  static long toNtp(long epochNanos) {
    long seconds = Math.floorDiv(epochNanos, NANOS_PER_SECOND) + NTP_EPOCH_SECONDS;
    long nanos = Math.floorMod(epochNanos, NANOS_PER_SECOND);
    // Rounded up, so that rounding down on the way back gives the same nanosecond.
    long fraction = ((nanos << 32) + NANOS_PER_SECOND - 1) / NANOS_PER_SECOND;
    return (seconds << 32) + fraction;
  }

  static long fromNtp(long ntp) {
    long field = ntp >>> 32;
    // The 32 bits wrap in 2036; RFC 4330 3: an unset top bit means the time after that.
    long seconds = field + (field < 0x8000_0000L ? 1L << 32 : 0) - NTP_EPOCH_SECONDS;
    long nanos = ((ntp & 0xFFFF_FFFFL) * NANOS_PER_SECOND) >>> 32;
    return seconds * NANOS_PER_SECOND + nanos;
  }
}
