/**
 * Bytes on the network: RTP packets and the messages of the Python tutorial's programs, over UDP
 * and over TCP, and the netty handlers that write and read them. A {@code BlockEncoder} turns
 * blocks into bytes, a decoder bytes into blocks; {@code WireCodecs} makes both. A {@code
 * PayloadCodec} knows samples, a {@code PacketStage} whole packets, neither of them the other or
 * the transport. Handlers run on the thread of the channel that they belong to.
 */
@NullMarked
package io.github.camelaudio.wire;

import org.jspecify.annotations.NullMarked;
