package io.github.camelaudio.wire.pipeline;

import io.github.camelaudio.wire.PacketStages;
import io.netty.channel.ChannelPipeline;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What the pipelines have besides their codecs: who may send, and how packets are protected.
 *
 * @param beforeDecoder adds handlers to the end of a pipeline before its decoder follows: they see
 *     the bytes of a connection, or the datagrams of a port
 * @param stages makes those of the packets of the wire rtp, for each connection, port and station
 */
public record PipelineHooks(
    Consumer<ChannelPipeline> beforeDecoder, Supplier<PacketStages> stages) {

  /** Nothing besides codecs. */
  public static final PipelineHooks NONE =
      new PipelineHooks(pipeline -> {}, () -> PacketStages.NONE);
}
