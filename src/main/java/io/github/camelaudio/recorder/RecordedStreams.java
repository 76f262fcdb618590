package io.github.camelaudio.recorder;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.flow.OnceFilter;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The streams of one recorder: which of them gets a file, which has to give its place to another,
 * and when one ends. The writer thread's alone, but for what it counts.
 */
final class RecordedStreams {

  private static final Logger LOG = LoggerFactory.getLogger(RecordedStreams.class);

  private static final long SECOND_NANOS = 1_000_000_000L;

  /** The files of one source that may begin at once; at least twice as many as may be open. */
  private static final int BURST = 128;

  /** The most ended streams that wait. */
  private static final int MAX_ENDED = 1_024;

  /** All streams together hold no more than this in memory, or an eighth of the heap. */
  private static final long MAX_HELD_BYTES =
      Math.min(32L << 20, Runtime.getRuntime().maxMemory() / 8);

  private final String name;
  private final Recorder.Limits limits;
  private final @Nullable PcmFormat wanted;
  private final AudioClock clock;
  private final RecordingStore store;
  private final boolean toPipe;
  private final DiskState disk;
  private final StreamRegistry admitted;
  private final LongAdder unwritten;
  private final LongSupplier unwrittenBlocks;
  private final LongAdder shortStreams = new LongAdder();
  private final OnceFilter said = new OnceFilter();
  private final NewFiles newFiles;
  private final HeldBlocks.Total held = new HeldBlocks.Total();
  private final Map<Long, RecordedStream> streams = new HashMap<>();

  /** Those that have ended, and whose only file may not begin yet. */
  private final Deque<RecordedStream> ended = new ArrayDeque<>();

  /**
   * No streams yet.
   *
   * @param unwritten counts blocks that are in no file
   * @param unwrittenBlocks says how many those are, with those that the queue dropped
   */
  RecordedStreams(
      String name,
      Recorder.Limits limits,
      @Nullable PcmFormat wanted,
      AudioClock clock,
      RecordingStore store,
      boolean toPipe,
      DiskState disk,
      StreamRegistry admitted,
      LongAdder unwritten,
      LongSupplier unwrittenBlocks) {
    this.name = name;
    this.limits = limits;
    this.wanted = wanted;
    this.clock = clock;
    this.store = store;
    this.toPipe = toPipe;
    this.disk = disk;
    this.admitted = admitted;
    this.unwritten = unwritten;
    this.unwrittenBlocks = unwrittenBlocks;
    this.newFiles = new NewFiles(Math.max(BURST, 2 * limits.maxOpen()));
  }

  boolean isEmpty() {
    return streams.isEmpty() && ended.isEmpty();
  }

  int size() {
    return streams.size() + ended.size();
  }

  /** Live streams that ended before they had brought enough for a file. Any thread. */
  long shortStreams() {
    return shortStreams.sum();
  }

  /** The files that are open. */
  Stream<Recording> recordings() {
    return streams.values().stream().flatMap(RecordedStream::recordings);
  }

  /** Writes a block, or holds it. */
  void write(AudioBlock block) {
    StreamRegistry.Admission admission = admitted.of(block.streamId());
    if (admission == null) {
      unwritten.increment(); // it was queued behind the end of its stream
      return;
    }
    long now = clock.nanoTime();
    RecordedStream stream = streams.get(block.streamId());
    if (stream == null) {
      stream = added(block.streamId(), admission, now);
    }
    stream.lastBlockNanos = now;
    if (isWritable(stream)) {
      RecordedStream writable = stream;
      attempt(stream, () -> writeTo(writable, block));
      beginFiles(stream, admission);
    } else if (block.frames() > 0) {
      unwritten.increment();
    }
    if (block.last()) {
      end(stream, block);
    }
    boundHeld();
  }

  private RecordedStream added(long id, StreamRegistry.Admission admission, long now) {
    SilenceBudget silence =
        toPipe
            ? SilenceBudget.unbounded()
            : SilenceBudget.of(
                limits.lateSeconds() * SECOND_NANOS + limits.queueMillis() * 1_000_000L, now);
    RecordedStream made =
        new RecordedStream(id, admission, wanted, limits, store, held, silence, now);
    streams.put(id, made);
    return made;
  }

  private boolean isWritable(RecordedStream stream) {
    return !stream.refused && !(stream.troubled && clock.nanoTime() - stream.retryNanos < 0);
  }

