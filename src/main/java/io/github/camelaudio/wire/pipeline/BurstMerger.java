package io.github.camelaudio.wire.pipeline;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Wrap;
import io.netty.channel.AddressedEnvelope;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.DefaultAddressedEnvelope;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Makes one block of several that are read at once: whatever handles them costs the same for a
 * short block and a long one. It joins only blocks of one stream, format and sender that follow
 * each other without a gap in timestamps and sequence numbers, up to {@value #MAX_MILLIS} ms.
 * Nothing is held longer than the read takes, and the blocks of a stream keep their order.
 *
 * <pre>
 * one read:  A1 B1 A2 B2 A4        passed on:  A1+A2  B1+B2  A4
 * </pre>
 *
 * <p>A joined block has the sequence number and the capture time of its first part.
 */
final class BurstMerger extends ChannelInboundHandlerAdapter {

  private static final int MAX_MILLIS = 20;

  /** What this read brought, in the order of each run's first block. */
  private final List<Run> runs = new ArrayList<>();

  /** The latest run of each stream, by its id. */
  private final Map<Long, Run> latest = new HashMap<>();

  @Override
  @SuppressWarnings("unchecked") // the content is checked
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof AddressedEnvelope<?, ?> envelope
        && envelope.content() instanceof AudioBlock block
        && block.frames() > 0
        && !block.last()) {
      add((AddressedEnvelope<AudioBlock, ? extends SocketAddress>) message);
    } else {
      passOn(ctx);
      ctx.fireChannelRead(message);
    }
  }

  private void add(AddressedEnvelope<AudioBlock, ? extends SocketAddress> envelope) {
    Run run = latest.get(envelope.content().streamId());
    if (run == null || !run.joins(envelope)) {
      run = new Run(envelope);
      runs.add(run);
      latest.put(envelope.content().streamId(), run);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    passOn(ctx);
    ctx.fireChannelReadComplete();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    passOn(ctx);
    ctx.fireChannelInactive();
  }

  private void passOn(ChannelHandlerContext ctx) {
    try {
      for (Run run : runs) {
        ctx.fireChannelRead(run.message());
      }
    } finally {
      runs.clear();
      latest.clear();
    }
  }

  /** Blocks that go on as one. */
  private static final class Run {
    private final AddressedEnvelope<AudioBlock, ? extends SocketAddress> first;
    private final int maxFrames;
    private AudioBlock last;
    private int frames;
    private List<AudioBlock> parts = List.of();

    Run(AddressedEnvelope<AudioBlock, ? extends SocketAddress> first) {
      this.first = first;
      this.last = first.content();
      this.frames = last.frames();
      this.maxFrames = last.format().framesOfMillis(MAX_MILLIS);
    }

    /** Takes a block in, if it goes on from those here. */
    boolean joins(AddressedEnvelope<AudioBlock, ? extends SocketAddress> envelope) {
      AudioBlock next = envelope.content();
      if (frames + next.frames() > maxFrames
          || !follows(last, next)
          || !Objects.equals(first.sender(), envelope.sender())) {
        return false;
      }
      if (parts.isEmpty()) {
        parts = new ArrayList<>(List.of(last));
      }
      parts.add(next);
      last = next;
      frames += next.frames();
      return true;
    }

    Object message() {
      return parts.isEmpty()
          ? first
          : new DefaultAddressedEnvelope<>(
              AudioBlock.joined(parts), first.recipient(), first.sender());
    }
  }

  private static boolean follows(AudioBlock before, AudioBlock next) {
    return next.timestamp() == before.endTimestamp()
        && next.sequence() == Wrap.sequencePlus(before.sequence(), 1)
        && next.live() == before.live()
        && next.keyName().equals(before.keyName())
        && next.format().equals(before.format());
  }
}
