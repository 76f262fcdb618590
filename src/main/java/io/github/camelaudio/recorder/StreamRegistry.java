package io.github.camelaudio.recorder;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.flow.OnceFilter;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The streams that a recorder knows, with what their first block's route said. When too many are
 * known, the one without a file whose latest block is oldest is evicted: a sender with many ids
 * does not shut other senders out. Any thread.
 */
public final class StreamRegistry {

  private static final Logger LOG = LoggerFactory.getLogger(StreamRegistry.class);

  /** The most streams known beyond those that may be recorded, each until it falls silent. */
  private static final int MAX_WAITING = 1_000;

  private final String label;
  private final boolean needsNoName;
  private final int maxOpen;
  private final AudioClock clock;
  private final OnceFilter said = new OnceFilter();
  private final Map<Long, Admission> admitted = new ConcurrentHashMap<>();
  private volatile boolean saidFull;

  StreamRegistry(String label, RecordingFiles files, int maxOpen, AudioClock clock) {
    this.label = label;
    this.needsNoName = files.isStandardOutput() || files.isOneFile();
    this.maxOpen = maxOpen;
    this.clock = clock;
  }

  /** What a route can say of the stream whose first block it brings. */
  public interface Introduction {

    /** What its files are to be called. */
    String fileName();

    /** Where it comes from, for people. */
    String source();
  }

  /** What was said of a stream, when it was heard of last, and whether it has a file. */
  static final class Admission {
    private final long streamId;
    private final String fileName;
    private final String source;
    private volatile long lastNanos;
    private volatile boolean recorded;

    private Admission(long streamId, String fileName, String source, long nanos) {
      this.streamId = streamId;
      this.fileName = fileName;
      this.source = source;
      this.lastNanos = nanos;
    }

    String fileName() {
      return fileName;
    }

    String source() {
      return source;
    }

    /** It has a file now, and keeps its place. */
    void hasFile() {
      recorded = true;
    }
  }

  /** Null while the stream is not known. */
  @Nullable Admission of(long streamId) {
    return admitted.get(streamId);
  }

  /** The same, at a block that the stream brings. */
  @Nullable Admission heard(long streamId) {
    Admission known = admitted.get(streamId);
    if (known != null) {
      known.lastNanos = clock.nanoTime();
    }
    return known;
  }

  /** Whether no stream is known. */
  boolean isEmpty() {
    return admitted.isEmpty();
  }

  /** Whether the stream is known from now on; false, said once, when all that are have files. */
  synchronized boolean admit(AudioBlock block, Introduction introduction) {
    if (admitted.size() >= maxOpen + MAX_WAITING && !forgetOne()) {
      sayFull(block.streamName());
      return false;
    }
    String fileName = needsNoName ? "" : evaluated("fileName", introduction::fileName);
    String source = evaluated("source", introduction::source);
    long id = block.streamId();
    admitted.put(id, new Admission(id, fileName, source, clock.nanoTime()));
    return true;
  }

  private boolean forgetOne() {
    long now = clock.nanoTime();
    Optional<Admission> idle =
        admitted.values().stream()
            .filter(each -> !each.recorded)
            .max(Comparator.comparingLong(each -> now - each.lastNanos));
    idle.ifPresent(each -> admitted.remove(each.streamId));
    return idle.isPresent();
  }

  private String evaluated(String what, Supplier<String> text) {
    try {
      return String.valueOf(text.get());
    } catch (RuntimeException e) {
      if (said.first(what)) {
        LOG.error("{}: {} cannot be evaluated: {}", label, what, e.getMessage());
      }
      return "";
    }
  }

  /** Says that a stream finds no room, unless that was said since one ended. */
  void sayFull(String streamName) {
    if (!saidFull) {
      saidFull = true;
      LOG.warn(
          "{}: stream {} is not recorded: {} files are open, and maxOpen allows no more",
          label,
          streamName,
          maxOpen);
    }
  }

  /** The stream has ended; when it had a file, there is room for another. */
  void remove(long streamId) {
    Admission gone = admitted.remove(streamId);
    if (gone != null && gone.recorded) {
      saidFull = false;
    }
  }

  /** Evicts streams without a block for {@code idleNanos}, unless they are recorded. */
  void forget(long idleNanos, Set<Long> recorded) {
    long now = clock.nanoTime();
    admitted
        .values()
        .removeIf(each -> !recorded.contains(each.streamId) && now - each.lastNanos > idleNanos);
  }
}
