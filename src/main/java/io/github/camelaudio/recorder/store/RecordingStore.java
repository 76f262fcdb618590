package io.github.camelaudio.recorder.store;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.file.RecordingWriter;
import io.github.camelaudio.file.StartTime;
import io.github.camelaudio.file.wav.WavWriter;
import io.github.camelaudio.flow.PrintableText;
import io.github.camelaudio.limits.LogLimit;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens and completes the files of one recorder, logs both, and knows which are open. The writer
 * thread's alone.
 */
public final class RecordingStore {

  private static final Logger LOG = LoggerFactory.getLogger(RecordingStore.class);

  /** The seconds of a stream that must fit on the disk before a file is tried after a failure. */
  private static final int ROOM_SECONDS = 5;

  private static final long MIN_ROOM_BYTES = 64 * 1024;

  /** Lines on streams and files: begin and end of twice as many files as may usually be open. */
  private static final int LINES_AT_ONCE = 600;

  private final String label;
  private final RecordingFiles files;
  private final @Nullable FileLimit split;
  private final @Nullable RetentionPolicy kept;
  private final @Nullable RecordingReports reports;
  private final AudioClock clock;
  private final ZoneId zone = ZoneId.systemDefault();
  private final FinishedRecordings finished = new FinishedRecordings();
  private final LogLimit lines;

  /** By absolute path. */
  private final Map<Path, Recording> open = new ConcurrentHashMap<>();

  private final EarlierRecordings earlier;
  private boolean standardOutputTaken;

  public RecordingStore(
      String label,
      RecordingFiles files,
      @Nullable FileLimit split,
      @Nullable RetentionPolicy kept,
      @Nullable RecordingReports reports,
      AudioClock clock) {
    this.label = label;
    this.files = files;
    this.split = split;
    this.kept = kept;
    this.reports = reports;
    this.clock = clock;
    this.earlier = new EarlierRecordings(label, files, clock);
    this.lines = new LogLimit(label, LINES_AT_ONCE, clock.nanoTime());
  }

  /**
   * What a stream needs for its next file.
   *
   * @param start when the file's first frame is
   * @param position of that frame among the stream's
   * @param number of the file among the stream's, from 0 on
   * @param needsRoom whether the disk must have room for some seconds
   * @param place of that frame among the stream's, such that a later run knows it again; null for
   *     none
   */
  public record Request(
      StreamIdentity stream,
      PcmFormat format,
      StartTime start,
      long position,
      int number,
      boolean needsRoom,
      EarlierRecordings.@Nullable Place place) {

    private RecordingKind.Description description() {
      return new RecordingKind.Description(
          "stream " + stream.name() + (place == null ? "" : place.text()) + stream.source(),
          stream.name() + start.date().replace("-", "") + start.time().replace(":", ""),
          start);
    }

    private long roomBytes() {
      long bytes = (long) ROOM_SECONDS * format.sampleRateHz() * format.bytesPerFrame();
      return needsRoom ? Math.max(MIN_ROOM_BYTES, bytes) : 0;
    }

    private RecordingFiles.Request file() {
      return new RecordingFiles.Request(
          stream.fileName(), stream.name() + ".wav", number, roomBytes());
    }
  }

  /** What an earlier run has written, or this one of streams that have ended. */
  public EarlierRecordings earlier() {
    return earlier;
  }

  /** When a stream begins that begins now with a block. */
  public StartTime startOf(AudioBlock first) {
    return StartTime.of(first, clock.epochNanos(), zone);
  }

  public boolean isStandardOutput() {
    return files.isStandardOutput();
  }

  /** Opens a stream's next file. */
  public Recording open(Request request) throws IOException {
    Recording recording = isStandardOutput() ? openStandardOutput(request) : openFile(request);
    if (mayLog()) {
      LOG.info(
          "{}: recording stream {}, {}, to {}",
          label,
          request.stream.name(),
          request.format,
          PrintableText.of(recording.path()));
    }
    return recording;
  }

