package io.github.camelaudio.wire.rtp;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What all streams of one port or connection hold back together, and which do. */
final class Holding {

  static final int MAX_BYTES_OF_PORT = 1 << 19;

  /** Of a connection: there may be many. */
  static final int MAX_BYTES_OF_CONNECTION = 1 << 16;

  private final int maxBytes;
  private final Set<RtpStream> streams = new LinkedHashSet<>();
  private int bytes;

  /**
   * Nothing yet.
   *
   * @param maxBytes beyond it nothing more is held
   */
  Holding(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * Holds a sound back.
   *
   * @param untilJudged whether it waits for a verdict on the timestamps
   * @return false when there is no room for it
   */
  boolean hold(RtpStream stream, RtpSound sound, boolean untilJudged, long nowNanos) {
    if (!stream.held().hasRoomFor(sound) || bytes + sound.pcm().length > maxBytes) {
      return false;
    }
    bytes += sound.pcm().length;
    streams.add(stream);
    stream.held().add(sound, untilJudged, nowNanos);
    return true;
  }

  /** Takes out what a stream holds. */
  List<RtpSound> take(RtpStream stream) {
    List<RtpSound> held = stream.takeHeld();
    held.forEach(each -> bytes -= each.pcm().length);
    streams.remove(stream);
    return held;
  }

  boolean isEmpty() {
    return streams.isEmpty();
  }

  boolean has(RtpStream stream) {
    return streams.contains(stream);
  }

  /** Those that hold something now. */
  List<RtpStream> streams() {
    return List.copyOf(streams);
  }
}
