package io.github.camelaudio.wire.rtp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sounds of one stream that are held back until more is known, in the order they came in. */
final class HeldSounds {

  private static final int MAX = 12;

  /** As much as {@link #MAX} packets of an Ethernet have, and more. */
  private static final int MAX_BYTES = 1 << 15;

  private final List<RtpSound> sounds = new ArrayList<>(0);

  /** Whether they wait for a verdict on the timestamps; else for one on a restart. */
  private boolean inDoubt;

  private int bytes;
  private long sinceNanos;
  private long latestNanos;

  /**
   * Adds one.
   *
   * @param untilJudged whether it waits for a verdict on the timestamps
   */
  void add(RtpSound sound, boolean untilJudged, long nowNanos) {
    sinceNanos = sounds.isEmpty() ? nowNanos : sinceNanos;
    sounds.add(sound);
    bytes += sound.pcm().length;
    inDoubt = untilJudged;
    latestNanos = nowNanos;
  }

  boolean isFull() {
    return sounds.size() >= MAX;
  }

  boolean hasRoomFor(RtpSound sound) {
    return !isFull() && bytes + sound.pcm().length <= MAX_BYTES;
  }

  /** Null when nothing is held. */
  @Nullable RtpSound latest() {
    return sounds.isEmpty() ? null : sounds.get(sounds.size() - 1);
  }

  boolean isInDoubt() {
    return inDoubt;
  }

  /** When the first of those that are held, or were held last, came. */
  long sinceNanos() {
    return sinceNanos;
  }

  /** Whether nothing followed them for {@code nanos}. */
  boolean isOlderThan(long nanos, long nowNanos) {
    return nowNanos - latestNanos >= nanos;
  }

  /** Takes them out. */
  List<RtpSound> take() {
    List<RtpSound> taken = List.copyOf(sounds);
    sounds.clear();
    bytes = 0;
    inDoubt = false;
    return taken;
  }
}
