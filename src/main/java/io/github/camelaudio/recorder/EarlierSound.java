package io.github.camelaudio.recorder;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.flow.Receipt;
import io.github.camelaudio.recorder.store.EarlierRecordings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What earlier files have of one stream, whose source brings blocks again that were not known to be
 * written. The writer thread's alone.
 *
 * <p>A stream may have begun again with the same timestamps. So a block is in a file only if its
 * source got it when the file's frames say, or not long after, as happens with a source that was
 * held up.
 */
final class EarlierSound {

  /** Files of one stream that count, the newest ones. */
  private static final int MAX_PARTS = 100;

  private static final long EARLY_MILLIS = TimeUnit.MINUTES.toMillis(1);
  private static final long LATE_MILLIS = TimeUnit.MINUTES.toMillis(15);

  /** After this many seconds of new sound, nothing comes again. */
  private static final int DONE_SECONDS = 60;

  private static final long WRAP = 1L << 32;

  private final List<EarlierRecordings.Part> parts;
  private long repeatedFrames;
  private long freshFrames;
  private boolean said;

  private EarlierSound(List<EarlierRecordings.Part> parts) {
    this.parts = parts;
  }

  /** That of a stream's files; of one without a source that brings blocks again, none. */
  static EarlierSound of(List<EarlierRecordings.Part> found) {
    return new EarlierSound(
        new ArrayList<>(
            found.stream()
                .sorted(
                    Comparator.comparingLong(
                        (EarlierRecordings.Part part) -> -part.place().epochMillis()))
                .limit(MAX_PARTS)
                .toList()));
  }

  /** What to say of it, when sound comes that did not come before: once; else null. */
  @Nullable String passedNow() {
    if (said || repeatedFrames == 0 || freshFrames == 0) {
      return null;
    }
    said = true;
    return "goes on: earlier files have "
        + repeatedFrames
        + " frames that came again, which are not written twice";
  }

  /** A run of a block's frames. */
  private record Run(int from, int to) {}

  /**
   * What no file has of a block: itself mostly, or parts of it.
   *
   * @param receipt of the block; one without is in no earlier file
   */
  List<AudioBlock> without(AudioBlock block, @Nullable Receipt receipt) {
    if (parts.isEmpty() || receipt == null || block.frames() == 0) {
      return List.of(block);
    }
    List<Run> fresh = new ArrayList<>(List.of(new Run(0, block.frames())));
    for (EarlierRecordings.Part part : parts) {
      cut(fresh, block, receipt.epochMillis(), part);
    }
    int frames = fresh.stream().mapToInt(run -> run.to - run.from).sum();
    repeatedFrames += block.frames() - frames;
    freshFrames = frames < block.frames() ? 0 : freshFrames + frames;
    if (freshFrames > (long) DONE_SECONDS * block.format().sampleRateHz()) {
      parts.clear();
    }
    return fresh.stream().map(run -> block.part(run.from, run.to)).toList();
  }

  private static void cut(
      List<Run> fresh, AudioBlock block, long epochMillis, EarlierRecordings.Part part) {
    long ahead = Integer.toUnsignedLong(block.timestamp() - part.place().timestamp());
    // It may also begin just before the file, or one turn of the timestamps later.
    for (long position = ahead - WRAP; position < part.frames(); position += WRAP) {
      long from = Math.max(0, -position);
      long to = Math.min(block.frames(), part.frames() - position);
      long begun = part.place().epochMillis();
      long due = begun + block.format().nanosOfFrames(position) / 1_000_000;
      // A file that is sent as fast as it goes is there before its frames are due.
      if (from < to && epochMillis >= begun - EARLY_MILLIS && epochMillis <= due + LATE_MILLIS) {
        remove(fresh, (int) from, (int) to);
      }
    }
  }

  private static void remove(List<Run> fresh, int from, int to) {
    List<Run> left = new ArrayList<>();
    for (Run run : fresh) {
      if (run.from < from) {
        left.add(new Run(run.from, Math.min(run.to, from)));
      }
      if (run.to > to) {
        left.add(new Run(Math.max(run.from, to), run.to));
      }
    }
    fresh.clear();
    fresh.addAll(left);
  }
}
