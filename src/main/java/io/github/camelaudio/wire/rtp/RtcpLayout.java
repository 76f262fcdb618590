package io.github.camelaudio.wire.rtp;

import io.github.camelaudio.audio.AudioBlock;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The one file that knows where what lies in a compound RTCP packet. All numbers are big-endian.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+   sender report, RFC 3550 6.4.1
 * |V=2|P|  RC=0   |   PT=SR=200   |           length = 6          |
 * |                      SSRC: the stream's id                    |
 * |       NTP time at which the frame below was captured …        |   32.32 bits since 1900
 * |                               …                               |
 * |              RTP timestamp of that frame                      |
 * |              packets sent, bytes of payload sent              |   32 bits each
 * |V=2|P|  SC=1   |  PT=SDES=202  |           length = 4          |   CNAME, RFC 3550 6.5.1
 * |                             SSRC                              |
 * |    CNAME=1    |       8       |   the stream's name, 0, 0     |
 * |V=2|P|  SC=1   |  PT=BYE=203   |           length = 1          |   BYE, RFC 3550 6.6
 * |                             SSRC                              |   only at a stream's end
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>It comes on the port of the sound (RFC 5761). Before a BYE, the report's RTP timestamp is that
 * of the frame after the final one.
 *
 * <p>Offsets are relative to the reader index; nothing here moves it.
 */
public final class RtcpLayout {

  /** Bytes that {@link #writeReport} writes. */
  public static final int REPORT_BYTES = 28 + 20;

  /** Bytes that {@link #writeBye} writes. */
  public static final int BYE_BYTES = REPORT_BYTES + 8;

  private static final int SR = 200;
  private static final int SDES = 202;
  private static final int BYE = 203;
  private static final int SDES_CNAME = 1;
  private static final int SR_BYTES = 28;

  private RtcpLayout() {}

  /**
   * What a sender reports of one stream.
   *
   * @param epochNanos when the frame of {@code timestamp} was captured
   * @param timestamp of that frame, as in RTP packets
   * @param packets RTP packets sent since the stream began
   * @param octets bytes of payload in them
   */
  record Report(long ssrc, long epochNanos, int timestamp, long packets, long octets) {}

  /** RFC 5761 4: the second byte of RTCP is 192..223, which no RTP payload type here can be. */
  static boolean isRtcp(ByteBuf packet) {
    int second = packet.getUnsignedByte(packet.readerIndex() + 1);
    return second >= 192 && second <= 223;
  }

  /** Writes a sender report and a CNAME as one compound packet. */
  static void writeReport(ByteBuf out, Report report) {
    out.writeByte(RtpLayout.VERSION << 6);
    out.writeByte(SR);
    out.writeShort(6);
    out.writeInt((int) report.ssrc);
    out.writeLong(NtpTime.ofEpochNanos(report.epochNanos));
    out.writeInt(report.timestamp);
    out.writeInt((int) report.packets);
    out.writeInt((int) report.octets);

    String cname = AudioBlock.nameOf(report.ssrc);
    out.writeByte(RtpLayout.VERSION << 6 | 1);
    out.writeByte(SDES);
    out.writeShort(4);
    out.writeInt((int) report.ssrc);
    out.writeByte(SDES_CNAME);
    out.writeByte(cname.length());
    out.writeCharSequence(cname, StandardCharsets.US_ASCII);
    out.writeZero(2); // ends the items, and fills the word
  }

  /** Writes the end of a stream: sender report, CNAME and BYE as one compound packet. */
  static void writeBye(ByteBuf out, Report report) {
    writeReport(out, report);
    out.writeByte(RtpLayout.VERSION << 6 | 1);
    out.writeByte(BYE);
    out.writeShort(1);
    out.writeInt((int) report.ssrc);
  }

  /**
   * What a compound packet says about an end.
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
      if (end - at < 4 || packet.getUnsignedByte(at) >> 6 != RtpLayout.VERSION) {
        return null;
      }
      int bytes = 4 + 4 * packet.getUnsignedShort(at + 2);
      if (bytes > end - at) {
        return null;
      }
      int type = packet.getUnsignedByte(at + 1);
      int sources = packet.getByte(at) & 0x1F;
      if (type == SR && bytes >= SR_BYTES) {
        reporter = packet.getUnsignedInt(at + 4);
        endTimestamp = packet.getInt(at + 16);
      } else if (type == BYE && sources >= 1 && bytes >= 8) {
        long ssrc = packet.getUnsignedInt(at + 4);
        bye = new Bye(ssrc, ssrc == reporter, endTimestamp);
      }
      at += bytes;
    }
    return bye;
  }
}
