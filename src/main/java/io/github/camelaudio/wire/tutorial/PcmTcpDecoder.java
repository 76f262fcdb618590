package io.github.camelaudio.wire.tutorial;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.wire.MalformedPacketLog;
import io.github.camelaudio.wire.UnfinishedMessages;
import io.github.camelaudio.wire.WireCounters;
import io.netty.buffer.ByteBuf;
import java.util.List;

/** Takes samples as they come, in blocks of whole frames. */
public final class PcmTcpDecoder extends SampleStreamDecoder {

  private static final int MAX_BLOCK_MILLIS = 20;

  private final PcmFormat format;
  private final int maxBytes;

  public PcmTcpDecoder(
      PcmFormat format,
      MalformedPacketLog malformed,
      UnfinishedMessages unfinished,
      WireCounters counters,
      AudioClock clock) {
    super(malformed, unfinished, counters, clock);
    this.format = format;
    this.maxBytes = format.framesOfMillis(MAX_BLOCK_MILLIS) * format.bytesPerFrame();
  }

  @Override
  protected boolean mayStayIncomplete() {
    return true; // a sender may pause between any two bytes
  }

  @Override
  protected void decodePacket(ByteBuf in, List<Object> out) {
    int whole = in.readableBytes() - in.readableBytes() % format.bytesPerFrame();
    if (whole > 0) {
      byte[] pcm = new byte[Math.min(whole, maxBytes)];
      in.readBytes(pcm);
      add(format, pcm, out);
    }
  }
}
