package io.github.camelaudio.component.wav;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.PcmConverter;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.component.BlockQueue;
import io.github.camelaudio.component.SharedEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes each stream to a file of its own. Routes call {@link #record}, which puts the block into a
 * bounded queue; one writer thread runs {@link #run}, and alone touches the disk.
 */
final class Recorder implements SharedEngine.Engine {

  /** When headers are refreshed, gaps are too long, streams have fallen silent. */
  record Limits(int headerMillis, int maxGapMillis, long idleNanos) {}

  private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
  private static final int QUEUE_MILLIS = 2_000;
  private static final int MAX_STREAMS = 64;

  private final String name;
  private final RecordingFiles files;
  private final Limits limits;
  private final @Nullable PcmFormat wanted;
  private final AudioClock clock;
  private final BlockQueue queue = new BlockQueue(QUEUE_MILLIS);
  private final Map<Long, Admission> admitted = new ConcurrentHashMap<>();
  private final LongAdder unwritten = new LongAdder();
  private volatile Recording.Totals totals = Recording.Totals.NONE;
  private final FinishedRecordings finished = new FinishedRecordings();

  /** The writer thread's alone. */
  private final Map<Long, Stream> streams = new HashMap<>();

  private long lastCareNanos;
  private long lastHeadersNanos;
  private volatile int openStreams;
  private volatile boolean stopped;
  private volatile boolean saidFull;

  Recorder(
      String name,
      RecordingFiles files,
      Limits limits,
      @Nullable PcmFormat wanted,
      AudioClock clock) {
    this.name = name;
    this.files = files;
    this.limits = limits;
    this.wanted = wanted;
    this.clock = clock;
    this.lastCareNanos = clock.nanoTime();
    this.lastHeadersNanos = lastCareNanos;
  }

  /** The file that a stream is to go to, said by its first block, and when that was. */
  private record Admission(String fileName, long nanos) {}

  /** What is open for one stream; without a recording when it cannot be written. */
  private static final class Stream {
    final long id;
    @Nullable Recording recording;
    @Nullable Path path;
    @Nullable PcmConverter converter;
    long lastBlockNanos;
    boolean failed;

    Stream(long id) {
      this.id = id;
    }
  }

  /**
   * Takes a block to be written. Any thread. A live block never waits; another one waits while the
   * disk is behind.
   *
   * @param fileName asked at a stream's first block
   */
  void record(AudioBlock block, Supplier<String> fileName) throws InterruptedException {
    if (!admitted.containsKey(block.streamId())) {
      if (block.frames() == 0) {
        return; // the end of what never began here
      }
      if (!admit(block, fileName)) {
        unwritten.increment();
        return;
      }
    }
    if (!queue.put(block)) {
      unwritten.increment();
    }
  }

  private synchronized boolean admit(AudioBlock block, Supplier<String> fileName) {
    boolean oneOnly = files.isStandardOutput();
    if (admitted.size() >= (oneOnly ? 1 : MAX_STREAMS)) {
      if (!saidFull) {
        saidFull = true;
        LOG.warn(
            "{}: stream {} is not recorded: {} being recorded already",
            name,
            block.streamName(),
            oneOnly ? "one is" : MAX_STREAMS + " are");
      }
      return false;
    }
    String file = oneOnly || files.isOneFile() ? "" : named(fileName);
    admitted.put(block.streamId(), new Admission(file, clock.nanoTime()));
    return true;
  }

  /** The expression's name; an empty one, which no file can have, when it fails. */
  private String named(Supplier<String> fileName) {
    try {
      return String.valueOf(fileName.get());
    } catch (RuntimeException e) {
      LOG.error("{}: option fileName cannot be evaluated: {}", name, e.getMessage());
      return "";
    }
  }

  /** Writes until {@link #stop}, then what is still queued, and completes all files. */
  @Override
  public void run() {
    long pollMillis = Math.min(100, limits.headerMillis);
    boolean interrupted = false;
    try {
      while (!stopped || queue.size() > 0) {
        turn(pollMillis);
      }
    } catch (InterruptedException e) {
      interrupted = true; // no time left for the queue; the files are completed all the same
    } finally {
      for (Stream stream : List.copyOf(streams.values())) {
        end(stream);
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** One turn of {@link #run}: waits so long for a block, writes it, and looks after the files. */
  void turn(long pollMillis) throws InterruptedException {
    AudioBlock block = queue.poll(pollMillis);
    if (block != null) {
      write(block);
      queue.done();
    }
    care(pollMillis);
  }

  /** Takes no more blocks, and lets {@link #run} end. Any thread. */
  @Override
  public void stop() {
    stopped = true;
    queue.close();
  }

  private void write(AudioBlock block) {
    if (!admitted.containsKey(block.streamId())) {
      unwritten.increment(); // it was queued behind the end of its stream
      return;
    }
    Stream stream = streams.computeIfAbsent(block.streamId(), Stream::new);
    openStreams = streams.size();
    stream.lastBlockNanos = clock.nanoTime();
    try {
      write(stream, convert(stream, block));
    } catch (IOException | RuntimeException e) {
      fail(stream, e);
    }
    if (stream.failed && block.frames() > 0) {
      unwritten.increment();
    }
    if (block.last()) {
      end(stream);
    }
  }

  private void write(Stream stream, AudioBlock block) throws IOException {
    if (stream.failed) {
      return;
    }
    Recording recording = stream.recording;
    if (block.frames() > 0) {
      if (recording == null || !recording.takes(block)) {
        recording = open(stream, block);
      }
      recording.write(block);
    }
    if (block.last() && recording != null) {
      recording.extendTo(block);
    }
  }

  private AudioBlock convert(Stream stream, AudioBlock block) {
    if (wanted == null || stream.failed || wanted.equals(block.format())) {
      return block;
    }
    PcmConverter converter = stream.converter;
    if (converter == null || !converter.from().equals(block.format())) {
      converter = new PcmConverter(block.format(), wanted);
      stream.converter = converter;
    }
    return converter.convert(block);
  }

  private Recording open(Stream stream, AudioBlock first) throws IOException {
    boolean follows = stream.recording != null;
    finish(stream);
    String fileName = fileName(stream);
    Recording recording;
    if (files.isStandardOutput()) {
      WavWriter writer = WavWriter.streaming(RecordingFiles.standardOutput(), first.format());
      recording = new Recording(writer, first, false, limits.maxGapMillis);
      stream.path = Path.of(WavEndpoint.STANDARD_STREAM);
    } else {
      RecordingFiles.Opened opened = files.open(fileName, follows || isOpen(fileName));
      stream.path = opened.path();
      WavWriter writer = new WavWriter(opened.channel(), first.format());
      recording = new Recording(writer, first, true, limits.maxGapMillis);
    }
    stream.recording = recording;
    LOG.info(
        "{}: recording stream {}, {}, to {}",
        name,
        first.streamName(),
        first.format(),
        stream.path);
    return recording;
  }

  /** Whether a file of that name is being written, which an override must leave alone. */
  private boolean isOpen(String fileName) {
    return streams.values().stream()
        .anyMatch(other -> other.recording != null && fileName.equals(fileName(other)));
  }

  private String fileName(Stream stream) {
    Admission admission = admitted.get(stream.id);
    return admission == null ? "" : admission.fileName;
  }

  /** From time to time: completes headers, and ends streams that have fallen silent. */
  private void care(long everyMillis) {
    long now = clock.nanoTime();
    if (now - lastCareNanos < TimeUnit.MILLISECONDS.toNanos(everyMillis)) {
      return;
    }
    boolean headers = dueHeaders(now);
    lastCareNanos = now;
    for (Stream stream : List.copyOf(streams.values())) {
      if (now - stream.lastBlockNanos > limits.idleNanos) {
        LOG.info("{}: stream {} fell silent", name, AudioBlock.nameOf(stream.id));
        end(stream);
      } else if (headers && stream.recording != null) {
        try {
          stream.recording.refreshHeader();
        } catch (IOException | RuntimeException e) {
          fail(stream, e);
        }
      }
    }
    // A stream whose only blocks were dropped on their way here never comes to its end.
    admitted
        .entrySet()
        .removeIf(
            entry ->
                !streams.containsKey(entry.getKey())
                    && now - entry.getValue().nanos > limits.idleNanos);
    publishTotals();
  }

  private boolean dueHeaders(long now) {
    if (now - lastHeadersNanos < TimeUnit.MILLISECONDS.toNanos(limits.headerMillis)) {
      return false;
    }
    lastHeadersNanos = now;
    return true;
  }

  private void fail(Stream stream, Exception e) {
    LOG.error(
        "{}: stream {} is not recorded any more: {}",
        name,
        AudioBlock.nameOf(stream.id),
        e.getMessage());
    stream.failed = true;
    finish(stream);
  }

  private void end(Stream stream) {
    finish(stream);
    streams.remove(stream.id);
    admitted.remove(stream.id);
    saidFull = false;
    openStreams = streams.size();
    publishTotals();
  }

  /** Completes a stream's file, and says what came of it. */
  private void finish(Stream stream) {
    Recording recording = stream.recording;
    Path path = stream.path;
    if (recording == null || path == null) {
      return;
    }
    stream.recording = null;
    try {
      recording.close();
    } catch (IOException | RuntimeException e) {
      LOG.error("{}: completing {} failed: {}", name, path, e.getMessage());
    }
    double seconds = finished.add(path, recording);
    long missingFrames = recording.totals().missingFrames();
    LOG.info(
        "{}: recorded {} s of stream {} to {}, {}",
        name,
        String.format("%.3f", seconds),
        AudioBlock.nameOf(stream.id),
        path,
        missingFrames == 0 ? "nothing missing" : missingFrames + " frames missing");
  }

  private void publishTotals() {
    Recording.Totals sum = finished.totals();
    for (Stream stream : streams.values()) {
      Recording recording = stream.recording;
      sum = recording == null ? sum : sum.plus(recording.totals());
    }
    totals = sum;
  }

  /** Streams whose files are open, or whose blocks wait. Any thread. */
  int openStreams() {
    return Math.max(openStreams, queue.isIdle() ? 0 : 1);
  }

  /** All recordings together, at most a tenth of a second old. Any thread. */
  Recording.Totals totals() {
    return totals;
  }

  long unwrittenBlocks() {
    return unwritten.sum() + queue.droppedBlocks();
  }

  Map<String, Object> report() {
    Recording.Totals all = totals();
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("recordedFrames", all.frames());
    report.put("recordedSeconds", finished.seconds());
    report.put("missingFrames", all.missingFrames());
    report.put("lateFrames", all.lateFrames());
    report.put("repeatedFrames", all.repeatedFrames());
    report.put("unwrittenBlocks", unwrittenBlocks());
    report.put("files", finished.files());
    return report;
  }

  /** The same in one line. */
  String summary() {
    Recording.Totals all = totals();
    return finished.summary()
        + (all.missingFrames() > 0 ? ", " + all.missingFrames() + " frames missing" : "")
        + (unwrittenBlocks() > 0 ? ", " + unwrittenBlocks() + " blocks not written" : "")
        + (all.missingFrames() + unwrittenBlocks() == 0 ? ", nothing missing" : "");
  }
}
