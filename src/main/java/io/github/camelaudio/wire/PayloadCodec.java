package io.github.camelaudio.wire;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.netty.buffer.ByteBuf;

/**
 * Frames as the payload of packets, and back. It knows neither headers nor what carries them. Has
 * no state: any thread.
 */
public interface PayloadCodec {

  /**
   * How many frames go into one payload, at least 1: a frame above the limit goes by itself.
   *
   * @param maxBytes the limit of a payload
   */
  int maxFrames(PcmFormat format, int maxBytes);

  /** How many bytes the payload of {@code frames} frames has. */
  int payloadBytes(PcmFormat format, int frames);

  /**
   * Writes frames of a block.
   *
   * @param fromFrame the first of them
   * @param out has room for {@link #payloadBytes}
   */
  void encode(AudioBlock block, int fromFrame, int frames, ByteBuf out);

  /**
   * Reads a payload.
   *
   * @param index where it begins; the packet's own indexes stay where they are
   * @param bytes its length, at least 1
   * @return a fresh array of little-endian samples, whole frames of {@code format}
   * @throws MalformedPacketException when it is no payload of that format
   */
  byte[] decode(ByteBuf packet, int index, int bytes, PcmFormat format)
      throws MalformedPacketException;
}
