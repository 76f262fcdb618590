package io.github.camelaudio.recorder;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmConverter;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.file.StartTime;
import io.github.camelaudio.flow.Receipt;
import io.github.camelaudio.recorder.store.EarlierRecordings;
import io.github.camelaudio.recorder.store.RecordingStore;
import io.github.camelaudio.recorder.store.StreamIdentity;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One stream on its way to its files: each block goes to the position that its timestamp says, the
 * earliest one to the beginning. The writer thread's alone.
 *
 * <p>A block that the open files do not cover, and the stream's first, are held in memory: it may
 * be a stray. When enough blocks follow that go on from it, the stream is {@link #isReady ready}
 * for its next file.
 */
final class RecordedStream {

  /** What becomes of its blocks. */
  private enum State {
    /** They are written, or held for the next file. */
    WRITING,
    /** The disk refused the latest file; the next is tried after {@link #retryNanos}. */
    RETRYING,
    /** It cannot be recorded: its blocks are lost. */
    REJECTED
  }

  /** From this many bytes on, sound gets a file, however short it is. */
  private static final long ENOUGH_BYTES = 256 * 1024;

  private static final long YIELD_NANOS = 1_000_000_000L;

  private final StreamIdentity identity;
  private final StreamFiles files;
  private final HeldBlocks held;
  private final Recorder.Limits limits;
  private final @Nullable PcmFormat wanted;
  private final Function<AudioBlock, StartTime> startOf;
  private final Pace pace;
  private final StreamReceipts receipts = new StreamReceipts();
  private final EarlierSound earlier;
  private @Nullable PcmConverter converter;
  private State state = State.WRITING;
  private long retryNanos;
  private long lastBlockNanos;
  private long lostBlocks;
  private boolean refused;

  private RecordedStream(
      StreamIdentity identity,
      StreamFiles files,
      HeldBlocks held,
      Recorder.Limits limits,
      @Nullable PcmFormat wanted,
      Function<AudioBlock, StartTime> startOf,
      EarlierSound earlier,
      long nowNanos) {
    this.identity = identity;
    this.files = files;
    this.held = held;
    this.limits = limits;
    this.wanted = wanted;
    this.startOf = startOf;
    this.earlier = earlier;
    this.pace = new Pace(nowNanos);
    this.lastBlockNanos = nowNanos;
  }

  /**
   * A stream without files.
   *
   * @param wanted the format of its files; null for its own
   * @param held empty
   * @param earlier what its files of an earlier run have
   */
  static RecordedStream of(
      StreamIdentity identity,
      Recorder.Limits limits,
      @Nullable PcmFormat wanted,
      RecordingStore store,
      HeldBlocks held,
      List<EarlierRecordings.Part> earlier,
      long nowNanos) {
    SilenceBudget silence =
        store.isStandardOutput()
            ? SilenceBudget.unbounded()
            : SilenceBudget.of(limits.slackNanos(), nowNanos);
    StreamFiles files = new StreamFiles(identity, store, limits, silence);
    return new RecordedStream(
        identity, files, held, limits, wanted, store::startOf, EarlierSound.of(earlier), nowNanos);
  }

  long id() {
    return identity.id();
  }

  StreamIdentity identity() {
    return identity;
  }

  /** Its open files. */
  StreamFiles files() {
    return files;
  }

  /** What it has brought that is in no file yet. */
  HeldBlocks held() {
    return held;
  }

  /** What its files of an earlier run have. */
  EarlierSound earlier() {
    return earlier;
  }

  // ---- receipts

  /** A block comes that its source brings again until its receipt is released. */
  void take(Receipt receipt) {
    receipts.add(receipt);
    files.sent(receipt.epochMillis());
  }

  /** What came so far is in a file, in a writer's hand, held, or left out for good. */
  void placeReceipts() {
    if (held.isEmpty()) {
      receipts.place(files.end());
    }
  }

  /** Releases those whose samples are in the files, of which the disk has all just now. */
  void releaseReceipts() {
    placeReceipts();
    receipts.release(files.writtenEnd());
  }

  // ---- states

  /** Whether its blocks may be written now. */
  boolean isWritable(long nowNanos) {
    return state == State.WRITING || (state == State.RETRYING && nowNanos - retryNanos >= 0);
  }

  /** Its host has as many files as it may; whether that is so for the first time. */
  boolean refuseOnce() {
    boolean first = !refused;
    refused = true;
    return first;
  }

  /** Whether its latest file could not be written, and none has been since. */
  boolean isRetrying() {
    return state == State.RETRYING;
  }

  boolean isRejected() {
    return state == State.REJECTED;
  }

  /** The disk refused its file; another is tried from a time on. */
  void retryFrom(long nanos) {
    state = State.RETRYING;
    retryNanos = nanos;
  }

  /** It cannot be recorded, whatever follows. */
  void reject() {
    state = State.REJECTED;
  }

  /** What it has brought is on the disk. */
  void wrote() {
    if (state == State.RETRYING) {
      state = State.WRITING;
    }
  }

  /** A block came. */
  void touch(long nowNanos) {
    lastBlockNanos = nowNanos;
  }

  /** For how long no block came. */
  long idleNanos(long nowNanos) {
    return nowNanos - lastBlockNanos;
  }

  /** The process stood still for {@code nanos}, in which no block could come. */
  void excuse(long nanos, long nowNanos) {
    lastBlockNanos = nowNanos - Math.max(0, idleNanos(nowNanos) - nanos);
  }

  /**
   * Whether its file may be closed for another stream: no block came for a second, or hardly any
   * sound comes while the other comes at its pace.
   */
  boolean mayYield(boolean otherComesAtItsPace, long nowNanos) {
    return files.open() > 0
        && (idleNanos(nowNanos) >= YIELD_NANOS
            || (otherComesAtItsPace && pace.isTrickle(nowNanos)));
  }

  /** How many blocks were lost since this was asked last. */
  long takeLostBlocks() {
    long lost = lostBlocks;
    lostBlocks = 0;
    return lost;
  }

  // ---- blocks

  /**
   * Writes a block where it belongs, or holds it until that is known.
   *
   * @throws IOException when the disk does not accept it
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
    writeOrHold(block);
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

  private void writeOrHold(AudioBlock block) throws IOException {
    if (files.covers(block, lastBlockNanos)) {
      if (files.isAdvancedBy(block)) {
        dropHeld(); // nothing followed it: a stray
      }
      try {
        files.write(block, lastBlockNanos);
      } catch (IOException | RuntimeException e) {
        lostBlocks++;
        throw e;
      }
    } else if (held.isContinuedBy(block, strayFrames(block.format()))) {
      held.add(block);
    } else {
      dropHeld();
      held.begin(block, startOf.apply(block), lastBlockNanos);
    }
  }

  /** How far a block may be from the one before, and still go on from it: a second at least. */
  private long strayFrames(PcmFormat format) {
    return (long) Math.max(limits.lateSeconds(), 1) * format.sampleRateHz();
  }

  /** Whether what is held is enough for the stream's next file. */
  boolean isReady() {
    return !held.isEmpty() && isEnough() && (!isJump() || held.count() > 1);
  }

  private boolean isEnough() {
    return isRetrying()
        || held.sampleBytes() >= ENOUGH_BYTES
        || held.soundNanos() >= limits.minMillis() * 1_000_000L;
  }

  /** Whether what is held would be in the current file, but for its position. */
  private boolean isJump() {
    return files.hasFormat(held.first().format());
  }

  /**
   * Whether what is held gets a file when nothing follows: live blocks that are enough, and all
   * that are not live, so that nothing of a file is lost. What is late only does not.
   */
  boolean isReadyAtItsEnd() {
    if (held.isEmpty() || (held.isLive() && !isEnough())) {
      return false;
    }
    return !isJump() || files.isFarFrom(held.first());
  }

  /** Discards what is held because it may have no file, and counts it as lost. */
  void loseHeld() {
    lostBlocks += held.clear();
  }

  /** Discards what is held because nothing followed it, or it is late, and counts it. */
  void dropHeld() {
    boolean inFile = files.countTooLate(held.frames());
    int blocks = held.clear();
    lostBlocks += inFile ? 0 : blocks;
  }

  /**
   * Begins the next file with what is held; what of it is far from the first block is held again.
   *
   * @throws IOException when the disk does not accept it; then it is counted as lost
   */
  void begin() throws IOException {
    HeldBlocks.Run run = held.take();
    int done = 0;
    try {
      files.begin(run.blocks().get(0), run.start(), isRetrying());
      receipts.releaseWritten(); // the files before are complete
      for (AudioBlock block : run.blocks()) {
        done++;
        writeOrHold(block);
      }
    } finally {
      lostBlocks += run.blocks().size() - done;
    }
  }

  /** Writes the silence up to where the stream says that it ended. */
  void extendTo(AudioBlock last) throws IOException {
    files.extendTo(last, lastBlockNanos);
  }

  /** Completes the files, without what is held. */
  void finish() throws IOException {
    try {
      dropHeld();
      files.close();
    } finally {
      receipts.releaseAll();
    }
  }
}
