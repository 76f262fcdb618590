package io.github.camelaudio.flow;

import io.github.camelaudio.audio.AudioBlock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes longer blocks of short ones, stream by stream: for what costs the same for each block,
 * whatever its length. Only blocks that follow each other without a gap are joined; the joined one
 * has the sequence number and the capture time of its first. Nothing is changed in order within a
 * stream. Not for several threads at once.
 *
 * <pre>
 * 50 ms of 10 ms blocks:  A1 B1 A2 A3 A4 A5 B2 …   →   A1-A5  B1-…
 * </pre>
 */
public final class StreamGatherer {

  /** The one that was silent longest is passed on for a new one. */
  static final int MAX_STREAMS = 256;

  /** No joined block is larger, whatever its format. */
  static final int MAX_BYTES = 256 << 10;

  private final int millis;
  private final Map<Long, Run> runs = new LinkedHashMap<>();
  private final ArrayDeque<AudioBlock> ready = new ArrayDeque<>();

  /**
   * Holds nothing yet.
   *
   * @param millis from how much sound on a block goes out; 0: each as it comes
   */
  public StreamGatherer(int millis) {
    this.millis = millis;
  }

  private static final class Run {
    final long sinceNanos;
    final List<AudioBlock> parts = new ArrayList<>();
    int frames;

    Run(AudioBlock first, long nowNanos) {
      sinceNanos = nowNanos;
      add(first);
    }

    void add(AudioBlock block) {
      parts.add(block);
      frames += block.frames();
    }

    int bytes() {
      return frames * parts.get(0).format().bytesPerFrame();
    }

    boolean takes(AudioBlock block) {
      AudioBlock before = parts.get(parts.size() - 1);
      return block.format().equals(before.format())
          && block.timestamp() == before.endTimestamp()
          && block.live() == before.live()
          && Objects.equals(block.keyName(), before.keyName());
    }
  }

  /** Takes a block; what it makes whole is {@link #next} from now on. */
  public void add(AudioBlock block, long nowNanos) {
    Run run = runs.get(block.streamId());
    if (run != null && (!run.takes(block) || run.bytes() + block.sizeBytes() > MAX_BYTES)) {
      pass(block.streamId());
      run = null;
    }
    if (run == null) {
      if (runs.size() == MAX_STREAMS) {
        pass(runs.keySet().iterator().next());
      }
      run = new Run(block, nowNanos);
      runs.put(block.streamId(), run);
    } else {
      run.add(block);
    }
    if (block.last() || run.frames >= block.format().framesOfMillis(millis)) {
      pass(block.streamId());
    }
  }

  private void pass(long streamId) {
    Run run = runs.remove(streamId);
    if (run != null) {
      ready.add(AudioBlock.joined(run.parts));
    }
  }

  /** Passes on what began before a time, whole or not. */
  public void passBefore(long nanos) {
    runs.entrySet().stream()
        .filter(each -> each.getValue().sinceNanos - nanos < 0)
        .map(Map.Entry::getKey)
        .toList()
        .forEach(this::pass);
  }

  /** Passes on all, whole or not. */
  public void passAll() {
    List.copyOf(runs.keySet()).forEach(this::pass);
  }

  /** The oldest block that is to go out, which stays until {@link #remove}; null for none. */
  public @Nullable AudioBlock next() {
    return ready.peek();
  }

  /** Removes the one that {@link #next} gave. */
  public void remove() {
    ready.remove();
  }
}
