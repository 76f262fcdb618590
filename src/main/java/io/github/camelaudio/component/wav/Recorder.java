package io.github.camelaudio.component.wav;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.component.BlockQueue;
import io.github.camelaudio.component.SaidOnce;
import io.github.camelaudio.component.SharedEngine;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes each stream to files of its own. Routes call {@link #record}, which puts the block into a
 * bounded queue; one writer thread runs {@link #run}, and alone touches the disk.
 */
final class Recorder implements SharedEngine.Engine {

  /** When files are completed, begun anew and ended, and how many are open at once. */
  record Limits(
      int queueMillis,
      int headerMillis,
      int maxGapMillis,
      int lateSeconds,
      int idleSeconds,
      int maxOpen) {}

  private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

  /** How long live blocks gather before they are written; nobody reads a growing file sooner. */
  private static final long GATHER_MILLIS = 50;

  /** The same before standard output, which somebody does read: packets that come in pairs. */
  private static final long PAIR_NANOS = 200_000;

  /** So much of what can wait is read ahead, so that source and disk need not take turns. */
  private static final int WAITING_BYTES = 2 << 20;

  /** How often the writer looks around while no stream is here; a block wakes it at once. */
  private static final long REST_MILLIS = 1_000;

  private static final long SECOND_NANOS = 1_000_000_000L;

  private static final long PRUNE_NANOS = 60 * SECOND_NANOS;

  /** Waiting for the disk at each header takes at most a quarter of the writer's time. */
  private static final int FORCE_SHARE = 3;

  private final String name;
  private final Limits limits;
  private final @Nullable PcmFormat wanted;
  private final AudioClock clock;
  private final BlockQueue queue;
  private final RecordingStore store;
  private final DiskState disk;
  private final boolean toPipe;
  private final SaidOnce said = new SaidOnce();
  private final Admissions admitted;
  private final LongAdder unwritten = new LongAdder();
  private volatile Recording.Totals totals = Recording.Totals.NONE;

  /** The writer thread's alone. */
  private final Map<Long, RecordedStream> streams = new HashMap<>();

  private long lastCareNanos;
  private long lastHeadersNanos;
  private long lastPruneNanos;
  private long nextForceNanos;
  private volatile long droppedBlocks;
  private volatile int openStreams;
  private volatile boolean stopped;

  Recorder(
      String name,
      RecordingFiles files,
      RecordingStore store,
      Limits limits,
      @Nullable PcmFormat wanted,
      AudioClock clock) {
    this.name = name;
    this.admitted = new Admissions(name, files, limits.maxOpen, clock);
    this.store = store;
    this.toPipe = files.isStandardOutput();
    this.limits = limits;
    this.wanted = wanted;
    this.clock = clock;
    this.queue = BlockQueue.ofStreams(limits.queueMillis, WAITING_BYTES);
    this.disk = new DiskState(name);
    this.lastCareNanos = clock.nanoTime();
    this.lastHeadersNanos = lastCareNanos;
    this.lastPruneNanos = lastCareNanos - PRUNE_NANOS;
    this.nextForceNanos = lastCareNanos;
  }

  /**
   * Takes a block to be written. Any thread. A live block never waits; another one waits while the
   * disk is behind.
   *
   * @param introduction asked at a stream's first block
   */
  void record(AudioBlock block, Admissions.Introduction introduction) throws InterruptedException {
    record(block, introduction, true);
  }

  /**
   * The same.
   *
   * @param mayWait whether it may wait
   * @return false when it would have to, and may not
   */
  boolean record(AudioBlock block, Admissions.Introduction introduction, boolean mayWait)
      throws InterruptedException {
    if (admitted.of(block.streamId()) == null) {
      if (block.frames() == 0) {
        return true; // the end of what never began here
      }
      if (!admitted.admit(block, introduction)) {
        unwritten.increment();
        return true;
      }
    }
    BlockQueue.Put put = queue.offer(block);
    if (put == BlockQueue.Put.FULL && !mayWait) {
      return false;
    }
    boolean taken = put == BlockQueue.Put.FULL ? queue.put(block) : put == BlockQueue.Put.TAKEN;
    if (!taken) {
      unwritten.increment();
    }
    if (queue.droppedBlocks() > droppedBlocks) {
      droppedBlocks = queue.droppedBlocks();
      disk.fellBehind(clock.nanoTime());
    }
    return true;
  }

  /** Writes until {@link #stop}, then what is still queued, and completes all files. */
  @Override
  public void run() {
    long pollMillis = Math.min(100, limits.headerMillis / 4);
    boolean interrupted = false;
    while (!interrupted && (!stopped || queue.size() > 0)) {
      try {
        awaitBlocks(pollMillis);
        turn(pollMillis);
      } catch (InterruptedException e) {
        interrupted = true; // no time left for the queue; the files are completed all the same
      } catch (RuntimeException | Error e) {
        report(e);
      }
    }
    for (RecordedStream stream : List.copyOf(streams.values())) {
      end(stream);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isAtRest() {
    return streams.isEmpty() && admitted.isEmpty();
  }

  /** A defect of ours, or no memory: said once each, and the writer goes on. */
  private void report(Throwable defect) {
    unwritten.increment();
    if (said.first(defect.toString())) {
      LOG.error("{}: writing failed, and goes on: {}", name, defect, defect);
    }
  }

  /** Waits until there is something to do: a wake-up costs more than to write a block. */
  private void awaitBlocks(long pollMillis) throws InterruptedException {
    if (isAtRest()) {
      queue.await(REST_MILLIS);
    } else if (!toPipe) {
      queue.gather(Math.min(GATHER_MILLIS, pollMillis / 2));
    } else if (queue.await(pollMillis)) {
      LockSupport.parkNanos(this, PAIR_NANOS);
    }
  }

  /** One turn of {@link #run}: writes what there is, and looks after the files. */
  void turn(long careMillis) {
    disk.busy(true, clock.nanoTime());
    List<AudioBlock> blocks = queue.pollAll();
    try {
      blocks.forEach(this::writeOrReport);
      care(careMillis);
    } finally {
      queue.done(blocks.size());
      disk.busy(false, clock.nanoTime());
    }
  }

  /** Takes no more blocks, and lets {@link #run} end. Any thread. */
  @Override
  public void stop() {
    stopped = true;
    queue.close();
  }

  /** No block keeps those behind it from being written. */
  private void writeOrReport(AudioBlock block) {
    try {
      write(block);
    } catch (RuntimeException | Error e) {
      report(e);
    }
  }

  private void write(AudioBlock block) {
    Admissions.Admission admission = admitted.of(block.streamId());
    if (admission == null) {
      unwritten.increment(); // it was queued behind the end of its stream
      return;
    }
    RecordedStream stream = streams.computeIfAbsent(block.streamId(), id -> begin(id, admission));
    openStreams = streams.size();
    stream.lastBlockNanos = clock.nanoTime();
    boolean written = mayWrite(stream) && attempt(stream, () -> write(stream, block));
    if (!written && block.frames() > 0) {
      unwritten.increment();
    }
    if (block.last()) {
      end(stream);
    }
  }

  private RecordedStream begin(long id, Admissions.Admission admission) {
    return new RecordedStream(id, admission.fileName(), admission.source(), wanted, limits, store);
  }

  /** Whether a stream has a file, or may be given one now. */
  private boolean mayWrite(RecordedStream stream) {
    if (stream.openFiles() > 0) {
      return true;
    }
    if (stream.refused || (stream.troubled && clock.nanoTime() < stream.retryNanos)) {
      return false;
    }
    if (store.openFiles() >= limits.maxOpen && !makeRoom()) {
      admitted.sayFull(stream.name());
      return false;
    }
    return true;
  }

  /** Closes a file that only waits for late blocks, or else those of the stream longest idle. */
  private boolean makeRoom() {
    for (RecordedStream stream : streams.values()) {
      if (stream.openFiles() > 1) {
        attempt(stream, stream::completeFormer);
        return true;
      }
    }
    RecordedStream idle = null;
    for (RecordedStream stream : streams.values()) {
      if (stream.openFiles() > 0 && (idle == null || stream.isIdleLongerThan(idle))) {
        idle = stream;
      }
    }
    if (idle == null || clock.nanoTime() - idle.lastBlockNanos < SECOND_NANOS) {
      return false;
    }
    LOG.info("{}: stream {} is idle, and ended for another", name, idle.name());
    end(idle);
    return true;
  }

  private void write(RecordedStream stream, AudioBlock block) throws IOException {
    stream.write(block);
    if (store.openFiles() > limits.maxOpen) {
      stream.completeFormer(); // it is open for late blocks only
    }
  }

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
    disk.failed(stream.id(), reason(stream, e), unwrittenBlocks());
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

  private static void abandon(RecordedStream stream) {
    try {
      stream.abandon();
    } catch (IOException | RuntimeException e) {
      LOG.debug("stream {}: its files are complete as far as they could be", stream.name(), e);
    }
  }

  /** From time to time: completes headers, and ends streams that have fallen silent. */
  private void care(long everyMillis) {
    long now = clock.nanoTime();
    if (now - lastCareNanos < TimeUnit.MILLISECONDS.toNanos(everyMillis)) {
      return;
    }
    lastCareNanos = now;
    // At half time, so that what is written meanwhile, and the disk, have the other half.
    if (now - lastHeadersNanos >= TimeUnit.MILLISECONDS.toNanos(limits.headerMillis) / 2) {
      lastHeadersNanos = now;
      refreshHeaders(now);
    }
    long idleNanos = limits.idleSeconds * SECOND_NANOS;
    for (RecordedStream stream : List.copyOf(streams.values())) {
      if (now - stream.lastBlockNanos > idleNanos) {
        LOG.info("{}: stream {} fell silent", name, stream.name());
        end(stream);
      }
    }
    // A stream whose only blocks were dropped on their way here never comes to its end.
    admitted.forget(idleNanos, streams.keySet());
    if (now - lastPruneNanos >= PRUNE_NANOS) {
      lastPruneNanos = now;
      store.prune();
    }
    disk.look(now, unwrittenBlocks());
    publishTotals();
  }

  private void refreshHeaders(long now) {
    boolean durable = now >= nextForceNanos;
    for (RecordedStream stream : List.copyOf(streams.values())) {
      boolean hasFile = stream.openFiles() > 0;
      boolean good = attempt(stream, () -> refresh(stream, durable));
      if (hasFile && good) {
        stream.troubled = false;
        disk.wrote(stream.id(), unwrittenBlocks());
      }
    }
    if (durable) {
      long took = clock.nanoTime() - now;
      nextForceNanos = clock.nanoTime() + FORCE_SHARE * took;
    }
  }

  private void refresh(RecordedStream stream, boolean durable) throws IOException {
    for (Recording recording : stream.recordings().toList()) {
      store.requireThere(recording);
    }
    stream.refreshHeaders(durable);
  }

  private void end(RecordedStream stream) {
    finish(stream);
    streams.remove(stream.id());
    admitted.remove(stream.id());
    disk.ended(stream.id());
    openStreams = streams.size();
    publishTotals();
  }

  private void finish(RecordedStream stream) {
    try {
      stream.finish();
    } catch (IOException | RuntimeException e) {
      disk.failed(stream.id(), String.valueOf(e.getMessage()), unwrittenBlocks());
    }
  }

  private void publishTotals() {
    Recording.Totals sum = store.finished().totals();
    for (RecordedStream stream : streams.values()) {
      sum = stream.recordings().map(Recording::totals).reduce(sum, Recording.Totals::plus);
    }
    totals = sum;
  }

  /** Streams whose files are open, or whose blocks wait. Any thread. */
  int openStreams() {
    return Math.max(openStreams, queue.isIdle() ? 0 : 1);
  }

  /** All recordings together, at most a tenth of a second old while one is open. Any thread. */
  Recording.Totals totals() {
    return totals;
  }

  /** Blocks that came and are in no file. Any thread. */
  long unwrittenBlocks() {
    return unwritten.sum() + queue.droppedBlocks();
  }

  /** What keeps it from writing all that comes; null while nothing does. Any thread. */
  @Nullable String trouble() {
    return disk.trouble(clock.nanoTime());
  }

  Map<String, Object> report() {
    Recording.Totals all = totals();
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("recordedFrames", all.frames());
    report.put("recordedSeconds", store.finished().seconds());
    report.put("missingFrames", all.missingFrames());
    report.put("lateFrames", all.lateFrames());
    report.put("repeatedFrames", all.repeatedFrames());
    report.put("unplacedFrames", all.unplacedFrames());
    report.put("unwrittenBlocks", unwrittenBlocks());
    report.put("files", store.finished().files());
    return report;
  }

  /** The same in one line. */
  String summary() {
    Recording.Totals all = totals();
    return store.finished().summary()
        + (all.missingFrames() > 0 ? ", " + all.missingFrames() + " frames missing" : "")
        + (all.unplacedFrames() > 0 ? ", " + all.unplacedFrames() + " frames came too late" : "")
        + (unwrittenBlocks() > 0 ? ", " + unwrittenBlocks() + " blocks not written" : "")
        + (all.missingFrames() + unwrittenBlocks() == 0 ? ", nothing missing" : "");
  }
}
