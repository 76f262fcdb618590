package io.github.camelaudio.playout.buffer;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.ChannelMap;

/**
 * Decoded frames of one stream by their position on its timeline, and which of them came. A
 * position is a frame count of 64 bits that never wraps. May hold as many positions from {@link
 * #readPosition} on as its capacity; memory for frames it takes when they come, as far ahead as
 * they lie. Of as many positions back from the {@link #end} it is known whether they came. One
 * thread; allocates only when more is held, or a block is larger, than ever before.
 */
public final class FrameRing {

  /** What {@link #write} gives when there is no memory for a block. */
  static final int NO_ROOM = -1;

  /** Floats may exceed full scale, but not beyond unscaled 16-bit integers. */
  private static final float MAX_SAMPLE = 0x1p16f;

  /** Enough for 40 ms of 48 kHz. */
  private static final int FIRST_FRAMES = 2_048;

  private final int channels;
  private final MemoryShare memory;
  private final PositionBits came;
  private int capacity;

  /** Of the positions from the read position on; they are fewer than the capacity mostly. */
  private float[] samples;

  private int room;
  private float[] decoded = new float[0];
  private float[] mapped = new float[0];
  private long readPosition;
  private long end;

  /**
   * Makes an empty ring at position 0.
   *
   * @param memory asked before more is allocated; has taken what is allocated here
   */
  public FrameRing(int channels, int capacityFrames, MemoryShare memory) {
    this.channels = channels;
    this.memory = memory;
    this.capacity = capacityFrames;
    this.came = new PositionBits(capacityFrames);
    this.room = Math.min(capacityFrames, FIRST_FRAMES);
    this.samples = new float[room * channels];
  }

  /** What a ring without a frame takes. */
  static long beginBytes(int channels, int capacityFrames) {
    int frames = Math.min(capacityFrames, FIRST_FRAMES);
    return (long) frames * channels * Float.BYTES + PositionBits.bytes(capacityFrames);
  }

  /** The position that is read next. */
  public long readPosition() {
    return readPosition;
  }

  /** The position behind the last one that came, or was passed. */
  public long end() {
    return end;
  }

  /** The frames from the read position to {@link #end}, holes included. */
  public int level() {
    return (int) (end - readPosition);
  }

  int capacity() {
    return capacity;
  }

  /** Sets the capacity to {@code capacityFrames}, if it is less. */
  void grow(int capacityFrames) {
    if (capacityFrames > capacity) {
      capacity = capacityFrames;
      came.grow(capacityFrames, end);
    }
  }

  /**
   * Takes memory for {@code frames} frames behind the {@link #end}, if it is not there yet.
   *
   * @return false when there is none left
   */
  public boolean makeRoom(int frames) {
    return makeRoom(readPosition, end + frames);
  }

  /**
   * Takes memory for the frames from one position to another, twice as much as before if it can.
   */
  private boolean makeRoom(long from, long to) {
    int needed = (int) (to - from);
    if (needed <= room) {
      return true;
    }
    int larger = Math.max(needed, Math.min(capacity, 2 * room));
    if (!memory.take(sampleBytes(larger - room))) {
      larger = needed;
      if (!memory.take(sampleBytes(larger - room))) {
        return false;
      }
    }
    float[] more = new float[larger * channels];
    long position = readPosition;
    while (position < readPosition + room) {
      int source = slot(position);
      int target = (int) Math.floorMod(position, (long) larger);
      int left = (int) (readPosition + room - position);
      int count = Math.min(left, Math.min(room - source, larger - target));
      System.arraycopy(samples, source * channels, more, target * channels, count * channels);
      position += count;
    }
    samples = more;
    room = larger;
    return true;
  }

  private long sampleBytes(int frames) {
    return (long) frames * channels * Float.BYTES;
  }

  /** Discards all frames and goes on at another position. */
  public void restart(long position) {
    came.clear();
    readPosition = position;
    end = position;
  }

  /**
   * Goes on at a position before the read position, of which nothing came yet.
   *
   * @param position from which the end is within the capacity
   * @return false when there is no memory for it, and the read position stays
   */
  boolean rewind(long position) {
    if (!makeRoom(position, end)) {
      return false;
    }
    came.set(position, readPosition, false);
    readPosition = position;
    return true;
  }

  /**
   * Files a block's frames, as far as they did not come yet.
   *
   * @param fromFrame the block's first frame to take
   * @param position of that frame, at or after the read position; all of it within the capacity
   * @return how many frames came before; {@link #NO_ROOM} when there is no memory for the block,
   *     and nothing of it was filed
   */
  public int write(AudioBlock block, int fromFrame, long position) {
    int frames = block.frames() - fromFrame;
    if (!makeRoom(readPosition, position + frames) || !makeRoomToDecode(block, frames)) {
      return NO_ROOM;
    }
    decode(block, fromFrame, frames);
    extendTo(position + frames);
    int done = 0;
    int repeated = 0;
    while (done < frames) {
      int there = came.run(position + done, frames - done, true);
      repeated += there;
      done += there;
      int fresh = came.run(position + done, frames - done, false);
      copyMapped(done, position + done, fresh);
      came.set(position + done, position + done + fresh, true);
      done += fresh;
    }
    return repeated;
  }

