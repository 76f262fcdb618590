package io.github.camelaudio.wire.tutorial;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.PcmConverter;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.wire.UnsendableException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets one stream at a time through to a wire that cannot tell streams apart, in the one format
 * that the wire has; two at once would come out chopped into each other. Another may follow when
 * the first has ended, or was silent for a second.
 */
final class SingleStreamGate {

  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final PcmFormat format;
  private final AudioClock clock;
  private @Nullable PcmConverter converter;
  private boolean open;
  private long streamId;
  private long lastNanos;

  SingleStreamGate(PcmFormat format, AudioClock clock) {
    this.format = format;
    this.clock = clock;
  }

  /** Whether this block begins another stream than that of the block before. */
  boolean begins(AudioBlock block) {
    return !open || block.streamId() != streamId;
  }

  /**
   * Takes a block of the stream that is being sent, or of the next one.
   *
   * @return its samples in the format of the wire
   * @throws UnsendableException when another stream is being sent, or its rate is another
   */
  byte[] take(AudioBlock block) {
    long now = clock.nanoTime();
    if (begins(block) && open && now - lastNanos < IDLE_NANOS) {
      throw new UnsendableException(
          "stream "
              + block.streamName()
              + " is not sent: this wire carries one stream at a time, now "
              + AudioBlock.nameOf(streamId)
              + "; send it elsewhere, or use the wire rtp");
    }
    byte[] pcm = convert(block);
    streamId = block.streamId();
    open = !block.last();
    lastNanos = now;
    return pcm;
  }

  /** Nothing is being sent any more: another stream may begin at once. */
  void reset() {
    open = false;
  }

  private byte[] convert(AudioBlock block) {
    if (block.format().sampleRateHz() != format.sampleRateHz()) {
      throw new UnsendableException(
          "stream "
              + block.streamName()
              + " is not sent: it has "
              + block.format().sampleRateHz()
              + " Hz, and what goes out is "
              + format
              + "; let the source have that rate, or set the format "
              + new PcmFormat(block.format().sampleRateHz(), format.channels(), format.encoding())
              + " at both ends");
    }
    PcmConverter current = converter;
    if (current == null || !current.from().equals(block.format())) {
      current = new PcmConverter(block.format(), format);
      converter = current;
    }
    return current.convert(block).toByteArray();
  }
}
