package io.github.camelaudio.output;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.flow.Engine;
import io.github.camelaudio.meters.MeterTable;
import io.github.camelaudio.playout.stats.PlayoutStats;
import io.github.camelaudio.playout.stats.PlayoutTrace;
import io.github.camelaudio.playout.stats.StallCause;
import io.github.camelaudio.report.TraceFormat;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A playout's trace as a file of comma-separated values, a line a block; {@code --plot} draws it.
 * The playout thread hands over lines and never waits: when the disk cannot follow, lines are left
 * out, and said at the end. A thread of its own writes.
 */
public final class TraceFile implements PlayoutTrace, Engine {

  private static final Logger LOG = LoggerFactory.getLogger(TraceFile.class);
  private static final int QUEUE_LINES = 20_000;
  private static final long FLUSH_MILLIS = 500;

  public static final MeterTable<TraceFile> METERS =
      MeterTable.<TraceFile>of("trace")
          .counter(
              "missingLines",
              "lines",
              "Lines that are not in the file because the disk could not follow",
              trace -> trace.leftOut.sum())
          .build();

  private record Line(long nanos, List<Object> rest) {}

  private final Path path;
  private final Writer file;
  private final ArrayBlockingQueue<Line> lines = new ArrayBlockingQueue<>(QUEUE_LINES);
  private volatile boolean stopped;
  private final LongAdder leftOut = new LongAdder();
  private long originNanos;
  private boolean started;

  /**
   * Begins a file; one that is there is replaced.
   *
   * @throws IOException when it cannot be written
   */
  public TraceFile(Path path) throws IOException {
    this.path = path;
    this.file = open(path);
    file.write(TraceFormat.line(List.of(TraceFormat.header())));
    file.flush();
  }

  private static Writer open(Path path) throws IOException {
    try {
      Path folder = path.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      return Files.newBufferedWriter(path);
    } catch (IOException e) {
      // The message of a FileSystemException is often the path alone; its class says why.
      throw new IOException(
          "the trace cannot be written to "
              + path
              + ": "
              + e
              + "; name a file in a folder that can be written to",
          e);
    }
  }

  @Override
  public void block(AudioBlock block, long arrivalNanos, Reading reading, Event event) {
    PlayoutStats stats = reading.stats();
    add(
        arrivalNanos,
        block.streamName(),
        block.sequence(),
        Integer.toUnsignedLong(block.timestamp()),
        block.frames(),
        block.format().sampleRateHz(),
        TraceFormat.number(reading.delayMillis(), 3),
        TraceFormat.number(reading.targetMillis(), 3),
        TraceFormat.number(reading.levelMillis(), 3),
        TraceFormat.number(reading.speedPpm(), 1),
        stats.concealedFrames(),
        stats.lateFrames(),
        word(event),
        stats.skippedFrames(),
        stats.cutFrames(),
        stats.compressedFrames(),
        "");
  }

  private static String word(Event event) {
    TraceFormat.Event written =
        switch (event) {
          case NONE -> TraceFormat.Event.NONE;
          case BEGAN -> TraceFormat.Event.BEGAN;
          case RESTART -> TraceFormat.Event.RESTART;
        };
    return written.word();
  }

  @Override
  public void ended(long streamId, long nowNanos) {
    addEvent(nowNanos, AudioBlock.nameOf(streamId), TraceFormat.Event.ENDED, "");
  }

  @Override
  public void stalled(StallCause cause, long nanos, long nowNanos) {
    boolean device = cause == StallCause.DEVICE;
    addEvent(
        nowNanos,
        AudioBlock.nameOf(0),
        device ? TraceFormat.Event.DEVICE : TraceFormat.Event.MACHINE,
        TraceFormat.number(nanos / 1e6, 3));
  }

  private void addEvent(long nanos, String stream, TraceFormat.Event event, String stallMillis) {
    add(nanos, stream, 0, 0, 0, 0, "", "", "", "", 0, 0, event.word(), "", "", "", stallMillis);
  }

  private void add(long nanos, Object... rest) {
    if (!lines.offer(new Line(nanos, List.of(rest)))) {
      leftOut.increment();
    }
  }

  /** Writes until {@link #stop}, then what is left. */
  @Override
  public void run() {
    try {
      while (!stopped || !lines.isEmpty()) {
        Line line = lines.poll(FLUSH_MILLIS, TimeUnit.MILLISECONDS);
        if (line != null) {
          write(line);
        }
        if (line == null || lines.isEmpty()) {
          file.flush();
        }
      }
    } catch (IOException e) {
      LOG.error("{}: the trace ends here: {}", path, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the route is being stopped
    } finally {
      close();
    }
  }

  private void write(Line line) throws IOException {
    if (!started) {
      started = true;
      originNanos = line.nanos;
    }
    List<Object> fields = new ArrayList<>();
    fields.add(TraceFormat.number((line.nanos - originNanos) / 1e9, 6));
    fields.addAll(line.rest);
    file.write(TraceFormat.line(fields));
  }

  private void close() {
    try {
      file.close();
    } catch (IOException e) {
      LOG.error("{}: closing the trace failed: {}", path, e.getMessage());
    }
    if (leftOut.sum() > 0) {
      LOG.warn("{}: the disk could not follow, {} lines are missing", path, leftOut.sum());
    }
  }

  /** Any thread. */
  @Override
  public void stop() {
    stopped = true;
  }
}
