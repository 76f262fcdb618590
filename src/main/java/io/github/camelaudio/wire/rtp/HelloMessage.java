package io.github.camelaudio.wire.rtp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * What a listener and a station of our own wire say to each other over UDP, beside the sound: an
 * RTCP packet of the application's own (RFC 3550 6.7). All have the same size, so that a station
 * never answers with more than it was sent.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P|  kind   |  PT=APP=204   |           length = 7          |
 * |                      SSRC: 0, no stream's                     |
 * |                         name: "TUNE"                          |
 * |                 cookie: 16 bytes, zero for none               |
 * |        lease: seconds until the next hello is due, or 0       |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param cookie what the station gave; in its answers {@link Kind#WELCOME} and {@link Kind#FULL}
 *     that of the hello, so that a listener tells them from answers of before, and forged ones
 * @param leaseSeconds in a {@link Kind#WELCOME}: say hello again before these are over; 0 = never
 */
public record HelloMessage(Kind kind, Cookie cookie, int leaseSeconds) {

  /** What a message says; each has its code. */
  public enum Kind {
    /** Listener: I am here; with the cookie, if it has one. */
    HELLO(0),
    /** Station: say hello again with this, so that I know that you are where you say. */
    COOKIE(1),
    /** Station: you are tuned in. */
    WELCOME(2),
    /** Station: there is no room now. */
    FULL(3),
    /** Listener: I am leaving. */
    LEAVE(4);

    private final int code;

    Kind(int code) {
      this.code = code;
    }
  }

  /** What proves that a peer receives at an address: 128 bits that cannot be guessed. */
  public record Cookie(long high, long low) {
    public static final Cookie NONE = new Cookie(0, 0);
  }

  public static final int SIZE_BYTES = 32;

  private static final int RTCP_APP = 204;
  private static final int NAME = 0x54554E45; // "TUNE"

  /** Reads a datagram without moving its reader index; null when it is something else. */
  public static @Nullable HelloMessage read(ByteBuf datagram) {
    int at = datagram.readerIndex();
    if (datagram.readableBytes() != SIZE_BYTES
        || RtpLayout.version(datagram) != RtpLayout.VERSION
        || datagram.getUnsignedByte(at + 1) != RTCP_APP
        || datagram.getInt(at + 8) != NAME) {
      return null;
    }
    int code = datagram.getByte(at) & 0x1F;
    for (Kind kind : Kind.values()) {
      if (kind.code == code) {
        Cookie cookie = new Cookie(datagram.getLong(at + 12), datagram.getLong(at + 20));
        return new HelloMessage(kind, cookie, datagram.getInt(at + 28));
      }
    }
    return null;
  }

  /** A fresh buffer with this message. */
  public ByteBuf write(ByteBufAllocator allocator) {
    return allocator
        .buffer(SIZE_BYTES)
        .writeByte(RtpLayout.VERSION << 6 | kind.code)
        .writeByte(RTCP_APP)
        .writeShort(SIZE_BYTES / 4 - 1)
        .writeInt(0)
        .writeInt(NAME)
        .writeLong(cookie.high)
        .writeLong(cookie.low)
        .writeInt(leaseSeconds);
  }
}
