package io.github.camelaudio.recorder;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.audio.Timeline;
import io.github.camelaudio.file.StartTime;
import io.github.camelaudio.recorder.store.EarlierRecordings;
import io.github.camelaudio.recorder.store.Recording;
import io.github.camelaudio.recorder.store.RecordingStore;
import io.github.camelaudio.recorder.store.StreamIdentity;
import java.io.IOException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The open files of one stream: the current one, and the previous one for as long as late blocks
 * may fill its gaps. Their positions are frames of the stream since its files began. The writer
 * thread's alone.
 */
final class StreamFiles {

  private final StreamIdentity identity;
  private final RecordingStore store;
  private final Recorder.Limits limits;
  private final SilenceBudget silence;
  private final Timeline timeline = new Timeline();
  private @Nullable Recording current;
  private @Nullable Recording previous;
  private @Nullable StartTime origin;
  private int nextNumber;
  private boolean opened;

  /** When the source got the latest block; 0 when it does not bring blocks again. */
  private long sentEpochMillis;

  /**
   * Opens no file yet.
   *
   * @param silence bounds the gaps
   */
  StreamFiles(
      StreamIdentity identity,
      RecordingStore store,
      Recorder.Limits limits,
      SilenceBudget silence) {
    this.identity = identity;
    this.store = store;
    this.limits = limits;
    this.silence = silence;
  }

  /** How many are open: 0 to 2. */
  int open() {
    return (previous == null ? 0 : 1) + (current == null ? 0 : 1);
  }

  /** Whether one was opened ever. */
  boolean anyOpened() {
    return opened;
  }

  /** Those that are open. */
  Stream<Recording> recordings() {
    return Stream.of(previous, current).flatMap(Stream::ofNullable);
  }

  /** Whether the current file has this format. */
  boolean hasFormat(PcmFormat format) {
    return current != null && current.format().equals(format);
  }

  /**
   * Whether a block belongs to the files that are open: it has their format, and is at most the
   * late window behind the newest frame and the longest gap ahead of it.
   */
  boolean covers(AudioBlock block, long nowNanos) {
    return current != null
        && hasFormat(block.format())
        && isNear(current, timeline.position(block.timestamp()), block.frames(), nowNanos);
  }

  /** Whether a block is beyond the newest frame, which a late or repeated one is not. */
  boolean isAdvancedBy(AudioBlock block) {
    return current != null && timeline.position(block.endTimestamp()) > current.end();
  }

  /** Whether a block is further than the longest gap from the newest frame, either way. */
  boolean isFarFrom(AudioBlock block) {
    return current == null
        || Math.abs(timeline.position(block.timestamp()) - current.end()) > maxGapFrames(current);
  }

  private boolean isNear(Recording recording, long position, int frames, long nowNanos) {
    long gap = Math.max(0, position - recording.end());
    return gap <= maxGapFrames(recording)
        && position + frames >= recording.end() - lateFrames(recording.format())
        && silence.allows(
            recording.format().nanosOfFrames(gap), recording.silenceBytes(gap), nowNanos);
  }

  private long lateFrames(PcmFormat format) {
    return (long) limits.lateSeconds() * format.sampleRateHz();
  }

  private long maxGapFrames(Recording recording) {
    return Math.min(
        recording.maxGapFrames(), recording.format().framesOfMillis(limits.maxGapMillis()));
  }

  /**
   * Closes what is open, and opens a file on a timeline of its own.
   *
   * @param first the file's first block
   * @param start when that begins
   * @param needsRoom whether to open it only when the disk has room for some seconds
   */
  void begin(AudioBlock first, StartTime start, boolean needsRoom) throws IOException {
    close();
    timeline.anchor(first.timestamp(), 0);
    origin = start;
    current = openNext(first.format(), start, 0, first.timestamp(), needsRoom);
  }

  private Recording openNext(
      PcmFormat format, StartTime start, long position, int timestamp, boolean needsRoom)
      throws IOException {
    EarlierRecordings.Place place =
        sentEpochMillis == 0 ? null : new EarlierRecordings.Place(timestamp, sentEpochMillis);
    Recording recording =
        store.open(
            new RecordingStore.Request(
                identity, format, start, position, nextNumber, needsRoom, place));
    nextNumber = recording.number() + 1;
    opened = true;
    return recording;
  }

