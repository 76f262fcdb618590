package io.github.camelaudio.recorder;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.file.RecordingWriter;
import io.github.camelaudio.file.StartTime;
import io.github.camelaudio.file.wav.WavWriter;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens and completes the files of all streams of one recorder, says so, and knows which are open.
 * The writer thread's alone.
 */
public final class RecordingStore implements RecordedStream.Files {

  private static final Logger LOG = LoggerFactory.getLogger(RecordingStore.class);

  /** The seconds of a stream that must fit on the disk before a file is tried after trouble. */
  private static final int ROOM_SECONDS = 5;

  private static final long MIN_ROOM_BYTES = 64 * 1024;

  private final String label;
  private final RecordingFiles files;
  private final @Nullable FileLimit split;
  private final @Nullable RetentionPolicy kept;
  private final @Nullable RecordingReports reports;
  private final AudioClock clock;
  private final ZoneId zone = ZoneId.systemDefault();
  private final FinishedRecordings finished = new FinishedRecordings();

  /** The open files, with their claims; by absolute path. */
  private final Map<Path, Open> open = new HashMap<>();

  private boolean standardOutputTaken;

  private record Open(String source, OpenRecordings.Claim claim) {}

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
  }

  @Override
  public StartTime startOf(AudioBlock first) {
    return StartTime.of(first, clock.epochNanos(), zone);
  }

  @Override
  public Recording open(RecordedStream stream, PcmFormat format, StartTime start, long place)
      throws IOException {
    Recording recording =
        files.isStandardOutput()
            ? openStandardOutput(format)
            : openFile(stream, format, start, place);
    LOG.info("{}: recording stream {}, {}, to {}", label, stream.name(), format, recording.path());
    return recording;
  }

  private Recording openStandardOutput(PcmFormat format) throws IOException {
    if (standardOutputTaken) {
      throw new FileAlreadyExistsException("standard output has its recording already");
    }
    standardOutputTaken = true;
    WavWriter writer = WavWriter.streaming(RecordingFiles.standardOutput(), format);
    Path path = Path.of(RecordingFiles.STANDARD_OUTPUT);
    return new Recording(path, writer, format, null, 0, Long.MAX_VALUE);
  }

  private Recording openFile(RecordedStream stream, PcmFormat format, StartTime start, long place)
      throws IOException {
    long room =
        Math.max(
            MIN_ROOM_BYTES, (long) ROOM_SECONDS * format.sampleRateHz() * format.bytesPerFrame());
    RecordingFiles.Request request =
        new RecordingFiles.Request(
            stream.fileName(),
            stream.name() + ".wav",
            stream.nextNumber(),
            stream.troubled ? room : 0);
    Path wanted = files.wanted(request);
    RecordingKind kind = RecordingKind.of(wanted);
    kind.require(wanted, format);
    RecordingKind.Description description = description(stream, start);
    RecordingFiles.Opened opened = files.open(request, path -> open.containsKey(absolute(path)));
    stream.tookNumber(opened.number());
    try {
      RecordingWriter writer = kind.begin(opened.channel(), format, description);
      Recording recording =
          new Recording(
              opened.path(),
              writer,
              format,
              reports == null ? null : reports.begin(opened.path(), format),
              place,
              maxFrames(kind, format, description));
      Open file = new Open(SourceName.of(stream.source()), opened.claim());
      open.put(absolute(opened.path()), file);
      return recording;
    } catch (IOException | RuntimeException | Error e) {
      opened.claim().close();
      Files.deleteIfExists(opened.path());
      if (e instanceof IOException) {
        throw new IOException("cannot write " + opened.path() + ": " + e.getMessage(), e);
      }
      throw e;
    }
  }

  private static RecordingKind.Description description(RecordedStream stream, StartTime start) {
    return new RecordingKind.Description(
        "stream " + stream.name() + stream.source(),
        stream.name() + start.date().replace("-", "") + start.time().replace(":", ""),
        start);
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

  /** Completes a file, and says what came of it; one without frames is removed. */
  @Override
  public void complete(RecordedStream stream, Recording recording) throws IOException {
    Open file = open.remove(absolute(recording.path()));
    try {
      recording.close();
    } catch (IOException e) {
      throw new IOException("cannot write " + recording.path() + ": " + e.getMessage(), e);
    } finally {
      if (file != null) {
        file.claim.close();
      }
      if (recording.totals().frames() > 0) {
        sayCompleted(stream, recording);
      } else if (file != null && isThere(recording, file)) {
        Files.deleteIfExists(recording.path());
      }
    }
  }

  private void sayCompleted(RecordedStream stream, Recording recording) {
    double seconds = finished.add(recording);
    LOG.info(
        "{}: recorded {} s of stream {} to {}, {}",
        label,
        String.format(Locale.ROOT, "%.3f", seconds),
        stream.name(),
        recording.path(),
        recording.totals().troubles());
    if (kept != null) {
      kept.add(recording.path(), SourceName.of(stream.source()));
      prune();
    }
  }

  /** Removes what option keep does not keep. */
  void prune() {
    if (kept != null) {
      Map<Path, String> sources = new HashMap<>();
      open.forEach((path, file) -> sources.put(path, file.source));
      kept.prune(sources, TimeUnit.NANOSECONDS.toMillis(clock.epochNanos()));
    }
  }

  /**
   * Looks whether a file is still where it was opened: what goes to a removed one is lost.
   *
   * @throws NoSuchFileException when it is not
   */
  void requireThere(Recording recording) throws IOException {
    Open file = open.get(absolute(recording.path()));
    if (file != null && !isThere(recording, file)) {
      throw new NoSuchFileException(
          recording.path().toString(), null, "it was removed or replaced while it was written");
    }
  }

  /** Whether the file of its path is still the one that was opened. */
  private static boolean isThere(Recording recording, Open file) throws IOException {
    try {
      return OpenRecordings.key(recording.path()).equals(file.claim.key());
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static Path absolute(Path path) {
    return path.toAbsolutePath().normalize();
  }

  int openFiles() {
    return open.size();
  }

  /** Completed files. */
  FinishedRecordings finished() {
    return finished;
  }
}
