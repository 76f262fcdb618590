package io.github.camelaudio.playout;

import io.github.camelaudio.audio.AudioBlock;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * First blocks of streams that have not sent a second one, held while many streams play, so that a
 * flood of made-up ids takes no stream's slot (RFC 3550 A.1). Not for several threads at once.
 */
final class Probation {

  /** A block, and when it came. */
  record First(AudioBlock block, long arrivalNanos) {}

  private static final int MAX_FIRSTS = 256;
  private static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Map<Long, First> firsts = new LinkedHashMap<>();

  /**
   * Takes a stream's block: the first one is kept, with the second it is given back.
   *
   * @return the first block, when this is a second one that came within a second
   */
  @Nullable First pass(AudioBlock block, long nowNanos) {
    First first = firsts.remove(block.streamId());
    if (first != null && nowNanos - first.arrivalNanos <= MAX_NANOS) {
      return first;
    }
    firsts.put(block.streamId(), new First(block, nowNanos));
    if (firsts.size() > MAX_FIRSTS) {
      Iterator<Long> oldest = firsts.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
    return null;
  }
}
