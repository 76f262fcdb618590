package io.github.camelaudio.wire;

import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;

/**
 * One step that whole RTP and RTCP packets take: on their way out between packetizer and framing,
 * on their way in between framing and depacketizer. It may change a packet and its length, as SRTP
 * does (RFC 3711), add packets, as forward error correction does, or refuse one that comes in.
 *
 * <pre>
 * blocks → packetizer → stage 1 → stage 2 → framing → network
 * blocks ← depacketizer ← stage 1 ← stage 2 ← framing ← network
 * </pre>
 *
 * <p>Over TCP a packet has no length before it here (RFC 4571). A station sends what comes out to
 * all its listeners. One for each connection, port or station; not for several threads at once.
 */
public interface PacketStage {

  /** By how many bytes a packet may be longer after it, on its way out. */
  int maxGrowthBytes();

  /**
   * Takes a packet that goes out.
   *
   * @param packet the stage's from now on; has room for {@link #maxGrowthBytes} more
   * @param next takes over each packet that goes out for it, now or with a later one
   * @throws UnsendableException when it cannot go out
   */
  void outbound(ByteBuf packet, Consumer<ByteBuf> next);

  /**
   * Takes a packet that came in.
   *
   * @param packet the caller's; it may be changed in place, and is valid for this call only
   * @param keyName of the key that protected it before the stages so far
   * @param next is given each packet that comes of it; those are the stage's
   * @throws MalformedPacketException when it is refused, or what comes of it
   */
  void inbound(ByteBuf packet, String keyName, Inbound next) throws MalformedPacketException;

  /** What a packet that came in goes to. */
  interface Inbound {
    /**
     * Takes a packet for the time of the call.
     *
     * @param keyName of the shared key that protected it; {@code AudioBlock.NO_KEY} for none
     * @throws MalformedPacketException when it is refused
     */
    void packet(ByteBuf packet, String keyName) throws MalformedPacketException;
  }
}