  private Recording openStandardOutput(Request request) throws IOException {
    if (standardOutputTaken) {
      throw new FileAlreadyExistsException("standard output has its recording already");
    }
    standardOutputTaken = true;
    WavWriter writer = WavWriter.streaming(RecordingFiles.standardOutput(), request.format);
    RecordingFiles.Opened file =
        new RecordingFiles.Opened(Path.of(RecordingFiles.STANDARD_OUTPUT), 0, null);
    return new Recording(request.stream, file, writer, request.format, null, 0, Long.MAX_VALUE);
  }

  private Recording openFile(Request request) throws IOException {
    RecordingFiles.Request wanted = request.file();
    Path path = files.wanted(wanted);
    RecordingKind kind = RecordingKind.of(path);
    kind.require(path, request.format);
    RecordingFiles.Opened opened = files.open(wanted, other -> open.containsKey(absolute(other)));
    try {
      Recording recording = begin(kind, request, opened);
      open.put(absolute(opened.path()), recording);
      return recording;
    } catch (IOException | RuntimeException | Error e) {
      opened.release();
      Files.deleteIfExists(opened.path());
      if (e instanceof IOException failure) {
        throw RecordingFiles.cannotWrite(opened.path(), failure);
      }
      throw e;
    }
  }

  private Recording begin(RecordingKind kind, Request request, RecordingFiles.Opened opened)
      throws IOException {
    PcmFormat format = request.format;
    RecordingKind.Description description = request.description();
    RecordingWriter writer = kind.begin(opened.channel(), format, description);
    return new Recording(
        request.stream,
        opened,
        writer,
        format,
        reports == null ? null : reports.begin(opened.path(), format),
        request.position,
        maxFrames(kind, format, description));
  }

  private long maxFrames(
      RecordingKind kind, PcmFormat format, RecordingKind.Description description) {
    if (split == null) {
      return kind.maxFrames();
    }
    if (split.kind() == FileLimit.Kind.DURATION) {
      long frames = split.value() * format.sampleRateHz() / TimeUnit.SECONDS.toMillis(1);
      return Math.min(frames, kind.maxFrames());
    }
    return kind.framesIn(split.value(), format, description);
  }

  /** Completes a file, and logs its counts; one without frames is removed. */
  public void complete(Recording recording) throws IOException {
    open.remove(absolute(recording.path()));
    earlier.forget();
    try {
      recording.close();
    } catch (IOException e) {
      throw RecordingFiles.cannotWrite(recording.path(), e);
    } finally {
      recording.file().release();
      if (recording.totals().frames() > 0) {
        finish(recording);
      } else if (!isStandardOutput() && recording.file().isThere()) {
        Files.deleteIfExists(recording.path());
      }
    }
  }

  private void finish(Recording recording) {
    double seconds = finished.add(recording);
    if (mayLog()) {
      LOG.info(
          "{}: recorded {} s of stream {} to {}, {}",
          label,
          String.format(Locale.ROOT, "%.3f", seconds),
          recording.stream().name(),
          PrintableText.of(recording.path()),
          recording.totals().troubles());
    }
    if (kept != null) {
      kept.add(recording.path(), recording.stream().host());
      prune();
    }
  }

  /** Removes what option keep does not keep. */
  public void prune() {
    if (kept != null) {
      Map<Path, String> sources = new HashMap<>();
      open.forEach((path, recording) -> sources.put(path, recording.stream().host()));
      kept.prune(sources, TimeUnit.NANOSECONDS.toMillis(clock.epochNanos()), this::mayLog);
    }
  }

  /**
   * Checks that a file is still where it was opened: what goes to a removed one is lost.
   *
   * @throws NoSuchFileException when it is not
   */
  public void requireThere(Recording recording) throws IOException {
    if (!recording.file().isThere()) {
      throw new NoSuchFileException(
          PrintableText.of(recording.path()),
          null,
          "it was removed or replaced while it was written");
    }
  }

  /** Whether to log one more line on a stream or file, which counts it; if not, it is left out. */
  public boolean mayLog() {
    return lines.allows(clock.nanoTime());
  }

  /** Lines that were left out. Any thread. */
  public long leftOutLines() {
    return lines.leftOut();
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }

  public int openFiles() {
    return open.size();
  }

  /** Completed files. */
  public FinishedRecordings finished() {
    return finished;
  }

  /** The files that are being written. Any thread. */
  public List<RecordingStatus> writing() {
    return open.values().stream().map(Recording::status).toList();
  }
}
