package io.github.camelaudio.kafka;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.audio.Wrap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Which records of a topic go on in their streams. A topic repeats records where a producer sent
 * again what had arrived, and where a reader goes back to what is committed; and two producers may
 * have one stream id. Not for several threads at once.
 */
final class StreamOrder {

  /** What is to become of a block. */
  enum Verdict {
    TAKEN,
    /** All of its frames came before. */
    REPEATED,
    /** It is far before the frames that came last. */
    BACKWARDS
  }

  /** A block that is no further back than this repeats what came. */
  private static final long REPEAT_SECONDS = 60;

  /** A stream may begin again after this time without a block, by the times of the records. */
  private static final long SILENT_MILLIS = TimeUnit.SECONDS.toMillis(2);

  private static final int MAX_STREAMS = 1_024;

  private final Map<Long, Stream> streams =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Stream> eldest) {
          return size() > MAX_STREAMS;
        }
      };
  private long missing;

  private static final class Stream {
    PcmFormat format;
    int end;
    int nextSequence;
    long lastMillis;
    boolean ended;

    Stream(AudioBlock first) {
      format = first.format();
      nextSequence = first.sequence();
    }
  }

  /**
   * Judges a block, and remembers it when it is taken.
   *
   * @param recordMillis the time of its record
   */
  Verdict judge(AudioBlock block, long recordMillis) {
    Stream stream = streams.get(block.streamId());
    if (stream == null || beginsAgain(stream, block, recordMillis)) {
      stream = new Stream(block);
      streams.put(block.streamId(), stream);
    } else {
      Verdict verdict = place(stream, block);
      if (verdict != Verdict.TAKEN) {
        return verdict;
      }
      if (Wrap.timestampDistance(block.timestamp(), stream.end) > 0) {
        missing += Math.max(0, Wrap.sequenceDistance(block.sequence(), stream.nextSequence));
      }
    }
    stream.end = block.endTimestamp();
    stream.nextSequence = Wrap.sequencePlus(block.sequence(), 1);
    stream.lastMillis = recordMillis;
    stream.ended = block.last();
    return Verdict.TAKEN;
  }

  /** Records that their producer wrote and that never came, as their numbers say. */
  long missing() {
    return missing;
  }

  private static boolean beginsAgain(Stream stream, AudioBlock block, long recordMillis) {
    if (!block.format().equals(stream.format)) {
      return true;
    }
    boolean ahead = Wrap.timestampDistance(block.endTimestamp(), stream.end) > 0;
    return ahead ? stream.ended : recordMillis - stream.lastMillis >= SILENT_MILLIS;
  }

  private static Verdict place(Stream stream, AudioBlock block) {
    int ahead = Wrap.timestampDistance(block.endTimestamp(), stream.end);
    if (ahead > 0 || (ahead == 0 && block.last() && !stream.ended)) {
      return Verdict.TAKEN;
    }
    return -(long) ahead <= REPEAT_SECONDS * block.format().sampleRateHz()
        ? Verdict.REPEATED
        : Verdict.BACKWARDS;
  }
}
