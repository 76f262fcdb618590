package io.github.camelaudio.recorder;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.flow.FailureText;
import io.github.camelaudio.flow.OnceFilter;
import io.github.camelaudio.recorder.store.RecordingFiles;
import io.github.camelaudio.recorder.store.StreamIdentity;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The streams of one recorder, by id: the only map of them. When too many are known, the one
 * without a file whose latest block is oldest is evicted, so that a sender with many ids does not
 * shut other senders out. Any thread; {@link Entry#stream} is the writer thread's.
 */
final class StreamRegistry {

  private static final Logger LOG = LoggerFactory.getLogger(StreamRegistry.class);

  /** The most streams known beyond those that may be recorded, each until it is idle. */
  private static final int MAX_WAITING = 1_000;

  private final String label;
  private final boolean needsNoName;
  private final int maxOpen;
  private final AudioClock clock;
  private final OnceFilter said = new OnceFilter();
  private final Map<Long, Entry> entries = new ConcurrentHashMap<>();

  /** Evicted by a route's thread, while the writer thread may hold blocks of it. */
  private final Queue<Entry> evicted = new ConcurrentLinkedQueue<>();

  private volatile boolean saidFull;

  StreamRegistry(String label, RecordingFiles files, int maxOpen, AudioClock clock) {
    this.label = label;
    this.needsNoName = files.isStandardOutput() || files.isOneFile();
    this.maxOpen = maxOpen;
    this.clock = clock;
  }

  /** One stream: what it is, when a block of it came last, and what is recorded of it. */
  static final class Entry {
    private final StreamIdentity identity;
    private volatile long lastNanos;
    private volatile boolean hasFile;

    /** Null until its first block is written. The writer thread's. */
    private @Nullable RecordedStream stream;

    private Entry(StreamIdentity identity, long nanos) {
      this.identity = identity;
      this.lastNanos = nanos;
    }

    StreamIdentity identity() {
      return identity;
    }

    @Nullable RecordedStream stream() {
      return stream;
    }

    void stream(RecordedStream started) {
      stream = started;
    }

    /** It has a file, and is not evicted any more. */
    void keep() {
      hasFile = true;
    }
  }

  /** Null while the stream is not known. */
  @Nullable Entry find(long streamId) {
    return entries.get(streamId);
  }

  /** Whether the stream is known; notes that it brings a block. */
  boolean touch(long streamId) {
    Entry known = entries.get(streamId);
    if (known != null) {
      known.lastNanos = clock.nanoTime();
    }
    return known != null;
  }

  /** Whether no stream is known. */
  boolean isEmpty() {
    return entries.isEmpty() && evicted.isEmpty();
  }

  /** Streams of which a block was written. The writer thread. */
  Stream<RecordedStream> started() {
    return entries.values().stream().map(Entry::stream).flatMap(Stream::ofNullable);
  }

  /** One that has a file open for late blocks only, too. The writer thread. */
  Optional<RecordedStream> anyWithPrevious() {
    return started().filter(stream -> stream.files().open() > 1).findFirst();
  }

  /** The one longest idle of those whose file may be closed for another's. The writer thread. */
  Optional<RecordedStream> idlestThatMayYield(boolean otherComesAtItsPace, long now) {
    return started()
        .filter(stream -> stream.mayYield(otherComesAtItsPace, now))
        .max(Comparator.comparingLong(stream -> stream.idleNanos(now)));
  }

  /**
   * Adds a stream that is not known.
   *
   * @return false, with one log line, when too many are known and all of them have files
   */
  synchronized boolean add(AudioBlock block, StreamDescription description) {
    if (entries.size() >= maxOpen + MAX_WAITING && !evictOne()) {
      sayFull(block.streamName());
      return false;
    }
    String fileName = needsNoName ? "" : evaluated("fileName", description::fileName);
    String source = evaluated("source", description::source);
    StreamIdentity identity =
        new StreamIdentity(block.streamId(), fileName, source, description.sender());
    entries.put(block.streamId(), new Entry(identity, clock.nanoTime()));
    return true;
  }

  private boolean evictOne() {
    long now = clock.nanoTime();
    Optional<Entry> idle =
        entries.values().stream()
            .filter(each -> !each.hasFile)
            .max(Comparator.comparingLong(each -> now - each.lastNanos));
    idle.ifPresent(
        each -> {
          entries.remove(each.identity.id());
          evicted.add(each);
        });
    return idle.isPresent();
  }

  private String evaluated(String what, Supplier<String> text) {
    try {
      return String.valueOf(text.get());
    } catch (RuntimeException e) {
      if (said.first(what)) {
        LOG.error("{}: {} cannot be evaluated: {}", label, what, FailureText.of(e));
      }
      return "";
    }
  }

  /** Says that a stream cannot have a file, unless that was said since one ended. */
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

  /** Whether a stream has neither ended nor been evicted; another may have its id since. */
  boolean has(RecordedStream stream) {
    Entry known = entries.get(stream.id());
    return known != null && known.stream == stream;
  }

  /** Removes a stream that has ended; when it had a file, another may have one. */
  void remove(RecordedStream ended) {
    if (has(ended)) {
      Entry gone = entries.remove(ended.id());
      if (gone != null && gone.hasFile) {
        saidFull = false;
      }
    }
  }

  /** Hands over streams that were evicted after a block of theirs was written. Writer thread. */
  void drainEvicted(Consumer<RecordedStream> each) {
    for (Entry entry = evicted.poll(); entry != null; entry = evicted.poll()) {
      if (entry.stream != null) {
        each.accept(entry.stream);
      }
    }
  }

  /**
   * Evicts streams without a block for {@code idleNanos} of which none was written: a stream whose
   * only blocks were dropped on their way never comes to its end. Writer thread.
   */
  void evictIdle(long idleNanos) {
    long now = clock.nanoTime();
    entries.values().removeIf(each -> each.stream == null && now - each.lastNanos > idleNanos);
  }
}
