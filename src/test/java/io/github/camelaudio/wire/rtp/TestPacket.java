package io.github.camelaudio.wire.rtp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * Writes RTP packets as any sender might, with what ours never have: RFC 3550 5.1 by hand, so that
 * nothing here leans on the code under test.
 */
public final class TestPacket {

  static final long SSRC = 0xCAFE_BABEL;

  private int payloadType = 11;
  private int sequence;
  private int timestamp;
  private long ssrc = SSRC;
  private int csrcs;
  private int profile;
  private byte @Nullable [] extension;
  private int paddingBytes;
  private byte[] payload = {0x12, 0x34};

  TestPacket payloadType(int type) {
    this.payloadType = type;
    return this;
  }

  TestPacket sequence(int number) {
    this.sequence = number;
    return this;
  }

  TestPacket timestamp(int frame) {
    this.timestamp = frame;
    return this;
  }

  TestPacket ssrc(long id) {
    this.ssrc = id;
    return this;
  }

  TestPacket csrcs(int count) {
    this.csrcs = count;
    return this;
  }

  /** A header extension of whole words. */
  TestPacket extension(int profileBits, int... words) {
    this.profile = profileBits;
    ByteBuf data = Unpooled.buffer();
    for (int word : words) {
      data.writeInt(word);
    }
    this.extension = bytesOf(data);
    return this;
  }

  TestPacket padding(int bytes) {
    this.paddingBytes = bytes;
    return this;
  }

  TestPacket payload(int... bytes) {
    payload = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      payload[i] = (byte) bytes[i];
    }
    return this;
  }

  /** So many frames of silence. */
  TestPacket frames(int frames, int bytesPerFrame) {
    payload = new byte[frames * bytesPerFrame];
    return this;
  }

  ByteBuf buffer() {
    ByteBuf out = Unpooled.buffer();
    out.writeByte(0x80 | (paddingBytes > 0 ? 0x20 : 0) | (extension != null ? 0x10 : 0) | csrcs);
    out.writeByte(payloadType);
    out.writeShort(sequence);
    out.writeInt(timestamp);
    out.writeInt((int) ssrc);
    for (int i = 0; i < csrcs; i++) {
      out.writeInt(0xC5C5_0000 | i);
    }
    if (extension != null) {
      out.writeShort(profile);
      out.writeShort(extension.length / 4);
      out.writeBytes(extension);
    }
    out.writeBytes(payload);
    if (paddingBytes > 0) {
      out.writeZero(paddingBytes - 1);
      out.writeByte(paddingBytes);
    }
    return out;
  }

  byte[] bytes() {
    return bytesOf(buffer());
  }

  /** A compound packet of a sender report and a BYE, RFC 3550 6.4.1 and 6.6. */
  static ByteBuf bye(long ssrc, int reportedTimestamp) {
    ByteBuf out = Unpooled.buffer();
    out.writeByte(0x80).writeByte(200).writeShort(6).writeInt((int) ssrc);
    out.writeLong(0).writeInt(reportedTimestamp).writeInt(0).writeInt(0);
    out.writeByte(0x81).writeByte(203).writeShort(1).writeInt((int) ssrc);
    return out;
  }

  public static byte[] bytesOf(ByteBuf buffer) {
    byte[] bytes = new byte[buffer.readableBytes()];
    buffer.getBytes(buffer.readerIndex(), bytes);
    return bytes;
  }
}
