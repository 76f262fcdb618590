package io.github.camelaudio.playout;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.ChannelMap;
import java.util.Arrays;

/**
 * Decoded frames of one stream by their place on its timeline, and which of them are there. A place
 * is a frame count of 64 bits that never wraps. Holds the places from {@link #position} on, as many
 * as its capacity. One thread; allocates only in the constructor and for larger blocks than before.
 */
final class FrameRing {

  private final int channels;
  private final int capacity;
  private final float[] samples;
  private final boolean[] present;
  private float[] decoded = new float[0];
  private float[] mapped = new float[0];
  private long position;
  private long end;

  FrameRing(int channels, int capacityFrames) {
    this.channels = channels;
    this.capacity = capacityFrames;
    this.samples = new float[capacityFrames * channels];
    this.present = new boolean[capacityFrames];
  }

  /** The place that is read next. */
  long position() {
    return position;
  }

  /** The frames from the position to behind the last one that is there, holes included. */
  int level() {
    return (int) (end - position);
  }

  int capacity() {
    return capacity;
  }

  /** Forgets all frames and goes on at another place. */
  void restart(long place) {
    Arrays.fill(present, false);
    position = place;
    end = place;
  }

  /**
   * Goes on at a place before the position, of which nothing is there yet.
   *
   * @param place from which the last frame that is there is within the capacity
   */
  void rewind(long place) {
    position = place;
  }

  /**
   * Files a block's frames, as far as they are not there yet.
   *
   * @param place of its first frame, at or after the position; all of it within the capacity
   * @param fromFrame the block's first frame to take
   * @return how many frames were there already
   */
  int write(AudioBlock block, int fromFrame, long place) {
    int frames = block.frames() - fromFrame;
    decode(block, fromFrame, frames);
    int repeated = 0;
    for (int i = 0; i < frames; i++) {
      int slot = slot(place + i);
      if (present[slot]) {
        repeated++;
      } else {
        present[slot] = true;
        System.arraycopy(mapped, i * channels, samples, slot * channels, channels);
      }
    }
    end = Math.max(end, place + frames);
    return repeated;
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
    ChannelMap.map(decoded, inChannels, mapped, channels, frames);
  }

  /**
   * Reads the next frames, silence for what is not there, and moves on.
   *
   * @return how many were there
   */
  int read(float[] out, int outFrame, int frames) {
    int there = 0;
    for (int i = 0; i < frames; i++) {
      int slot = slot(position + i);
      int to = (outFrame + i) * channels;
      if (present[slot]) {
        present[slot] = false;
        there++;
        System.arraycopy(samples, slot * channels, out, to, channels);
      } else {
        Arrays.fill(out, to, to + channels, 0);
      }
    }
    position += frames;
    end = Math.max(end, position);
    return there;
  }

  /** Leaves out frames, present or not. */
  void skip(int frames) {
    for (int i = 0; i < frames; i++) {
      present[slot(position + i)] = false;
    }
    position += frames;
    end = Math.max(end, position);
  }

  private int slot(long place) {
    return (int) Math.floorMod(place, (long) capacity);
  }
}