  private void copyMapped(int frame, long position, int count) {
    int slot = slot(position);
    int first = Math.min(count, room - slot);
    System.arraycopy(mapped, frame * channels, samples, slot * channels, first * channels);
    int rest = (count - first) * channels;
    System.arraycopy(mapped, (frame + first) * channels, samples, 0, rest);
  }

  private boolean makeRoomToDecode(AudioBlock block, int frames) {
    int moreDecoded = Math.max(0, frames * block.format().channels() - decoded.length);
    int moreMapped = Math.max(0, frames * channels - mapped.length);
    if (moreDecoded + moreMapped == 0) {
      return true;
    }
    if (!memory.take((long) (moreDecoded + moreMapped) * Float.BYTES)) {
      return false;
    }
    decoded = moreDecoded == 0 ? decoded : new float[frames * block.format().channels()];
    mapped = moreMapped == 0 ? mapped : new float[frames * channels];
    return true;
  }

  private void decode(AudioBlock block, int fromFrame, int frames) {
    int inChannels = block.format().channels();
    block.decode(fromFrame, frames, decoded, 0);
    if (block.format().encoding().isFloat()) {
      for (int i = 0; i < frames * inChannels; i++) {
        // One of them would spoil a whole mix, and with a filter's memory not only now. The largest
        // finite ones are as bad: a sum of them is no number.
        float sample = Float.isFinite(decoded[i]) ? decoded[i] : 0;
        decoded[i] = Math.max(-MAX_SAMPLE, Math.min(MAX_SAMPLE, sample));
      }
    }
    ChannelMap.map(decoded, inChannels, mapped, channels, frames);
  }

  /** Makes the positions up to another end holes, until something comes for them. */
  public void extendTo(long newEnd) {
    if (newEnd > end) {
      came.set(end, newEnd, false);
      end = newEnd;
    }
  }

  /**
   * How many of {@code frames} positions before the read position stayed holes, as far back as is
   * known.
   *
   * @param position of the first
   */
  int holesBefore(long position, int frames) {
    long each = Math.max(position, end - capacity);
    int count = (int) Math.max(0, Math.min(readPosition, position + frames) - each);
    int holes = 0;
    while (count > 0) {
      int there = came.run(each, count, true);
      int missing = came.run(each + there, count - there, false);
      holes += missing;
      each += there + missing;
      count -= there + missing;
    }
    return holes;
  }

  /** How many frames from the read position on came, without a hole; at most {@code most}. */
  public int run(int most) {
    return came.run(readPosition, Math.min(most, level()), true);
  }

  /**
   * How many positions from the read position on are a hole, at most {@code most}; none from the
   * end on.
   */
  public int hole(int most) {
    return came.run(readPosition, Math.min(most, level()), false);
  }

  /**
   * Reads the next frames, all of which came, and moves on.
   *
   * @param frames at most {@link #run}
   */
  public void read(float[] out, int outFrame, int frames) {
    int slot = slot(readPosition);
    int first = Math.min(frames, room - slot);
    System.arraycopy(samples, slot * channels, out, outFrame * channels, first * channels);
    System.arraycopy(samples, 0, out, (outFrame + first) * channels, (frames - first) * channels);
    readPosition += frames;
  }

  /**
   * Copies the next frames, which stay.
   *
   * @param frames at most {@link #run}
   */
  public void peek(float[] out, int frames) {
    int slot = slot(readPosition);
    int first = Math.min(frames, room - slot);
    System.arraycopy(samples, slot * channels, out, 0, first * channels);
    System.arraycopy(samples, 0, out, first * channels, (frames - first) * channels);
  }

  /**
   * Leaves out the next frames: they cross-fade into as many frames behind them.
   *
   * @param frames at most half of {@link #run}
   */
  public void leaveOut(int frames) {
    int from = slot(readPosition);
    int to = slot(readPosition + frames);
    for (int i = 0; i < frames; i++) {
      float part = (i + 0.5f) / frames;
      for (int c = 0; c < channels; c++) {
        float before = samples[from * channels + c];
        float behind = samples[to * channels + c];
        samples[to * channels + c] = before + part * (behind - before);
      }
      from = after(from);
      to = after(to);
    }
    readPosition += frames;
  }

  /** Leaves out frames, whether they came or not. */
  public void skip(int frames) {
    extendTo(readPosition + frames);
    readPosition += frames;
  }

  private int after(int slot) {
    return slot + 1 == room ? 0 : slot + 1;
  }

  private int slot(long position) {
    return (int) Math.floorMod(position, (long) room);
  }
}
