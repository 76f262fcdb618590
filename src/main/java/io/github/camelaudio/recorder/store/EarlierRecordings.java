package io.github.camelaudio.recorder.store;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.file.flac.FlacLayout;
import io.github.camelaudio.file.wav.WavReader;
import io.github.camelaudio.flow.FailureText;
import io.github.camelaudio.flow.PrintableText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which frames of which streams are in files that are not being written any more, as the files say:
 * those of streams whose source brings blocks again after a crash. Of the files below the directory
 * it looks at the newest. The writer thread's, but for {@link #isReady}.
 */
public final class EarlierRecordings {

  private static final Logger LOG = LoggerFactory.getLogger(EarlierRecordings.class);

  /** Many streams that begin at once are one look at the directory. */
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** A file may claim to be longer. */
  private static final long MAX_FRAMES = 1L << 36;

  private final String label;
  private final RecordingFiles files;
  private final AudioClock clock;
  private @Nullable LeftOpen repair;
  private @Nullable Map<String, List<Part>> known;
  private long lookedNanos;

  EarlierRecordings(String label, RecordingFiles files, AudioClock clock) {
    this.label = label;
    this.files = files;
    this.clock = clock;
  }

  /**
   * Where a file begins in its stream: {@code stream 0a1b2c3d at 123456 on
   * 2026-11-20T14:05:00.250Z} in its description.
   *
   * @param timestamp of its first frame
   * @param epochMillis when the source got that, about
   */
  public record Place(int timestamp, long epochMillis) {

    private static final Pattern TEXT =
        Pattern.compile("stream ([0-9a-f]{8}) at (\\d{1,10}) on (\\S{1,40})(?: .*)?");

    String text() {
      return " at "
          + Integer.toUnsignedString(timestamp)
          + " on "
          + Instant.ofEpochMilli(epochMillis);
    }
  }

  /**
   * The frames of one file.
   *
   * @param place of the first
   */
  public record Part(Place place, long frames) {}

  /** Looks at nothing before a repair of what was left open is through; null for none. */
  public void after(@Nullable LeftOpen work) {
    repair = work;
  }

  /**
   * Whether what was left open is complete, so that {@link #of} does not wait. Any thread.
   *
   * @param mayWait whether to wait until it is
   */
  public boolean isReady(boolean mayWait) throws InterruptedException {
    LeftOpen work = repair;
    if (work != null && mayWait) {
      work.awaitDone();
    }
    return work == null || work.isDone();
  }

  /** What there is of a stream. */
  public List<Part> of(StreamIdentity stream) {
    Map<String, List<Part>> found = known;
    if (found == null || clock.nanoTime() - lookedNanos > FRESH_NANOS) {
      found = look();
      known = found;
      lookedNanos = clock.nanoTime();
    }
    return found.getOrDefault(stream.name(), List.of());
  }

  /** There is another file: the next question looks again. */
  void forget() {
    known = null;
  }

  private Map<String, List<Part>> look() {
    Map<String, List<Part>> found = new HashMap<>();
    Path directory = files.directory();
    if (files.isStandardOutput() || !Files.isDirectory(directory)) {
      return found;
    }
    try {
      for (Path path : NewestFiles.of(directory, files::isOfName).byName()) {
        lookAt(path, found);
      }
    } catch (IOException e) {
      LOG.warn(
          "{}: {} cannot be searched for what is recorded already: {}",
          label,
          PrintableText.of(directory),
          FailureText.of(e));
    }
    return found;
  }

  private static void lookAt(Path path, Map<String, List<Part>> found) {
    try {
      OpenRecordings.ofProcess()
          .look(
              path,
              (file, locked) -> {
                String description = RecordingOrigin.descriptionOf(file, path);
                Matcher text = Place.TEXT.matcher(description == null ? "" : description);
                if (text.matches()) {
                  Place place =
                      new Place(
                          (int) Long.parseLong(text.group(2)),
                          Instant.parse(text.group(3)).toEpochMilli());
                  found
                      .computeIfAbsent(text.group(1), stream -> new ArrayList<>())
                      .add(new Part(place, Math.min(MAX_FRAMES, frames(file, path))));
                }
                return true;
              });
    } catch (IOException | DateTimeException | ArithmeticException e) {
      // It is being written, was removed, or is no recording.
      LOG.debug("{} is left alone: {}", PrintableText.of(path), FailureText.of(e));
    }
  }

  private static long frames(FileChannel file, Path path) throws IOException {
    if (RecordingKind.of(path) == RecordingKind.FLAC) {
      ByteBuffer header = ByteBuffer.allocate(FlacLayout.TOTALS_END);
      while (header.hasRemaining() && file.read(header, header.position()) > 0) {
        // more may follow
      }
      return header.hasRemaining() ? 0 : FlacLayout.frames(header);
    }
    try (WavReader reader = WavReader.open(path)) {
      return reader.frames().orElse(0);
    }
  }
}
