package io.github.camelaudio.component.wav;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmConverter;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.audio.Timeline;
import io.github.camelaudio.audio.Wrap;
import java.io.IOException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One stream's way into its files: each block goes to the place that its timestamp says, the first
 * one to the beginning. The writer thread's alone.
 *
 * <p>A place is near when it is at most the late window behind the newest frame and the longest gap
 * ahead of it. One block that is elsewhere may be a stray; with a second one that goes on from it,
 * the stream has moved, and goes on in a new file.
 */
final class RecordedStream {

  /** Opens and completes the files. */
  interface Files {

    /**
     * Opens the stream's next file.
     *
     * @param start when its first frame is
     * @param place where on the stream's timeline that is
     */
    Recording open(RecordedStream stream, PcmFormat format, StartTime start, long place)
        throws IOException;

    /** Completes a file. */
    void complete(RecordedStream stream, Recording recording) throws IOException;

    /** When a stream that begins now with a block begins. */
    StartTime startOf(AudioBlock first);
  }

  private final long id;
  private final String fileName;
  private final String source;
  private final Recorder.Limits limits;
  private final Files files;
  private final @Nullable PcmFormat wanted;
  private final Timeline timeline = new Timeline();
  private @Nullable PcmConverter converter;
  private @Nullable Recording current;

  /** The file before the current one, as long as late blocks may still fill its gaps. */
  private @Nullable Recording former;

  /** The only block so far that came for a place elsewhere. */
  private @Nullable AudioBlock stray;

  private @Nullable StartTime origin;
  private int filesSoFar;

  /** When the latest block came, and before when no file is to be tried again: monotonic. */
  long lastBlockNanos;

  long retryNanos;

  /** It cannot be recorded at all, and that was said. */
  boolean refused;

  /** Its latest file could not be written, and none has been since. */
  boolean troubled;

  RecordedStream(
      long id,
      String fileName,
      String source,
      @Nullable PcmFormat wanted,
      Recorder.Limits limits,
      Files files) {
    this.id = id;
    this.fileName = fileName;
    this.source = source;
    this.wanted = wanted;
    this.limits = limits;
    this.files = files;
  }

  long id() {
    return id;
  }

  String name() {
    return AudioBlock.nameOf(id);
  }

  /** What the expression said that its files are to be called. */
  String fileName() {
    return fileName;
  }

  /** Where it came from, for people. */
  String source() {
    return source;
  }

  /** How many of its files are open. */
  int openFiles() {
    return (former == null ? 0 : 1) + (current == null ? 0 : 1);
  }

  /** Those that are open. */
  Stream<Recording> recordings() {
    return Stream.of(former, current).flatMap(Stream::ofNullable);
  }

  /** The number of its next file: 0 for the first, unless files are numbered from 1 on. */
  int nextNumber() {
    return filesSoFar;
  }

  /** The number that its latest file got. */
  void tookNumber(int number) {
    filesSoFar = number + 1;
  }

  /**
   * Writes a block to where it belongs.
   *
   * @throws IOException when the disk does not take it
   * @throws IllegalArgumentException when it cannot be turned into the wanted format
   */
  void write(AudioBlock received) throws IOException {
    AudioBlock block = convert(received);
    if (block.frames() > 0) {
      Recording recording = current;
      if (recording == null || !recording.format().equals(block.format())) {
        settle();
        begin(block);
      } else if (!isNear(recording, timeline.place(block.timestamp()), block.frames())) {
        elsewhere(recording, block);
        return;
      }
      forgetStray();
      place(block);
    }
    if (block.last()) {
      settle();
      extendTo(block);
    }
  }

  private AudioBlock convert(AudioBlock block) {
    if (wanted == null || wanted.equals(block.format())) {
      return block;
    }
    PcmConverter known = converter;
    if (known == null || !known.from().equals(block.format())) {
      known = new PcmConverter(block.format(), wanted);
      converter = known;
    }
    return known.convert(block);
  }

  private boolean isNear(Recording recording, long place, int frames) {
    long end = recording.end();
    return place <= end + maxGapFrames(recording) && place + frames >= end - lateFrames(recording);
  }

  private long lateFrames(Recording recording) {
    return (long) limits.lateSeconds() * recording.format().sampleRateHz();
  }

  private long maxGapFrames(Recording recording) {
    return Math.min(
        recording.maxGapFrames(), recording.format().framesOfMillis(limits.maxGapMillis()));
  }

