package io.github.camelaudio.recorder.store;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.file.Gaps;
import io.github.camelaudio.file.RecordingWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * One file of a stream, which covers the stream's positions from its {@link #start} to its {@link
 * #limit}. Late blocks fill their gap, repeated ones change nothing, and what never came is silence
 * and a mark. The writer thread's alone.
 */
public final class Recording {

  private final StreamIdentity stream;
  private final RecordingFiles.Opened file;
  private final RecordingWriter writer;
  private final PcmFormat format;
  private final long start;
  private final long limit;
  private final RecordingReports.@Nullable Session report;
  private final Gaps gaps = new Gaps();
  private long lateFrames;
  private long repeatedFrames;
  private long tooLateFrames;
  private int blockFrames = 1;
  private volatile long writtenFrames;

  /**
   * Begins an empty file.
   *
   * @param stream whose file it is
   * @param report told of all that is written; null for none
   * @param start the position of its first frame
   * @param maxFrames how many it may have
   */
  Recording(
      StreamIdentity stream,
      RecordingFiles.Opened file,
      RecordingWriter writer,
      PcmFormat format,
      RecordingReports.@Nullable Session report,
      long start,
      long maxFrames) {
    this.stream = stream;
    this.file = file;
    this.writer = writer;
    this.format = format;
    this.report = report;
    this.start = start;
    this.limit = maxFrames > Long.MAX_VALUE - start ? Long.MAX_VALUE : start + maxFrames;
  }

  StreamIdentity stream() {
    return stream;
  }

  RecordingFiles.Opened file() {
    return file;
  }

  public Path path() {
    return file.path();
  }

  /** The number in its name, 0 when it has none. */
  public int number() {
    return file.number();
  }

  public PcmFormat format() {
    return format;
  }

  /** Where it stands. Any thread. */
  RecordingStatus status() {
    return new RecordingStatus(file.path(), stream.name(), format, writtenFrames);
  }

  /** The position of the first frame. */
  public long start() {
    return start;
  }

  /** The position after the latest frame. */
  public long end() {
    return start + writer.frames();
  }

  /** The position after the last frame that this file may have. */
  public long limit() {
    return limit;
  }

  /** Whether some of it never came, and could still come. */
  public boolean hasGaps() {
    return writer.takesLate() && !gaps.isEmpty();
  }

  /** The longest silence that it may be given at once. */
  public long maxGapFrames() {
    return Math.min(writer.maxGapFrames(), limit - start);
  }

  /** How many bytes {@code frames} frames of silence take on the disk. */
  public long silenceBytes(long frames) {
    return writer.silenceBytes(frames);
  }

  /**
   * Writes as much of a block as this file covers.
   *
   * @return how many frames of earlier gaps it filled
   */
  public long write(AudioBlock block, long position) throws IOException {
    long from = Math.max(position, start);
    long to = Math.min(position + block.frames(), limit);
    if (from >= to) {
      return 0;
    }
    blockFrames = block.frames();
    long end = end();
    long lateBefore = lateFrames;
    if (from < end) {
      fill(block, position, from, Math.min(end, to));
    }
    if (to > end) {
      append(block, position, Math.max(from, end), to);
    }
    writtenFrames = writer.frames();
    return lateFrames - lateBefore;
  }

  private void fill(AudioBlock block, long position, long from, long to) throws IOException {
    long gone = gaps.missingFrames(from - start, to - start);
    if (writer.takesLate()) {
      for (Gaps.Gap gap : gaps.fill(from - start, to - start)) {
        write(block, position, start + gap.from(), start + gap.to());
      }
      lateFrames += gone;
    } else {
      tooLateFrames += gone;
    }
    repeatedFrames += to - from - gone;
  }

  private void append(AudioBlock block, long position, long from, long to) throws IOException {
    if (from > end()) {
      gaps.add(writer.frames(), from - start);
    }
    write(block, position, from, to);
  }

  private void write(AudioBlock block, long position, long from, long to) throws IOException {
    int bytesPerFrame = format.bytesPerFrame();
    ByteBuffer part =
        block
            .pcm()
            .position((int) (from - position) * bytesPerFrame)
            .limit((int) (to - position) * bytesPerFrame);
    writer.write(from - start, part);
    if (report != null) {
      report.samples(from - start, block, (int) (from - position), (int) (to - from));
    }
  }

  /** Adds silence up to a position, at most to the limit. */
  public void extendTo(long position) throws IOException {
    long to = Math.min(position, limit) - start;
    if (to > writer.frames()) {
      long from = writer.frames();
      gaps.add(from, to);
      writer.extendTo(to);
      if (report != null) {
        report.gap(from, to);
      }
    }
  }

  /** Counts frames that came for a position that no file covers any more. */
  public void countTooLate(long frames) {
    tooLateFrames += frames;
  }

  /** The position up to which all frames are in the file. */
  public long writtenEnd() {
    return end() - writer.gatheredFrames();
  }

  /** How many of the latest blocks are not in the file yet, of blocks that are all as long. */
  public long blocksOnTheirWay() {
    return (writer.gatheredFrames() + blockFrames - 1) / blockFrames;
  }

  /** Makes the file whole as it stands; see {@link RecordingWriter#refreshHeader}. */
  public void refreshHeader(boolean durable) throws IOException {
    writer.refreshHeader(durable);
  }

  /** Completes the file, where it can with a mark for each gap. */
  void close() throws IOException {
    try {
      writer.close(gaps.open());
    } finally {
      if (report != null && writer.frames() > 0) {
        report.complete(totals());
      }
    }
  }

  /** The counts of a recording. */
  public record Totals(
      long frames, long missingFrames, long lateFrames, long repeatedFrames, long tooLateFrames) {
    public static final String NO_TROUBLES = "nothing missing";
    public static final Totals NONE = new Totals(0, 0, 0, 0, 0);

    /** What is wrong with it, in words; {@link #NO_TROUBLES} when nothing is. */
    public String troubles() {
      StringJoiner words = new StringJoiner(", ");
      add(words, missingFrames, "frames missing");
      add(words, tooLateFrames, "frames came too late");
      add(words, repeatedFrames, "frames came again and were left out");
      return words.length() == 0 ? NO_TROUBLES : words.toString();
    }

    private static void add(StringJoiner words, long frames, String what) {
      if (frames > 0) {
        words.add(frames + " " + what);
      }
    }

    public Totals plus(Totals other) {
      return new Totals(
          frames + other.frames,
          missingFrames + other.missingFrames,
          lateFrames + other.lateFrames,
          repeatedFrames + other.repeatedFrames,
          tooLateFrames + other.tooLateFrames);
    }
  }

  public Totals totals() {
    return new Totals(
        writer.frames(), gaps.missingFrames(), lateFrames, repeatedFrames, tooLateFrames);
  }
}
