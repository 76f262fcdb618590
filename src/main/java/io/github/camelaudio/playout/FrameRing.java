package io.github.camelaudio.playout;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.ChannelMap;
import java.util.Arrays;

/**
 * Decoded frames of one stream by their place on its timeline, and which of them came. A place is a
 * frame count of 64 bits that never wraps. Holds the places from {@link #position} on, as many as
 * its capacity; of those before it, whether they came, as far back as there is room. One thread;
 * allocates only in the constructor and for larger blocks than before.
 */
final class FrameRing {

  /** Floats may exceed full scale, but not beyond 16-bit integers that nobody scaled. */
  private static final float MAX_SAMPLE = 0x1p16f;

  private final int channels;
  private int capacity;
  private float[] samples;
  private boolean[] came;
  private float[] decoded = new float[0];
  private float[] mapped = new float[0];
  private long position;
  private long end;

  FrameRing(int channels, int capacityFrames) {
    this.channels = channels;
    this.capacity = capacityFrames;
    this.samples = new float[capacityFrames * channels];
    this.came = new boolean[capacityFrames];
  }

  /** The place that is read next. */
  long position() {
    return position;
  }

  /** The place behind the last one that came, or was passed. */
  long end() {
    return end;
  }

  /** The frames from the position to {@link #end}, holes included. */
  int level() {
    return (int) (end - position);
  }

  int capacity() {
    return capacity;
  }

  /** Makes room for so many frames, if there is less. Allocates. */
  void grow(int capacityFrames) {
    if (capacityFrames <= capacity) {
      return;
    }
    float[] oldSamples = samples;
    boolean[] oldCame = came;
    int oldCapacity = capacity;
    samples = new float[capacityFrames * channels];
    came = new boolean[capacityFrames];
    capacity = capacityFrames;
    for (long place = end - oldCapacity; place < end; place++) {
      int from = (int) Math.floorMod(place, (long) oldCapacity);
      came[slot(place)] = oldCame[from];
      System.arraycopy(oldSamples, from * channels, samples, slot(place) * channels, channels);
    }
  }

  /** Forgets all frames and goes on at another place. */
  void restart(long place) {
    Arrays.fill(came, false);
    position = place;
    end = place;
  }

  /**
   * Goes on at a place before the position, of which nothing came yet.
   *
   * @param place from which the end is within the capacity
   */
  void rewind(long place) {
    for (long hole = place; hole < position; hole++) {
      came[slot(hole)] = false;
    }
    position = place;
  }

  /**
   * Files a block's frames, as far as they did not come yet.
   *
   * @param fromFrame the block's first frame to take
   * @param place of that frame, at or after the position; all of it within the capacity
   * @return how many frames came before
   */
  int write(AudioBlock block, int fromFrame, long place) {
    int frames = block.frames() - fromFrame;
    decode(block, fromFrame, frames);
    if (place >= end) {
      append(place, frames);
      return 0;
    }
    extendTo(place + frames);
    int repeated = 0;
    int slot = slot(place);
    for (int i = 0; i < frames; i++) {
      if (came[slot]) {
        repeated++;
      } else {
        came[slot] = true;
        for (int c = 0; c < channels; c++) {
          samples[slot * channels + c] = mapped[i * channels + c];
        }
      }
      slot = after(slot);
    }
    return repeated;
  }

  /** What comes in order, and mostly all does, needs no look at each frame. */
  private void append(long place, int frames) {
    extendTo(place);
    int slot = slot(place);
    int first = Math.min(frames, capacity - slot);
    System.arraycopy(mapped, 0, samples, slot * channels, first * channels);
    System.arraycopy(mapped, first * channels, samples, 0, (frames - first) * channels);
    Arrays.fill(came, slot, slot + first, true);
    Arrays.fill(came, 0, frames - first, true);
    end = place + frames;
  }

  private void decode(AudioBlock block, int fromFrame, int frames) {
    int inChannels = block.format().channels();
    if (decoded.length < frames * inChannels) {
      decoded = new float[frames * inChannels];
    }
    if (mapped.length < frames * channels) {
      mapped = new float[frames * channels];
    }
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

  /** Makes the places up to another end holes, until something comes for them. */
  void extendTo(long newEnd) {
    for (int slot = slot(end); end < newEnd; end++, slot = after(slot)) {
      came[slot] = false;
    }
  }

  /**
   * How many of so many places before the position stayed holes, as far back as is known.
   *
   * @param place of the first
   */
  int holesBefore(long place, int frames) {
    int holes = 0;
    long known = Math.max(place, end - capacity);
    for (long each = known; each < Math.min(position, place + frames); each++) {
      holes += came[slot(each)] ? 0 : 1;
    }
    return holes;
  }

  /** How many frames from the position on came, without a hole, of at most so many. */
  int run(int most) {
    return run(most, true);
  }

  /** How many places from the position on are a hole, of at most so many; none from the end on. */
  int hole(int most) {
    return run(most, false);
  }

  private int run(int most, boolean of) {
    int limit = Math.min(most, level());
    int slot = slot(position);
    int count = 0;
    while (count < limit && came[slot] == of) {
      count++;
      slot = after(slot);
    }
    return count;
  }

  /**
   * Reads the next frames, all of which came, and moves on.
   *
   * @param frames at most {@link #run}
   */
  void read(float[] out, int outFrame, int frames) {
    int slot = slot(position);
    int first = Math.min(frames, capacity - slot);
    System.arraycopy(samples, slot * channels, out, outFrame * channels, first * channels);
    System.arraycopy(samples, 0, out, (outFrame + first) * channels, (frames - first) * channels);
    position += frames;
  }

  /**
   * Copies the next frames, which stay.
   *
   * @param frames at most {@link #run}
   */
  void peek(float[] out, int frames) {
    int slot = slot(position);
    int first = Math.min(frames, capacity - slot);
    System.arraycopy(samples, slot * channels, out, 0, first * channels);
    System.arraycopy(samples, 0, out, first * channels, (frames - first) * channels);
  }

  /**
   * Leaves out the next frames: they cross-fade into as many frames behind them.
   *
   * @param frames at most half of {@link #run}
   */
  void leaveOut(int frames) {
    int from = slot(position);
    int to = slot(position + frames);
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
    position += frames;
  }

  /** Leaves out frames, whether they came or not. */
  void skip(int frames) {
    extendTo(position + frames);
    position += frames;
  }

  private int after(int slot) {
    return slot + 1 == capacity ? 0 : slot + 1;
  }

  private int slot(long place) {
    return (int) Math.floorMod(place, (long) capacity);
  }
}
