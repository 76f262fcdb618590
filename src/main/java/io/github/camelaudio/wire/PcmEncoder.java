package io.github.camelaudio.wire;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.PcmFormat;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.Consumer;

/** Blocks as samples and nothing else: over UDP whole frames, and at the end an empty datagram. */
final class PcmEncoder implements BlockEncoder {

  private final boolean datagrams;
  private final int maxBytes;
  private final SingleStream stream;

  /** Whether something was sent of a stream whose end was not. */
  private boolean open;

  private PcmEncoder(boolean datagrams, int maxBytes, SingleStream stream) {
    this.datagrams = datagrams;
    this.maxBytes = maxBytes;
    this.stream = stream;
  }

  static PcmEncoder overTcp(PcmFormat format, AudioClock clock) {
    return new PcmEncoder(false, Integer.MAX_VALUE, new SingleStream(format, clock));
  }

  static PcmEncoder overUdp(PcmFormat format, int maxPayloadBytes, AudioClock clock) {
    int frames = Math.max(1, maxPayloadBytes / format.bytesPerFrame());
    return new PcmEncoder(true, frames * format.bytesPerFrame(), new SingleStream(format, clock));
  }

  @Override
  public void encode(AudioBlock block, ByteBufAllocator allocator, Consumer<ByteBuf> out) {
    boolean begins = stream.begins(block);
    byte[] pcm = stream.take(block);
    if (begins) {
      end(allocator, out); // the one before fell silent, and never said that it ended
    }
    open |= pcm.length > 0;
    for (int at = 0; at < pcm.length; at += maxBytes) {
      int bytes = Math.min(maxBytes, pcm.length - at);
      out.accept(allocator.buffer(bytes).writeBytes(pcm, at, bytes));
    }
    if (block.last()) {
      end(allocator, out);
    }
  }

  private void end(ByteBufAllocator allocator, Consumer<ByteBuf> out) {
    if (datagrams && open) {
      out.accept(allocator.buffer(0));
    }
    open = false;
  }
}