  private void writeTo(RecordedStream stream, AudioBlock block) throws IOException {
    stream.write(block);
    if (store.openFiles() > limits.maxOpen()) {
      stream.completeFormer(); // it is open for late blocks only
    }
  }

  /** Begins files as long as what is held is enough for one. */
  private void beginFiles(RecordedStream stream, StreamRegistry.@Nullable Admission admission) {
    while (stream.isReady() && isAllowedToBegin(stream)) {
      if (begin(stream) && admission != null) {
        admission.hasFile();
      }
    }
  }

  private boolean begin(RecordedStream stream) {
    if (!stream.troubled) {
      newFiles.count(SourceName.of(stream.source()), clock.nanoTime());
    }
    return attempt(stream, stream::begin);
  }

  /** Whether a stream may begin a file now; when there is no room, what it holds is dropped. */
  private boolean isAllowedToBegin(RecordedStream stream) {
    String source = SourceName.of(stream.source());
    if (!stream.troubled && !newFiles.allows(source, clock.nanoTime())) {
      sayTooMany(source);
      return false;
    }
    if (stream.openFiles() == 0 && store.openFiles() >= limits.maxOpen() && !makeRoom(stream)) {
      admitted.sayFull(stream.name());
      drop(stream);
      return false;
    }
    return true;
  }

  private void sayTooMany(String source) {
    if (said.first("new files from " + source)) {
      LOG.warn(
          "{}: more than {} new files a second from {}: further ones wait",
          name,
          NewFiles.PER_SECOND,
          source.isEmpty() ? "one source" : source);
    }
  }

  private void drop(RecordedStream stream) {
    stream.dropHeld();
    unwritten.add(stream.takeLostBlocks());
  }

