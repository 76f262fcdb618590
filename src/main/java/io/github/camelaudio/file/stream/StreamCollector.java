package io.github.camelaudio.file.stream;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.file.wav.WavLayout;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;

/**
 * Collects blocks of one stream in memory, until it ends, pauses or is long enough, for one WAV of
 * them: each at its position, what never came is silence. Silence before the first sound is left
 * out but for {@value #LEAD_MILLIS} ms. Not thread-safe.
 */
public final class StreamCollector {

  /**
   * What to collect.
   *
   * @param pauseMillis how long it is quiet when it pauses; 0: it never does, and nothing is quiet
   * @param quietDb the level, of a block's RMS in dB of full scale, below which it is quiet
   * @param maxMillis the longest file
   * @param maxBytes the largest file
   */
  public record Limits(int pauseMillis, double quietDb, int maxMillis, int maxBytes) {}

  private static final int LEAD_MILLIS = 300;

  private record Placed(long position, AudioBlock block) {
    long end() {
      return position + block.frames();
    }
  }

  private final AudioBlock first;
  private final PcmFormat format;
  private final Limits limits;
  private final long maxFrames;
  private final long maxPauseFrames;
  private final Deque<Placed> blocks = new ArrayDeque<>();
  private float[] samples = new float[0];

  /** Where the file begins, ends, and where its last sound ended, counted from the first block. */
  private long start;

  private long end;
  private long soundEnd = -1;

  /** The position of the latest timestamp seen. */
  private long position;

  private int timestamp;
  private long leftOut;
  private boolean last;

  /** Begins with a stream's first block, which is still to be {@link #add added}. */
  public StreamCollector(AudioBlock first, Limits limits) {
    this.first = first;
    this.format = first.format();
    this.limits = limits;
    this.timestamp = first.timestamp();
    this.maxFrames =
        Math.min(
            format.framesOfMillis(limits.maxMillis()), limits.maxBytes() / format.bytesPerFrame());
    this.maxPauseFrames =
        limits.pauseMillis() == 0 ? maxFrames : format.framesOfMillis(limits.pauseMillis());
  }

  /**
   * Takes a block. One that is of another format, or belongs before the first one, is left out, and
   * counted. A jump beyond the pause, or beyond the file's limit, becomes silence of that length.
   */
  public void add(AudioBlock block) {
    last |= block.last();
    if (!block.format().equals(format)) {
      last = true; // a file has one format
      leftOut += block.frames();
      return;
    }
    long at = position + (block.timestamp() - timestamp);
    if (at > end + maxPauseFrames || at < end - maxFrames) {
      at = end + maxPauseFrames;
    }
    if (at < start) {
      leftOut += block.frames();
      return;
    }
    position = at;
    timestamp = block.timestamp();
    Placed placed = new Placed(at, block);
    end = Math.max(end, placed.end());
    if (block.frames() > 0) {
      blocks.addLast(placed);
      if (isSound(block)) {
        soundEnd = Math.max(soundEnd, placed.end());
      }
    }
    dropQuietLead();
  }

  private boolean isSound(AudioBlock block) {
    if (limits.pauseMillis() == 0) {
      return true;
    }
    int count = block.frames() * format.channels();
    if (samples.length < count) {
      samples = new float[count];
    }
    block.decode(0, block.frames(), samples, 0);
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += samples[i] * samples[i];
    }
    return 10 * Math.log10(sum / count + 1e-20) > limits.quietDb();
  }

  private void dropQuietLead() {
    long lead = end - format.framesOfMillis(LEAD_MILLIS);
    while (!hasSound() && !blocks.isEmpty() && blocks.getFirst().end() <= lead) {
      start = Math.max(start, blocks.removeFirst().end());
    }
  }

  /** Whether there was anything but silence. */
  public boolean hasSound() {
    return soundEnd >= 0;
  }

  /** Whether the stream ended, paused, or is long enough. */
  public boolean isComplete() {
    boolean paused = limits.pauseMillis() > 0 && hasSound() && end - soundEnd >= maxPauseFrames;
    return last || paused || frames() >= maxFrames;
  }

  public PcmFormat format() {
    return format;
  }

  /** The stream's name, as {@link AudioBlock#streamName} shows it. */
  public String streamName() {
    return first.streamName();
  }

  /** The timestamp of the file's first frame. */
  public int startTimestamp() {
    return first.timestamp() + (int) start;
  }

  /**
   * When the first frame was captured, nanoseconds since 1970, or {@link
   * AudioBlock#NO_CAPTURE_TIME}.
   */
  public long captureEpochNanos() {
    long captured = first.captureEpochNanos();
    return captured == AudioBlock.NO_CAPTURE_TIME
        ? captured
        : captured + format.nanosOfFrames(start);
  }

  /** How many frames the file has. */
  public long frames() {
    return end - start;
  }

  /** How many frames of it never came. */
  public long missingFrames() {
    long covered = 0;
    long until = start;
    Iterator<Placed> inOrder =
        blocks.stream().sorted((a, b) -> Long.compare(a.position(), b.position())).iterator();
    while (inOrder.hasNext()) {
      Placed next = inOrder.next();
      covered += Math.max(0, next.end() - Math.max(next.position(), until));
      until = Math.max(until, next.end());
    }
    return frames() - covered;
  }

  /** How many frames were left out, because they came too late or in another format. */
  public long leftOutFrames() {
    return leftOut;
  }

  /** The file: a header of 44 bytes, where the format allows it, and the samples. */
  public byte[] toWav() {
    int bytes = Math.toIntExact(frames() * format.bytesPerFrame());
    ByteBuffer header = WavLayout.shortHeader(format, bytes);
    int headerBytes = header.remaining();
    byte[] wav = new byte[headerBytes + bytes + (bytes & 1)];
    header.get(wav, 0, headerBytes);
    Arrays.fill(wav, headerBytes, headerBytes + bytes, format.encoding().silence());
    for (Placed each : blocks) {
      int at = headerBytes + (int) ((each.position() - start) * format.bytesPerFrame());
      each.block().copyTo(0, wav, at, each.block().sizeBytes());
    }
    return wav;
  }

  /** As logs show it, such as the body of a message. */
  @Override
  public String toString() {
    return "StreamCollector[" + streamName() + " " + format + " frames=" + frames() + "]";
  }
}
