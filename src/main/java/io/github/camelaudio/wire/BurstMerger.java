package io.github.camelaudio.wire;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Wrap;
import io.netty.channel.AddressedEnvelope;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.DefaultAddressedEnvelope;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
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

  /** What this read brought, in order; all hold blocks with frames that end no stream. */
  private final List<AddressedEnvelope<AudioBlock, ? extends SocketAddress>> read =
      new ArrayList<>();

  private final List<AudioBlock> parts = new ArrayList<>();

  @Override
  @SuppressWarnings("unchecked") // the content is checked
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof AddressedEnvelope<?, ?> envelope
        && envelope.content() instanceof AudioBlock block
        && block.frames() > 0
        && !block.last()) {
      read.add((AddressedEnvelope<AudioBlock, ? extends SocketAddress>) message);
    } else {
      passOn(ctx);
      ctx.fireChannelRead(message);
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
      while (!read.isEmpty()) {
        ctx.fireChannelRead(takeFirst());
      }
    } finally {
      read.clear();
    }
  }

  /** Takes the first block of those left, with all that join it. */
  private Object takeFirst() {
    AddressedEnvelope<AudioBlock, ? extends SocketAddress> first = read.remove(0);
    AudioBlock last = first.content();
    int frames = last.frames();
    int maxFrames = last.format().framesOfMillis(MAX_MILLIS);
    parts.clear();
    parts.add(last);
    for (int i = 0; i < read.size(); i++) {
      AudioBlock next = read.get(i).content();
      if (next.streamId() != last.streamId()) {
        continue;
      }
      if (frames + next.frames() > maxFrames
          || !follows(last, next)
          || !Objects.equals(first.sender(), read.get(i).sender())) {
        break;
      }
      read.remove(i--);
      parts.add(next);
      frames += next.frames();
      last = next;
    }
    return parts.size() == 1
        ? first
        : new DefaultAddressedEnvelope<>(joined(frames), first.recipient(), first.sender());
  }

  private static boolean follows(AudioBlock before, AudioBlock next) {
    return next.timestamp() == before.endTimestamp()
        && next.sequence() == Wrap.sequencePlus(before.sequence(), 1)
        && next.live() == before.live()
        && next.format().equals(before.format());
  }

  private AudioBlock joined(int frames) {
    AudioBlock first = parts.get(0);
    byte[] pcm = new byte[frames * first.format().bytesPerFrame()];
    int at = 0;
    for (AudioBlock part : parts) {
      part.copyTo(0, pcm, at, part.sizeBytes());
      at += part.sizeBytes();
    }
    return AudioBlock.builder(first.format())
        .streamId(first.streamId())
        .sequence(first.sequence())
        .timestamp(first.timestamp())
        .captureEpochNanos(first.captureEpochNanos())
        .live(first.live())
        .pcm(pcm);
  }
}
