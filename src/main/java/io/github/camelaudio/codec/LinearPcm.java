package io.github.camelaudio.codec;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.wire.MalformedPacketException;
import io.github.camelaudio.wire.PayloadCodec;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Interleaved samples in network byte order. Blocks have them little-endian. */
enum LinearPcm implements PayloadCodec {
  /** RFC 3551 4.5.10: unsigned 8 bit. */
  L8 {
    @Override
    void reverse(byte[] samples) {
      // One byte has no order.
    }
  },

  /** RFC 3551 4.5.11: 16 bit. */
  L16 {
    @Override
    void reverse(byte[] samples) {
      // The copy of a whole buffer onto itself in the other order is many times faster than a loop.
      ByteBuffer.wrap(samples)
          .asShortBuffer()
          .put(ByteBuffer.wrap(samples).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer());
    }
  },

  /** RFC 3190 4: 24 bit. */
  L24 {
    @Override
    void reverse(byte[] samples) {
      for (int i = 0; i < samples.length; i += 3) {
        byte first = samples[i];
        samples[i] = samples[i + 2];
        samples[i + 2] = first;
      }
    }
  },

  /** Ours, which no RFC has: 32 bit integers, or IEEE 754 floats. */
  L32 {
    @Override
    void reverse(byte[] samples) {
      ByteBuffer.wrap(samples)
          .asIntBuffer()
          .put(ByteBuffer.wrap(samples).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer());
    }
  };

  /** Reverses the bytes of each sample in place. */
  abstract void reverse(byte[] samples);

  @Override
  public int maxFrames(PcmFormat format, int maxBytes) {
    return Math.max(1, maxBytes / format.bytesPerFrame());
  }

  @Override
  public int payloadBytes(PcmFormat format, int frames) {
    return frames * format.bytesPerFrame();
  }

  @Override
  public void encode(AudioBlock block, int fromFrame, int frames, ByteBuf out) {
    int bytesPerFrame = block.format().bytesPerFrame();
    byte[] payload = new byte[frames * bytesPerFrame];
    block.copyTo(fromFrame * bytesPerFrame, payload, 0, payload.length);
    reverse(payload);
    out.writeBytes(payload);
  }

  @Override
  public byte[] decode(ByteBuf packet, int index, int bytes, PcmFormat format)
      throws MalformedPacketException {
    if (bytes % format.bytesPerFrame() != 0) {
      throw new MalformedPacketException(
          "a payload of " + bytes + " bytes is no whole number of frames of " + format);
    }
    byte[] samples = new byte[bytes];
    packet.getBytes(index, samples);
    reverse(samples);
    return samples;
  }
}