  private void elsewhere(Recording recording, AudioBlock block) throws IOException {
    AudioBlock before = stray;
    if (before != null
        && Math.abs((long) Wrap.timestampDistance(block.timestamp(), before.endTimestamp()))
            <= lateFrames(recording)
        && before.format().equals(block.format())) {
      stray = null;
      begin(before);
      place(before);
      write(block);
    } else {
      forgetStray();
      stray = block;
      if (block.last()) {
        settle();
      }
    }
  }

  /** The block that was elsewhere stays alone. */
  private void forgetStray() {
    AudioBlock alone = stray;
    Recording recording = current;
    if (alone != null && recording != null) {
      recording.countUnplaced(alone.frames());
    }
    stray = null;
  }

  /**
   * Nothing follows: a block far elsewhere gets a file of its own, and nothing that came is lost.
   */
  private void settle() throws IOException {
    AudioBlock alone = stray;
    Recording recording = current;
    if (alone == null || recording == null) {
      return;
    }
    long distance = Math.abs(timeline.place(alone.timestamp()) - recording.end());
    if (distance > maxGapFrames(recording)) {
      stray = null;
      begin(alone);
      place(alone);
    } else {
      forgetStray();
    }
  }

  private void begin(AudioBlock first) throws IOException {
    closeFiles();
    timeline.anchor(first.timestamp(), 0);
    StartTime start = files.startOf(first);
    origin = start;
    current = files.open(this, first.format(), start, 0);
  }

  private void place(AudioBlock block) throws IOException {
    Recording recording = required(current);
    long place = timeline.place(block.timestamp());
    long end = place + block.frames();
    if (place < recording.start()) {
      placeBefore(recording, block, place);
    }
    while (end > recording.limit()) {
      recording.write(block, place);
      recording = next(recording);
    }
    recording.write(block, place);
    timeline.advance(block.endTimestamp(), end);
    retireFormer(recording);
  }

  private void placeBefore(Recording recording, AudioBlock block, long place) throws IOException {
    Recording before = former;
    long covered = recording.start();
    if (before != null) {
      before.write(block, place);
      covered = before.start();
    }
    if (place < covered) {
      recording.countUnplaced(Math.min(covered, place + block.frames()) - place);
    }
  }

  /** The file after a full one. */
  private Recording next(Recording full) throws IOException {
    full.extendTo(full.limit());
    Recording before = former;
    former = full;
    current = null;
    if (before != null) {
      files.complete(this, before);
    }
    StartTime start = required(origin).plusFrames(full.limit());
    Recording opened = files.open(this, full.format(), start, full.limit());
    current = opened;
    return opened;
  }

  private void retireFormer(Recording recording) throws IOException {
    Recording before = former;
    if (before != null
        && (!before.hasGaps() || before.limit() < recording.end() - lateFrames(recording))) {
      completeFormer();
    }
  }

  /** Gives up the file that was kept open for late blocks only. */
  void completeFormer() throws IOException {
    Recording before = former;
    former = null;
    if (before != null) {
      files.complete(this, before);
    }
  }

  /** Writes the silence up to where the stream says that it ended. */
  private void extendTo(AudioBlock last) throws IOException {
    Recording recording = current;
    if (recording == null) {
      return;
    }
    long end = timeline.place(last.endTimestamp());
    if (end > recording.end() && isNear(recording, end, 0)) {
      while (end > recording.limit()) {
        recording = next(recording);
      }
      recording.extendTo(end);
    }
  }

  /** Makes the files whole as they stand. */
  void refreshHeaders(boolean durable) throws IOException {
    for (Recording recording : recordings().toList()) {
      recording.refreshHeader(durable);
    }
  }

  /** Completes the files; the stream's next block, if there is one, begins a new one. */
  void finish() throws IOException {
    try {
      settle();
    } finally {
      closeFiles();
    }
  }

  /** Gives up what cannot be written; what is in the files stays. */
  void abandon() throws IOException {
    forgetStray();
    closeFiles();
  }

  /** Whether its latest block came before another stream's. */
  boolean isIdleLongerThan(RecordedStream other) {
    return lastBlockNanos - other.lastBlockNanos < 0;
  }

  private void closeFiles() throws IOException {
    Recording last = current;
    current = null;
    try {
      completeFormer();
    } finally {
      if (last != null) {
        files.complete(this, last);
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