  /** Writes a block that the files {@link #covers cover}; opens the next file at the limit. */
  void write(AudioBlock block, long nowNanos) throws IOException {
    Recording recording = required(current);
    long position = timeline.position(block.timestamp());
    long end = position + block.frames();
    long gap = Math.max(0, position - recording.end());
    long gapBytes = recording.silenceBytes(gap);
    long filled = position < recording.start() ? writeEarlier(recording, block, position) : 0;
    while (end > recording.limit()) {
      filled += recording.write(block, position);
      recording = openAfter(recording, block.timestamp() + (int) (recording.limit() - position));
    }
    filled += recording.write(block, position);
    silence.spend(
        block.format().nanosOfFrames(gap - filled), gapBytes, block.sizeBytes(), nowNanos);
    timeline.advance(block.endTimestamp(), end);
    closePreviousIfDone(recording);
  }

  /** Writes what belongs before the current file; returns how many frames of gaps it filled. */
  private long writeEarlier(Recording recording, AudioBlock block, long position)
      throws IOException {
    Recording earlier = previous;
    long covered = recording.start();
    long filled = 0;
    if (earlier != null) {
      filled = earlier.write(block, position);
      covered = earlier.start();
    }
    if (position < covered) {
      recording.countTooLate(Math.min(covered, position + block.frames()) - position);
    }
    return filled;
  }

  /**
   * The file after one that has reached its limit.
   *
   * @param timestamp of its first frame
   */
  private Recording openAfter(Recording full, int timestamp) throws IOException {
    full.extendTo(full.limit());
    Recording earlier = previous;
    previous = full;
    current = null;
    if (earlier != null) {
      store.complete(earlier);
    }
    StartTime start = required(origin).plusFrames(full.limit());
    Recording next = openNext(full.format(), start, full.limit(), timestamp, false);
    current = next;
    return next;
  }

  private void closePreviousIfDone(Recording recording) throws IOException {
    Recording earlier = previous;
    if (earlier != null
        && (!earlier.hasGaps()
            || earlier.limit() < recording.end() - lateFrames(recording.format()))) {
      closePrevious();
    }
  }

  /** Completes the file that is open for late blocks only. */
  void closePrevious() throws IOException {
    Recording earlier = previous;
    previous = null;
    if (earlier != null) {
      store.complete(earlier);
    }
  }

  /** Counts frames that came too late for the files; false when no file is open. */
  boolean countTooLate(long frames) {
    if (current == null) {
      return false;
    }
    current.countTooLate(frames);
    return true;
  }

  /** Writes the silence up to where the stream's last block says that it ended. */
  void extendTo(AudioBlock last, long nowNanos) throws IOException {
    Recording recording = current;
    if (recording == null) {
      return;
    }
    long end = timeline.position(last.endTimestamp());
    if (end > recording.end() && isNear(recording, end, 0, nowNanos)) {
      while (end > recording.limit()) {
        recording = openAfter(recording, last.endTimestamp() - (int) (end - recording.limit()));
      }
      recording.extendTo(end);
    }
  }

  /** The source got a block that it would bring again then. */
  void sent(long epochMillis) {
    sentEpochMillis = epochMillis;
  }

  /** The position of the frame after the newest one. */
  long end() {
    return current == null ? Long.MIN_VALUE : current.end();
  }

  /** The position up to which all that was written is in the files. */
  long writtenEnd() {
    if (previous != null && previous.writtenEnd() < previous.end()) {
      return Long.MIN_VALUE;
    }
    return current == null ? Long.MAX_VALUE : current.writtenEnd();
  }

  /** Makes the files whole as they stand; fails when one was removed. */
  void refreshHeaders(boolean durable) throws IOException {
    for (Recording recording : recordings().toList()) {
      store.requireThere(recording);
    }
    for (Recording recording : recordings().toList()) {
      recording.refreshHeader(durable);
    }
  }

  /** Completes what is open. */
  void close() throws IOException {
    Recording last = current;
    current = null;
    try {
      closePrevious();
    } finally {
      if (last != null) {
        store.complete(last);
      }
    }
  }

  private static <T> T required(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("no file is open");
    }
    return value;
  }
}
