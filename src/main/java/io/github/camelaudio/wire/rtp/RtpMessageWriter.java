package io.github.camelaudio.wire.rtp;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.Wrap;
import io.github.camelaudio.wire.PacketStages;
import io.github.camelaudio.wire.PayloadCodec;
import io.github.camelaudio.wire.UnsendableException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Blocks as messages, for what carries bytes and knows nothing of audio. A message is one RTP
 * packet of any size, which is read without those before it: it has all that our datagrams have,
 * and says its version and whether its stream ends ({@link RtpLayout}). Not for several threads at
 * once.
 *
 * <p>A stream's first message takes the sequence number of its block; from then on each counts one,
 * so that a reader sees what was lost on the way.
 */
public final class RtpMessageWriter {

  /** The largest message: longer blocks are refused. */
  public static final int MAX_BYTES = 1_000_000;

  /** The one that was silent the longest is forgotten first. */
  private static final int MAX_STREAMS = 1_024;

  private final Function<Encoding, PayloadCodec> codecs;
  private final PacketStages stages;
  private final Map<Long, Integer> sequences =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Integer> eldest) {
          return size() > MAX_STREAMS;
        }
      };

  /**
   * A writer of unencrypted messages, unless a stage encrypts them.
   *
   * @param codecs write payloads
   * @param stages give one packet for each
   */
  public RtpMessageWriter(Function<Encoding, PayloadCodec> codecs, PacketStages stages) {
    this.codecs = codecs;
    this.stages = stages;
  }

  /**
   * Writes a block, which may be empty.
   *
   * @return the message's bytes
   * @throws UnsendableException when it would be longer than {@value #MAX_BYTES} bytes, or a stage
   *     cannot send it
   */
  public byte[] write(AudioBlock block) {
    PayloadCodec codec = codecs.apply(block.format().encoding());
    int bytes = RtpLayout.MESSAGE_HEADER_BYTES + codec.payloadBytes(block.format(), block.frames());
    if (bytes + stages.maxGrowthBytes() > MAX_BYTES) {
      throw new UnsendableException(
          "a block of "
              + bytes
              + " bytes is longer than a message may be ("
              + MAX_BYTES
              + "); send shorter blocks");
    }
    ByteBuf packet = Unpooled.buffer(bytes + stages.maxGrowthBytes());
    Integer next = sequences.get(block.streamId());
    int sequence = next == null ? block.sequence() : next;
    RtpLayout.writeMessageHeader(packet, block, next == null, sequence);
    if (block.frames() > 0) {
      codec.encode(block, 0, block.frames(), packet);
    }
    byte[] message = staged(packet);
    if (block.last()) {
      sequences.remove(block.streamId());
    } else {
      sequences.put(block.streamId(), Wrap.sequencePlus(sequence, 1));
    }
    return message;
  }

  private byte[] staged(ByteBuf packet) {
    if (stages.isEmpty()) {
      return ByteBufUtil.getBytes(packet);
    }
    Taken taken = new Taken();
    stages.outbound(packet, out -> taken.bytes = ByteBufUtil.getBytes(out));
    if (taken.bytes == null) {
      throw new UnsendableException("a message was held back; remove the stage that does so");
    }
    return taken.bytes;
  }

  private static final class Taken {
    byte @Nullable [] bytes;
  }
}
