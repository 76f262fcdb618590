package io.github.camelaudio.wire;

import io.github.camelaudio.audio.AudioBlock;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.function.Consumer;

/**
 * The stages that the packets of one connection, port or station take, in the order in which those
 * that go out take them. Not for several threads at once.
 */
public final class PacketStages {

  /** No stage. */
  public static final PacketStages NONE = new PacketStages(List.of());

  private final List<PacketStage> stages;

  public PacketStages(List<PacketStage> stages) {
    this.stages = List.copyOf(stages);
  }

  /** Whether packets stay as they are. */
  public boolean isEmpty() {
    return stages.isEmpty();
  }

  /** By how many bytes a packet may be longer after all of them. */
  public int maxGrowthBytes() {
    return stages.stream().mapToInt(PacketStage::maxGrowthBytes).sum();
  }

  /**
   * Takes over a packet that goes out.
   *
   * @param framing takes over what comes of it
   * @throws UnsendableException when a stage cannot send it
   */
  public void outbound(ByteBuf packet, Consumer<ByteBuf> framing) {
    outbound(0, packet, framing);
  }

  private void outbound(int stage, ByteBuf packet, Consumer<ByteBuf> framing) {
    if (stage == stages.size()) {
      framing.accept(packet);
    } else {
      stages.get(stage).outbound(packet, next -> outbound(stage + 1, next, framing));
    }
  }

  /**
   * Takes a packet that came in, for the time of the call.
   *
   * @param depacketizer is given what comes of it
   * @throws MalformedPacketException when a stage or the depacketizer refuses it
   */
  public void inbound(ByteBuf packet, PacketStage.Inbound depacketizer)
      throws MalformedPacketException {
    inbound(stages.size(), packet, AudioBlock.NO_KEY, depacketizer);
  }

  private void inbound(int stage, ByteBuf packet, String keyName, PacketStage.Inbound depacketizer)
      throws MalformedPacketException {
    if (stage == 0) {
      depacketizer.packet(packet, keyName);
    } else {
      stages
          .get(stage - 1)
          .inbound(
              packet,
              keyName,
              (next, nextKeyName) -> inbound(stage - 1, next, nextKeyName, depacketizer));
    }
  }
}
