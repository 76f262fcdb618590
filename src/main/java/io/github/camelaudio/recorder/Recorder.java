package io.github.camelaudio.recorder;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.flow.BlockQueue;
import io.github.camelaudio.flow.Engine;
import io.github.camelaudio.flow.HeldMemory;
import io.github.camelaudio.flow.OnceFilter;
import io.github.camelaudio.flow.Receipt;
import io.github.camelaudio.recorder.store.FinishedRecordings;
import io.github.camelaudio.recorder.store.Recording;
import io.github.camelaudio.recorder.store.RecordingFiles;
import io.github.camelaudio.recorder.store.RecordingStatus;
import io.github.camelaudio.recorder.store.RecordingStore;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes each stream to files of its own. Routes call {@link #record}, which fills a bounded queue;
 * one writer thread runs {@link #run}, and alone touches the disk.
 */
public final class Recorder implements Engine {

  /**
   * What a recorder holds, and for how long.
   *
   * @param queueMillis how much sound of each stream waits for the disk
   * @param headerMillis how often a file is made whole as it stands
   * @param maxGapMillis the longest silence written for a gap; beyond it a new file begins
   * @param lateSeconds how late a block may fill its gap
   * @param idleSeconds after how long without a block a stream has ended
   * @param maxOpen how many files are open at once
   * @param maxOpenPerHost of these, how many are of streams of one host
   * @param newFilesPerHour how many files the streams of one host begin at once, and then each hour
   * @param minMillis how much sound a live stream must bring for a file
   */
  public record Limits(
      int queueMillis,
      int headerMillis,
      int maxGapMillis,
      int lateSeconds,
      int idleSeconds,
      int maxOpen,
      int maxOpenPerHost,
      int newFilesPerHour,
      int minMillis) {

    long slackNanos() {
      return lateSeconds * SECOND_NANOS + TimeUnit.MILLISECONDS.toNanos(queueMillis);
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

  /** How long live blocks gather before they are written; a growing file is not read sooner. */
  private static final long GATHER_MILLIS = 50;

  /** The same for standard output, which has a reader: for packets that come in pairs. */
  private static final long PAIR_NANOS = 200_000;

  /** The bytes of a source that can wait to read ahead, so that source and disk work at once. */
  private static final int WAITING_BYTES = 2 << 20;

  /** How often the writer wakes up while no stream is known; a block wakes it at once. */
  private static final long REST_MILLIS = 1_000;

  private static final long SECOND_NANOS = 1_000_000_000L;

  /** The writer runs several times a second while a stream is known. */
  private static final long STOOD_STILL_NANOS = SECOND_NANOS;

  private static final long PRUNE_NANOS = 60 * SECOND_NANOS;

  /** Waiting for the disk at each header takes at most a quarter of the writer's time. */
  private static final int FORCE_SHARE = 3;

  private final String name;
  private final Limits limits;
  private final AudioClock clock;
  private final BlockQueue queue;
  private final RecordingStore store;
  private final DiskState disk;
  private final boolean toPipe;
  private final OnceFilter said = new OnceFilter();
  private final StreamRegistry registry;
  private final LostBlocks lost;
  private final FileAttempts attempts;
  private final Intake intake;
  private volatile Recording.Totals totals = Recording.Totals.NONE;

  /** The writer thread's alone. */
  private final RecordedStreams streams;

  private long lastRunNanos;
  private long lastMaintainNanos;
  private long lastHeadersNanos;
  private long lastPruneNanos;
  private long nextForceNanos;
  private volatile int openStreams;
  private volatile boolean stopped;

  /**
   * Makes a recorder that does nothing yet.
   *
   * @param wanted the format of all files; null for each stream's own
   * @param memory of which the blocks that wait take theirs
   */
  public Recorder(
      String name,
      RecordingFiles files,
      RecordingStore store,
      Limits limits,
      @Nullable PcmFormat wanted,
      HeldMemory memory,
      AudioClock clock) {
    this.name = name;
    this.registry = new StreamRegistry(name, files, limits.maxOpen, clock);
    this.store = store;
    this.toPipe = store.isStandardOutput();
    this.limits = limits;
    this.clock = clock;
    HeldMemory.Holder held = memory.open();
    this.queue = BlockQueue.ofStreams(limits.queueMillis, WAITING_BYTES, held, clock);
    this.lost = new LostBlocks(queue::droppedBlocks);
    this.disk = new DiskState(name);
    this.attempts = new FileAttempts(name, disk, lost, clock);
    this.intake = new Intake(registry, queue, store.earlier(), disk, lost, clock);
    this.streams =
        new RecordedStreams(name, limits, wanted, clock, store, registry, attempts, lost, held);
    this.lastRunNanos = clock.nanoTime();
    this.lastMaintainNanos = lastRunNanos;
    this.lastHeadersNanos = lastRunNanos;
    this.lastPruneNanos = lastRunNanos - PRUNE_NANOS;
    this.nextForceNanos = lastRunNanos;
  }

  /**
   * Takes a block to be written. Any thread. A live block never waits; another one waits while the
   * disk is behind.
   *
   * @param description asked at a stream's first block
   */
  public void record(AudioBlock block, StreamDescription description) throws InterruptedException {
    record(block, description, true, null);
  }

  /**
   * The same.
   *
   * @param mayWait whether it may wait
   * @param receipt held until the disk has the samples of a block that is not live, or the block is
   *     left out for good; null for none
   * @return false when it would have to wait, and may not
   */
  public boolean record(
      AudioBlock block, StreamDescription description, boolean mayWait, @Nullable Receipt receipt)
      throws InterruptedException {
    return intake.take(block, description, mayWait, receipt);
  }

  /** Writes until {@link #stop}, then what is still queued, and completes all files. */
  @Override
  public void run() {
    long pollMillis = Math.min(100, limits.headerMillis / 4);
    boolean interrupted = false;
    while (!interrupted && (!stopped || queue.size() > 0)) {
      try {
        awaitBlocks(pollMillis);
        runOnce(pollMillis);
      } catch (InterruptedException e) {
        interrupted = true; // no time left for the queue
      } catch (RuntimeException | Error e) {
        report(e);
      }
    }
    streams.endAll();
    publishTotals();
    lost.add(queue.clear()); // what an interrupt left
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** A defect of ours, or no memory: logged once each. */
  private void report(Throwable defect) {
    lost.add(1);
    if (said.first(defect.toString())) {
      LOG.error("{}: writing failed and continues: {}", name, defect, defect);
    }
  }

  /** Waits until there is something to do: a wake-up costs more than to write a block. */
  private void awaitBlocks(long pollMillis) throws InterruptedException {
    if (streams.size() == 0 && registry.isEmpty()) {
      queue.await(REST_MILLIS);
    } else if (!toPipe) {
      queue.gather(Math.min(GATHER_MILLIS, pollMillis / 2));
    } else if (queue.await(pollMillis)) {
      LockSupport.parkNanos(this, PAIR_NANOS);
    }
  }

  /** One pass of {@link #run}: writes what is queued, and maintains the files. */
  void runOnce(long maintainMillis) {
    noticeStandstill();
    disk.busy(true, clock.nanoTime());
    List<AudioBlock> blocks = queue.pollAll();
    try {
      blocks.forEach(this::writeOrReport);
      if (openStreams != streams.size()) {
        publishTotals();
      }
      noticeStandstill();
      maintain(maintainMillis);
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
      streams.write(block, intake.receiptOf(block));
    } catch (RuntimeException | Error e) {
      report(e);
    }
  }

  /**
   * Notices when this thread did not run for a second: the process was stopped, or the disk took
   * long. That is no silence of the streams, whose blocks may still wait in a socket.
   */
  private void noticeStandstill() {
    long now = clock.nanoTime();
    long passed = now - lastRunNanos;
    lastRunNanos = now;
    if (passed > STOOD_STILL_NANOS) {
      streams.stoodStill(passed);
    }
  }

  /** Completes headers, ends idle streams, removes old files: each when it is due. */
  private void maintain(long everyMillis) {
    long now = clock.nanoTime();
    if (now - lastMaintainNanos < TimeUnit.MILLISECONDS.toNanos(everyMillis)) {
      return;
    }
    lastMaintainNanos = now;
    // At half time, so that what is written meanwhile, and the disk, have the other half.
    if (now - lastHeadersNanos >= TimeUnit.MILLISECONDS.toNanos(limits.headerMillis) / 2) {
      lastHeadersNanos = now;
      refreshHeaders(now);
    }
    streams.endIdle(limits.idleSeconds * SECOND_NANOS);
    if (now - lastPruneNanos >= PRUNE_NANOS) {
      lastPruneNanos = now;
      store.prune();
    }
    disk.update(now, unwrittenBlocks());
    publishTotals();
  }

  private void refreshHeaders(long now) {
    boolean durable = now >= nextForceNanos;
    streams.refreshHeaders(durable);
    if (durable) {
      long took = clock.nanoTime() - now;
      nextForceNanos = clock.nanoTime() + FORCE_SHARE * took;
    }
  }

  private void publishTotals() {
    Recording.Totals sum = store.finished().totals();
    totals = streams.recordings().map(Recording::totals).reduce(sum, Recording.Totals::plus);
    openStreams = streams.size();
  }

  /** Streams whose files are open, or whose blocks wait. Any thread. */
  public int openStreams() {
    return Math.max(openStreams, queue.isIdle() ? 0 : 1);
  }

  /** All recordings together, at most a tenth of a second old while one is open. Any thread. */
  public Recording.Totals totals() {
    return totals;
  }

  /** Blocks that came and are in no file. Any thread. */
  public long unwrittenBlocks() {
    return lost.total();
  }

  /** The files that are being written. Any thread. */
  public List<RecordingStatus> writing() {
    return store.writing();
  }

  FinishedRecordings finished() {
    return store.finished();
  }

  /** Live streams that ended before they had brought enough for a file. Any thread. */
  public long shortStreams() {
    return streams.shortStreams();
  }

  /** Streams that were refused a file because of their host. Any thread. */
  public long overHostStreams() {
    return streams.overHostStreams();
  }

  /** Log lines on streams and files that were left out. Any thread. */
  public long leftOutLines() {
    return store.leftOutLines() + attempts.leftOutLines();
  }

  /** What keeps it from writing all that comes; null while nothing does. Any thread. */
  public @Nullable String trouble() {
    return disk.trouble(clock.nanoTime());
  }
}
