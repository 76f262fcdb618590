package io.github.camelaudio.component.wav;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.audio.Timeline;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One stream's way into one file: each block goes to the place that its timestamp says, the first
 * one to the beginning. Late blocks fill their gap, repeated ones change nothing. The writer
 * thread's alone.
 */
final class Recording {

  private static final int MAX_WRITTEN_GAP_BYTES = 64 << 20;

  private final WavWriter writer;
  private final PcmFormat format;
  private final boolean rewindable;
  private final long maxGapFrames;
  private final Timeline timeline = new Timeline();
  private final Gaps gaps = new Gaps();
  private long lateFrames;
  private long repeatedFrames;

  /**
   * Begins with a block, which is not written yet.
   *
   * @param rewindable whether gaps can still be filled later
   */
  Recording(WavWriter writer, AudioBlock first, boolean rewindable, int maxGapMillis) {
    this.writer = writer;
    this.format = first.format();
    this.rewindable = rewindable;
    // Silence that is not zeros is written byte by byte: no packet can make that gigabytes.
    int mostFrames =
        format.encoding().silence() == 0
            ? Integer.MAX_VALUE
            : MAX_WRITTEN_GAP_BYTES / format.bytesPerFrame();
    this.maxGapFrames = Math.min(mostFrames, format.framesOfMillis(maxGapMillis));
    timeline.anchor(first.timestamp(), 0);
  }

  /** Whether a block belongs into this file, or the stream must go on in a new one. */
  boolean takes(AudioBlock block) {
    long place = timeline.place(block.timestamp());
    return block.format().equals(format)
        && Math.abs(place - writer.frames()) <= maxGapFrames
        && (!rewindable || place + block.frames() <= WavWriter.maxFrames(format));
  }

  /** Writes a block that this file {@link #takes}. */
  void write(AudioBlock block) throws IOException {
    long place = timeline.place(block.timestamp());
    long end = writer.frames();
    long blockEnd = place + block.frames();
    if (place < end) {
      fill(block, place, Math.min(end, blockEnd));
    }
    if (blockEnd > end) {
      append(block, place, Math.max(place, end));
    }
    timeline.advance(block.endTimestamp(), blockEnd);
  }

  private void fill(AudioBlock block, long place, long to) throws IOException {
    long filled = 0;
    if (rewindable) {
      for (Gaps.Gap gap : gaps.fill(Math.max(0, place), to)) {
        writer.write(gap.from(), part(block, place, gap.from(), gap.to()));
        filled += gap.to() - gap.from();
      }
    }
    lateFrames += filled;
    repeatedFrames += to - place - filled;
  }

  private void append(AudioBlock block, long place, long from) throws IOException {
    long end = writer.frames();
    if (from > end) {
      gaps.add(end, from);
    }
    writer.write(from, part(block, place, from, place + block.frames()));
  }

  private ByteBuffer part(AudioBlock block, long place, long from, long to) {
    int bytesPerFrame = format.bytesPerFrame();
    return block
        .pcm()
        .position((int) (from - place) * bytesPerFrame)
        .limit((int) (to - place) * bytesPerFrame);
  }

  /** Writes the silence up to where the stream says that it ended. */
  void extendTo(AudioBlock last) throws IOException {
    long end = timeline.place(last.endTimestamp());
    if (takes(last) && end > writer.frames()) {
      gaps.add(writer.frames(), end);
      writer.extendTo(end);
    }
  }

  void refreshHeader() throws IOException {
    writer.refreshHeader();
  }

  void close() throws IOException {
    writer.close();
  }

  /** What a recording has come to. */
  record Totals(long frames, long missingFrames, long lateFrames, long repeatedFrames) {
    static final Totals NONE = new Totals(0, 0, 0, 0);

    Totals plus(Totals other) {
      return new Totals(
          frames + other.frames,
          missingFrames + other.missingFrames,
          lateFrames + other.lateFrames,
          repeatedFrames + other.repeatedFrames);
    }
  }

  Totals totals() {
    return new Totals(writer.frames(), gaps.missingFrames(), lateFrames, repeatedFrames);
  }

  PcmFormat format() {
    return format;
  }
}
