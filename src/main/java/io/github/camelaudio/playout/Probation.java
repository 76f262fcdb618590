package io.github.camelaudio.playout;

import io.github.camelaudio.audio.AudioBlock;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * First blocks of streams that have not sent a second one, held while many streams play, so that a
 * flood of made-up ids takes no stream's slot (RFC 3550 A.1). Of these there are 256 at most, of
 * one second and one megabyte. Not for several threads at once.
 */
final class Probation {

  /** A block, and when it came. */
  record First(AudioBlock block, long arrivalNanos) {}

  private static final int MAX_FIRSTS = 256;
  private static final int MAX_BYTES = 1_000_000;
  private static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** In the order in which they came. */
  private final Map<Long, First> firsts = new LinkedHashMap<>();

  private long bytes;

  /**
   * Takes a stream's block: the first one is kept, with the second it is given back.
   *
   * @return the first block, when this is a second one that came within a second
   */
  @Nullable First pass(AudioBlock block, long nowNanos) {
    discardOld(nowNanos);
    First first = firsts.remove(block.streamId());
    if (first != null) {
      bytes -= first.block.sizeBytes();
      return first;
    }
    firsts.put(block.streamId(), new First(block, nowNanos));
    bytes += block.sizeBytes();
    discardExcess();
    return null;
  }

  private void discardOld(long nowNanos) {
    Iterator<First> oldestFirst = firsts.values().iterator();
    boolean old = true;
    while (old && oldestFirst.hasNext()) {
      First oldest = oldestFirst.next();
      old = nowNanos - oldest.arrivalNanos > MAX_NANOS;
      if (old) {
        remove(oldestFirst, oldest);
      }
    }
  }

  /** The latest one stays, however large it is. */
  private void discardExcess() {
    Iterator<First> oldestFirst = firsts.values().iterator();
    while (firsts.size() > 1 && (firsts.size() > MAX_FIRSTS || bytes > MAX_BYTES)) {
      remove(oldestFirst, oldestFirst.next());
    }
  }

  private void remove(Iterator<First> at, First gone) {
    at.remove();
    bytes -= gone.block.sizeBytes();
  }

  /** What they take together. */
  long bytes() {
    return bytes;
  }
}
