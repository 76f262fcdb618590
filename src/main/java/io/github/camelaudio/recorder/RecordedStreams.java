package io.github.camelaudio.recorder;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.flow.HeldMemory;
import io.github.camelaudio.flow.OnceFilter;
import io.github.camelaudio.flow.Receipt;
import io.github.camelaudio.recorder.store.EarlierRecordings;
import io.github.camelaudio.recorder.store.Recording;
import io.github.camelaudio.recorder.store.RecordingStore;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records the streams of one recorder: which of them gets a file, whose file is closed for another
 * stream's, and when one ends. The writer thread's alone, but for what it counts.
 */
final class RecordedStreams {

  private static final Logger LOG = LoggerFactory.getLogger(RecordedStreams.class);

  /** The most ended streams that wait. */
  private static final int MAX_ENDED = 1_024;

  private final String name;
  private final Recorder.Limits limits;
  private final @Nullable PcmFormat wanted;
  private final AudioClock clock;
  private final RecordingStore store;
  private final StreamRegistry registry;
  private final FileAttempts attempts;
  private final LostBlocks lost;
  private final ShortStreams shortStreams;
  private final OnceFilter said = new OnceFilter();
  private final HostFiles hostFiles;
  private final HeldBlocks.Total held;

  /** Those that have ended, and whose only file may not begin yet. */
  private final Deque<RecordedStream> ended = new ArrayDeque<>();

  /** How many the registry has of which a block was written. */
  private int started;

  /**
   * No streams yet.
   *
   * @param wanted the format of all files; null for each stream's own
   */
  RecordedStreams(
      String name,
      Recorder.Limits limits,
      @Nullable PcmFormat wanted,
      AudioClock clock,
      RecordingStore store,
      StreamRegistry registry,
      FileAttempts attempts,
      LostBlocks lost,
      HeldMemory.Holder memory) {
    this.held = new HeldBlocks.Total(memory);
    this.name = name;
    this.limits = limits;
    this.wanted = wanted;
    this.clock = clock;
    this.store = store;
    this.registry = registry;
    this.attempts = attempts;
    this.lost = lost;
    this.shortStreams = new ShortStreams(name, limits.minMillis());
    this.hostFiles = new HostFiles(name, limits, registry, clock);
  }

  int size() {
    return started + ended.size();
  }

  /** Live streams that ended before they had brought enough for a file. Any thread. */
  long shortStreams() {
    return shortStreams.counted();
  }

  /** Streams that were refused a file because of their host. Any thread. */
  long overHostStreams() {
    return hostFiles.refused();
  }

  /** The files that are open. */
  Stream<Recording> recordings() {
    return registry.started().flatMap(stream -> stream.files().recordings());
  }

  /** Writes a block, or holds it, with its receipt; not what an earlier file has of it. */
  void write(AudioBlock block, @Nullable Receipt receipt) {
    StreamRegistry.Entry entry = registry.find(block.streamId());
    if (entry == null) {
      lost.add(1); // it was queued behind the end of its stream
      StreamReceipts.releaseOne(receipt);
      return;
    }
    long now = clock.nanoTime();
    RecordedStream stream = started(entry, receipt != null, now);
    stream.touch(now);
    if (receipt != null) {
      stream.take(receipt);
    }
    for (AudioBlock part : stream.earlier().without(block, receipt)) {
      if (stream.isWritable(now)) {
        attempts.attempt(stream, () -> writeTo(stream, part));
        beginFiles(stream);
      } else if (part.frames() > 0) {
        lost.add(1);
      }
    }
    stream.placeReceipts();
    String passed = stream.earlier().passedNow();
    if (passed != null) {
      say(stream, passed);
    }
    if (block.last()) {
      end(stream, block);
    }
    boundHeld();
  }

  private RecordedStream started(StreamRegistry.Entry entry, boolean comesAgain, long now) {
    RecordedStream known = entry.stream();
    if (known != null) {
      return known;
    }
    List<EarlierRecordings.Part> earlier =
        comesAgain ? store.earlier().of(entry.identity()) : List.of();
    RecordedStream made =
        RecordedStream.of(
            entry.identity(), limits, wanted, store, new HeldBlocks(held), earlier, now);
    entry.stream(made);
    started++;
    return made;
  }

  private void writeTo(RecordedStream stream, AudioBlock block) throws IOException {
    stream.write(block);
    if (store.openFiles() > limits.maxOpen()) {
      stream.files().closePrevious(); // it is open for late blocks only
    }
  }

  // ---- new files

  /** Begins files as long as what is held is enough for one. */
  private void beginFiles(RecordedStream stream) {
    while (stream.isReady() && mayBegin(stream)) {
      StreamRegistry.Entry entry = registry.find(stream.id());
      if (begin(stream) && entry != null) {
        entry.keep();
      }
    }
  }

  private boolean begin(RecordedStream stream) {
    if (!stream.isRetrying()) {
      hostFiles.count(stream);
    }
    return attempts.attempt(stream, stream::begin);
  }

  /** Whether a stream may begin a file now; when no file can be closed for it, it is dropped. */
  private boolean mayBegin(RecordedStream stream) {
    if (!stream.isRetrying() && hostFiles.mustWait(stream)) {
      return false;
    }
    if (!stream.isRetrying() && !hostFiles.allows(stream)) {
      drop(stream);
      return false;
    }
    boolean full = stream.files().open() == 0 && store.openFiles() >= limits.maxOpen();
    if (full && !closeOneFor(stream)) {
      registry.sayFull(stream.identity().name());
      drop(stream);
      return false;
    }
    return true;
  }

