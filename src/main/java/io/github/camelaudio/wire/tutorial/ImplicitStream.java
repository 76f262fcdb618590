package io.github.camelaudio.wire.tutorial;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.audio.Wrap;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Makes blocks of what a wire brings that says no more than samples: all that one sender sends, up
 * to an end or another format, is a stream of its own, frame after frame.
 */
final class ImplicitStream {

  private @Nullable PcmFormat format;
  private long streamId;
  private int sequence;
  private int timestamp;
  private boolean live;

  /** Whether sound of a format belongs to the stream that has begun; else it begins another. */
  boolean continues(PcmFormat of) {
    return of.equals(format);
  }

  /** Adds the next block, before it the end of a stream of another format. */
  void next(PcmFormat of, byte[] pcm, boolean isLive, List<Object> out) {
    if (!continues(of)) {
      end(out);
      format = of;
      ThreadLocalRandom random = ThreadLocalRandom.current();
      streamId = random.nextLong() & 0xFFFF_FFFFL;
      sequence = random.nextInt(1 << 16);
      timestamp = random.nextInt();
    }
    live = isLive;
    AudioBlock block = builder(of).pcm(pcm);
    sequence = Wrap.sequencePlus(sequence, 1);
    timestamp = block.endTimestamp();
    out.add(block);
  }

  /** Adds the end of the stream, live as its latest block; nothing when none has begun. */
  void end(List<Object> out) {
    PcmFormat ending = format;
    if (ending != null) {
      out.add(builder(ending).last(true).empty());
      format = null;
    }
  }

  private AudioBlock.Builder builder(PcmFormat of) {
    return AudioBlock.builder(of)
        .streamId(streamId)
        .sequence(sequence)
        .timestamp(timestamp)
        .live(live);
  }
}