  /** When all streams hold too much, those go that have not come to a file for longest. */
  private void boundHeld() {
    while (held.bytes() > MAX_HELD_BYTES) {
      long now = clock.nanoTime();
      Optional<RecordedStream> slowest =
          Stream.concat(streams.values().stream(), ended.stream())
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

  /**
   * Closes a file that only waits for late blocks, or else those of the stream longest idle, or
   * else, for a stream that comes at its pace, those of one that only trickles.
   */
  private boolean makeRoom(RecordedStream newcomer) {
    for (RecordedStream stream : streams.values()) {
      if (stream.openFiles() > 1) {
        attempt(stream, stream::completeFormer);
        return true;
      }
    }
    long now = clock.nanoTime();
    Comparator<RecordedStream> byIdleness =
        Comparator.comparingLong(stream -> now - stream.lastBlockNanos);
    boolean comesAtItsPace = 2 * newcomer.held().soundNanos() >= now - newcomer.held().sinceNanos();
    Optional<RecordedStream> least =
        streams.values().stream()
            .filter(stream -> stream.openFiles() > 0)
            .filter(
                stream ->
                    now - stream.lastBlockNanos >= SECOND_NANOS
                        || (comesAtItsPace && stream.isTrickle(now)))
            .max(byIdleness);
    least.ifPresent(
        stream -> {
          LOG.info(
              "{}: stream {} brings hardly any sound, and is ended for another",
              name,
              stream.name());
          end(stream, null);
        });
    return least.isPresent();
  }

  /** Something with the files of a stream. */
  private interface DiskWork {
    void run() throws IOException;
  }

  /** Does something with a stream's files; when it fails, the stream gets another file, later. */
  private boolean attempt(RecordedStream stream, DiskWork work) {
    try {
      work.run();
      return true;
    } catch (FileAlreadyExistsException | RuntimeException e) {
      refuse(stream, e);
    } catch (IOException e) {
      trouble(stream, e);
    } finally {
      unwritten.add(stream.takeLostBlocks());
    }
    return false;
  }

  private void refuse(RecordedStream stream, Exception e) {
    LOG.error("{}: stream {} is not recorded any more: {}", name, stream.name(), e.getMessage());
    stream.refused = true;
    abandon(stream);
  }

  private void trouble(RecordedStream stream, IOException e) {
    boolean removed = e instanceof NoSuchFileException;
    stream.recordings().forEach(recording -> unwritten.add(recording.blocksOnTheirWay()));
    stream.troubled = true;
    stream.retryNanos = clock.nanoTime() + (removed ? 0 : SECOND_NANOS);
    disk.failed(stream.id(), reason(stream, e), unwrittenBlocks.getAsLong());
    abandon(stream);
  }

  /** What failed, with the file that it failed for. */
  private static String reason(RecordedStream stream, Exception e) {
    String message = String.valueOf(e.getMessage());
    return stream
        .recordings()
        .map(recording -> recording.path().toString())
        .filter(path -> !message.contains(path))
        .findFirst()
        .map(path -> "cannot write " + path + ": " + message)
        .orElse(message);
  }

  /** Gives up what cannot be written; what is in the files stays. */
  private static void abandon(RecordedStream stream) {
    try {
      stream.finish();
    } catch (IOException | RuntimeException e) {
      LOG.debug("stream {}: its files are complete as far as they could be", stream.name(), e);
    }
  }

  /** Completes all headers as they stand. */
  void refreshHeaders(boolean durable) {
    for (RecordedStream stream : List.copyOf(streams.values())) {
      boolean hasFile = stream.openFiles() > 0;
      boolean good = attempt(stream, () -> refresh(stream, durable));
      if (hasFile && good) {
        stream.troubled = false;
        disk.wrote(stream.id(), unwrittenBlocks.getAsLong());
      }
    }
  }

  private void refresh(RecordedStream stream, boolean durable) throws IOException {
    for (Recording recording : stream.recordings().toList()) {
      store.requireThere(recording);
    }
    stream.refreshHeaders(durable);
  }

  /** This thread stood still for {@code nanos}, which is no silence of the streams. */
  void stoodStill(long nanos) {
    long now = clock.nanoTime();
    for (RecordedStream stream : streams.values()) {
      stream.lastBlockNanos = now - Math.max(0, now - stream.lastBlockNanos - nanos);
    }
  }

  /** Ends streams without a block for {@code idleNanos}, and begins files that may begin now. */
  void endIdle(long idleNanos) {
    for (RecordedStream stream : List.copyOf(streams.values())) {
      if (clock.nanoTime() - stream.lastBlockNanos > idleNanos) {
        if (!stream.isWithoutFile()) {
          LOG.info(
              "{}: stream {} idle for {} s, file closed",
              name,
              stream.name(),
              idleNanos / 1_000_000_000);
        }
        end(stream, null);
      } else if (stream.openFiles() == 0 && admitted.of(stream.id()) == null) {
        end(stream, null); // others took its place
      } else if (isWritable(stream)) {
        beginFiles(stream, admitted.of(stream.id()));
      }
    }
    // A stream whose only blocks were dropped on their way here never comes to its end.
    admitted.forget(idleNanos, streams.keySet());
    for (RecordedStream each : List.copyOf(ended)) { // one source's do not hold up another's
      if (isAllowedToBegin(each)) {
        ended.remove(each);
        beginAndComplete(each);
      }
    }
  }

  /** Ends all streams, and completes all files. */
  void endAll() {
    for (RecordedStream stream : List.copyOf(streams.values())) {
      end(stream, null);
    }
    ended.forEach(this::beginAndComplete);
    ended.clear();
  }

  private void beginAndComplete(RecordedStream stream) {
    if (stream.isReadyAtItsEnd()) {
      begin(stream);
    }
    complete(stream);
  }

  /**
   * A stream is over.
   *
   * @param last the block that said so, if one did
   */
  private void end(RecordedStream stream, @Nullable AudioBlock last) {
    streams.remove(stream.id());
    admitted.remove(stream.id());
    if (!stream.refused && stream.isReadyAtItsEnd()) {
      if (isAllowedToBegin(stream)) {
        begin(stream);
      } else if (stream.isReadyAtItsEnd() && ended.size() < MAX_ENDED) {
        ended.add(stream);
        return;
      }
    }
    if (last != null && stream.openFiles() > 0) {
      attempt(stream, () -> stream.extendTo(last));
    }
    if (stream.isWithoutFile() && !stream.held().isEmpty() && !stream.isReadyAtItsEnd()) {
      sayShort(stream);
    }
    complete(stream);
  }

  private void sayShort(RecordedStream stream) {
    shortStreams.increment();
    if (said.first("short")) {
      LOG.warn(
          "{}: stream {} is not recorded: it brought {} ms of sound, and minLength is {} ms;"
              + " further ones are counted",
          name,
          stream.name(),
          stream.held().soundNanos() / 1_000_000,
          limits.minMillis());
    }
  }

  private void complete(RecordedStream stream) {
    try {
      stream.finish();
    } catch (IOException | RuntimeException e) {
      disk.failed(stream.id(), String.valueOf(e.getMessage()), unwrittenBlocks.getAsLong());
    }
    unwritten.add(stream.takeLostBlocks());
    disk.ended(stream.id());
  }
}