  /**
   * Closes a file that only waits for late blocks, or else those of the stream longest idle, or
   * else, for a stream that comes at its pace, those of one that only trickles.
   */
  private boolean closeOneFor(RecordedStream newcomer) {
    Optional<RecordedStream> withPrevious = registry.anyWithPrevious();
    if (withPrevious.isPresent()) {
      attempts.attempt(withPrevious.get(), withPrevious.get().files()::closePrevious);
      return true;
    }
    long now = clock.nanoTime();
    boolean atItsPace = newcomer.held().comesAtItsPace(now);
    Optional<RecordedStream> least = registry.idlestThatMayYield(atItsPace, now);
    if (least.isPresent()) {
      say(least.get(), "sends less than a quarter of real time; its file is closed to make room");
      end(least.get(), null);
    }
    return least.isPresent();
  }

  private void say(RecordedStream stream, String what) {
    if (store.mayLog()) {
      LOG.info("{}: stream {} {}", name, stream.identity().name(), what);
    }
  }

  private void drop(RecordedStream stream) {
    stream.loseHeld();
    lost.add(stream.takeLostBlocks());
  }

  /** When all streams hold too much, what the slowest of them hold is dropped. */
  private void boundHeld() {
    if (held.isTooMuch()) {
      registry.drainEvicted(stream -> end(stream, null)); // theirs count, too
    }
    while (held.isTooMuch()) {
      long now = clock.nanoTime();
      Optional<RecordedStream> slowest =
          all()
              .filter(stream -> !stream.held().isEmpty())
              .max(Comparator.comparingLong(stream -> now - stream.held().sinceNanos()));
      if (slowest.isEmpty()) {
        return;
      }
      if (said.first("held")) {
        LOG.warn("{}: too many streams that have no file yet: the slowest are dropped", name);
      }
      drop(slowest.get());
    }
  }

  private Stream<RecordedStream> all() {
    return Stream.concat(registry.started(), ended.stream());
  }

  // ---- several times a second

  /** Completes all headers as they stand. */
  void refreshHeaders(boolean durable) {
    boolean wrote = false;
    for (RecordedStream stream : registry.started().toList()) {
      boolean hasFile = stream.files().open() > 0;
      boolean good = attempts.attempt(stream, () -> stream.files().refreshHeaders(durable));
      if (durable) {
        stream.releaseReceipts();
      }
      if (hasFile && good) {
        stream.wrote();
        wrote = true;
      }
    }
    if (wrote && all().noneMatch(RecordedStream::isRetrying)) {
      attempts.recovered();
    }
  }

  /** This thread stood still for {@code nanos}, which is no silence of the streams. */
  void stoodStill(long nanos) {
    long now = clock.nanoTime();
    registry.started().forEach(stream -> stream.excuse(nanos, now));
  }

  /** Ends streams without a block for {@code idleNanos}, and begins files that may begin now. */
  void endIdle(long idleNanos) {
    registry.drainEvicted(stream -> end(stream, null));
    for (RecordedStream stream : registry.started().toList()) {
      long now = clock.nanoTime();
      if (!registry.has(stream)) {
        continue; // ended for one before it in this list
      }
      if (stream.idleNanos(now) > idleNanos) {
        if (stream.files().anyOpened()) {
          say(stream, "idle for " + TimeUnit.NANOSECONDS.toSeconds(idleNanos) + " s, file closed");
        }
        end(stream, null);
      } else if (stream.isWritable(now)) {
        beginFiles(stream);
      }
    }
    registry.evictIdle(idleNanos);
    for (RecordedStream each : List.copyOf(ended)) { // one source's do not hold up another's
      if (mayBegin(each) || !each.isReadyAtItsEnd()) {
        ended.remove(each);
        beginAndComplete(each);
      }
    }
  }

  // ---- the end of streams

  /** Ends all streams, and completes all files. */
  void endAll() {
    registry.drainEvicted(stream -> end(stream, null));
    for (RecordedStream stream : registry.started().toList()) {
      if (registry.has(stream)) {
        end(stream, null);
      }
    }
    ended.forEach(this::beginAndComplete);
    ended.clear();
  }

  private void beginAndComplete(RecordedStream stream) {
    if (stream.isReadyAtItsEnd()) {
      begin(stream);
    }
    attempts.complete(stream);
  }

  /**
   * A stream is over.
   *
   * @param last the block that said so, if one did
   */
  private void end(RecordedStream stream, @Nullable AudioBlock last) {
    registry.remove(stream);
    started--;
    if (!stream.isRejected() && stream.isReadyAtItsEnd()) {
      if (mayBegin(stream)) {
        begin(stream);
      } else if (stream.isReadyAtItsEnd() && ended.size() < MAX_ENDED) {
        ended.add(stream);
        return;
      }
    }
    if (last != null && stream.files().open() > 0) {
      attempts.attempt(stream, () -> stream.extendTo(last));
    }
    if (!stream.files().anyOpened() && !stream.held().isEmpty() && !stream.isReadyAtItsEnd()) {
      shortStreams.count(stream);
    }
    attempts.complete(stream);
  }
}
