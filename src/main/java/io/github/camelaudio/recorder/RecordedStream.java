package io.github.camelaudio.recorder;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmConverter;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.audio.Timeline;
import io.github.camelaudio.file.StartTime;
import java.io.IOException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One stream's way into its files: each block goes to the place that its timestamp says, the
 * earliest one to the beginning. The writer thread's alone.
 *
 * <p>A place is near when it is at most the late window behind the newest frame and the longest gap
 * ahead of it. A block that is elsewhere, of another format, or the stream's first, is held in
 * memory: it may be a stray. When enough blocks follow that go on from it, the stream is {@link
 * #isReady} for its next file.
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

  /** From this many bytes on, sound gets a file, however short it is. */
  private static final long ENOUGH_BYTES = 256 * 1024;

  private final long id;
  private final String fileName;
  private final String source;
  private final Recorder.Limits limits;
  private final Files files;
  private final @Nullable PcmFormat wanted;
  private final Timeline timeline = new Timeline();
  private final HeldBlocks held;
  private final SilenceBudget silence;
  private final Pace pace;
  private @Nullable PcmConverter converter;
  private @Nullable Recording current;

  /** The file before the current one, as long as late blocks may still fill its gaps. */
  private @Nullable Recording former;

  private @Nullable StartTime origin;
  private int filesSoFar;
  private long lostBlocks;

  /** When the latest block came, and before when no file is to be tried again: monotonic. */
  long lastBlockNanos;

  long retryNanos;

  /** It cannot be recorded at all, and that was said. */
  boolean refused;

  /** Its latest file could not be written, and none has been since. */
  boolean troubled;

  /**
   * A stream without files.
   *
   * @param admission what its files are to be called, and where it comes from
   * @param total counts what is held
   * @param silence bounds the gaps
   */
  RecordedStream(
      long id,
      StreamRegistry.Admission admission,
      @Nullable PcmFormat wanted,
      Recorder.Limits limits,
      Files files,
      HeldBlocks.Total total,
      SilenceBudget silence,
      long nowNanos) {
    this.id = id;
    this.fileName = admission.fileName();
    this.source = admission.source();
    this.wanted = wanted;
    this.limits = limits;
    this.files = files;
    this.held = new HeldBlocks(total);
    this.silence = silence;
    this.pace = new Pace(nowNanos);
    this.lastBlockNanos = nowNanos;
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

  /** Whether it never had one. */
  boolean isWithoutFile() {
    return filesSoFar == 0;
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

  /** What it has brought that is in no file yet. */
  HeldBlocks held() {
    return held;
  }

  /** Whether so little sound comes that its place may be given to another. */
  boolean isTrickle(long nowNanos) {
    return pace.isTrickle(nowNanos);
  }

  /** How many blocks are in no file, and will be in none, since this was asked last. */
  long takeLostBlocks() {
    long lost = lostBlocks;
    lostBlocks = 0;
    return lost;
  }

  /**
   * Writes a block to where it belongs, or holds it until that is known.
   *
   * @throws IOException when the disk does not take it
   * @throws IllegalArgumentException when it cannot be turned into the wanted format
   */
  void write(AudioBlock received) throws IOException {
    if (received.frames() == 0) {
      return;
    }
    pace.add(received.format().nanosOfFrames(received.frames()), lastBlockNanos);
    AudioBlock block;
    try {
      block = convert(received);
    } catch (RuntimeException e) {
      lostBlocks++;
      throw e;
    }
    placeOrHold(block);
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

  private boolean belongsToCurrent(AudioBlock block) {
    Recording recording = current;
    return recording != null
        && recording.format().equals(block.format())
        && isNear(recording, timeline.place(block.timestamp()), block.frames());
  }

  /** Whether the stream goes on with it, which a late or repeated block does not show. */
  private boolean advances(AudioBlock block) {
    Recording recording = current;
    return recording != null
        && timeline.place(block.timestamp()) + block.frames() > recording.end();
  }

  private boolean isNear(Recording recording, long place, int frames) {
    long gap = Math.max(0, place - recording.end());
    return gap <= maxGapFrames(recording)
        && place + frames >= recording.end() - lateFrames(recording.format())
        && silence.allows(
            recording.format().nanosOfFrames(gap), recording.silenceBytes(gap), lastBlockNanos);
  }

  private long lateFrames(PcmFormat format) {
    return (long) limits.lateSeconds() * format.sampleRateHz();
  }

  private long maxGapFrames(Recording recording) {
    return Math.min(
        recording.maxGapFrames(), recording.format().framesOfMillis(limits.maxGapMillis()));
  }

  private void placeOrHold(AudioBlock block) throws IOException {
    if (belongsToCurrent(block)) {
      if (advances(block)) {
        dropHeld(); // it stays alone
      }
      try {
        place(block);
      } catch (IOException | RuntimeException e) {
        lostBlocks++;
        throw e;
      }
    } else if (!held.isEmpty() && held.isContinuedBy(block, strayFrames(block.format()))) {
      held.add(block);
    } else {
      dropHeld();
      held.begin(block, files.startOf(block), lastBlockNanos);
    }
  }

  /** How far a block may be from the one before, and still go on from it: a second at least. */
  private long strayFrames(PcmFormat format) {
    return Math.max(lateFrames(format), format.sampleRateHz());
  }

  /** Whether what is held is enough for the stream's next file. */
  boolean isReady() {
    return !held.isEmpty() && isEnough() && (!isElsewhere() || held.count() > 1);
  }

  private boolean isEnough() {
    return troubled
        || held.sampleBytes() >= ENOUGH_BYTES
        || held.soundNanos() >= limits.minMillis() * 1_000_000L;
  }

  /** Whether what is held could be in the current file, but for its place. */
  private boolean isElsewhere() {
    Recording recording = current;
    return recording != null && recording.format().equals(held.first().format());
  }

  /**
   * Whether what is held gets a file when nothing follows: live blocks that are enough, and all
   * that are not live, so that nothing of a file is lost. What is late only does not.
   */
  boolean isReadyAtItsEnd() {
    if (held.isEmpty() || (held.isLive() && !isEnough())) {
      return false;
    }
    Recording recording = current;
    return recording == null
        || !isElsewhere()
        || Math.abs(timeline.place(held.first().timestamp()) - recording.end())
            > maxGapFrames(recording);
  }

  /** Gives up what is held, and counts it. */
  void dropHeld() {
    Recording recording = current;
    if (recording == null) {
      lostBlocks += held.clear();
    } else {
      recording.countUnplaced(held.frames());
      held.clear();
    }
  }

  /**
   * Begins the next file with what is held; what of it is far elsewhere is held again.
   *
   * @throws IOException when the disk does not take it; then it is counted as lost
   */
  void begin() throws IOException {
    HeldBlocks.Run run = held.take();
    AudioBlock first = run.blocks().get(0);
    int done = 0;
    try {
      closeFiles();
      timeline.anchor(first.timestamp(), 0);
      origin = run.start();
      current = files.open(this, first.format(), run.start(), 0);
      for (AudioBlock block : run.blocks()) {
        done++;
        placeOrHold(block);
      }
    } finally {
      lostBlocks += run.blocks().size() - done;
    }
  }

  private void place(AudioBlock block) throws IOException {
    Recording recording = required(current);
    long place = timeline.place(block.timestamp());
    long end = place + block.frames();
    long gap = Math.max(0, place - recording.end());
    long gapBytes = recording.silenceBytes(gap);
    long filled = place < recording.start() ? placeBefore(recording, block, place) : 0;
    while (end > recording.limit()) {
      filled += recording.write(block, place);
      recording = next(recording);
    }
    filled += recording.write(block, place);
    silence.spend(
        block.format().nanosOfFrames(gap - filled), gapBytes, block.sizeBytes(), lastBlockNanos);
    timeline.advance(block.endTimestamp(), end);
    retireFormer(recording);
  }

  /** Returns how many frames of gaps it filled. */
  private long placeBefore(Recording recording, AudioBlock block, long place) throws IOException {
    Recording before = former;
    long covered = recording.start();
    long filled = 0;
    if (before != null) {
      filled = before.write(block, place);
      covered = before.start();
    }
    if (place < covered) {
      recording.countUnplaced(Math.min(covered, place + block.frames()) - place);
    }
    return filled;
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
        && (!before.hasGaps()
            || before.limit() < recording.end() - lateFrames(recording.format()))) {
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
  void extendTo(AudioBlock last) throws IOException {
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

  /** Completes the files, without what is held. */
  void finish() throws IOException {
    dropHeld();
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
