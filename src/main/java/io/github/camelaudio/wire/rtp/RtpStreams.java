package io.github.camelaudio.wire.rtp;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The streams that are remembered: the latest {@value #MAX_NEW} of those that brought little yet,
 * and the latest {@value #MAX_KNOWN} of the others. So a flood of new ids pushes out new ones only.
 */
final class RtpStreams {

  static final int MAX_NEW = 512;
  static final int MAX_KNOWN = 512;

  /** A stream is known from this many packets on. */
  static final int KNOWN_PACKETS = 10;

  private final Map<Long, RtpStream> fresh = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<Long, RtpStream> known = new LinkedHashMap<>(16, 0.75f, true);

  /** The stream of this id; asking for it makes it the latest. */
  @Nullable RtpStream get(long ssrc) {
    RtpStream stream = known.get(ssrc);
    return stream != null ? stream : fresh.get(ssrc);
  }

  /**
   * Adds a stream.
   *
   * @return the one that is evicted for it; null when there was room
   */
  @Nullable RtpStream add(RtpStream stream) {
    fresh.put(stream.ssrc, stream);
    return removeEldest(fresh, MAX_NEW);
  }

  /**
   * Counts a packet of a stream that is remembered.
   *
   * @return the one that is evicted because this one is known now; null when there was room
   */
  @Nullable RtpStream count(RtpStream stream) {
    if (stream.countPacket() != KNOWN_PACKETS) {
      return null;
    }
    fresh.remove(stream.ssrc);
    known.put(stream.ssrc, stream);
    return removeEldest(known, MAX_KNOWN);
  }

  Stream<RtpStream> all() {
    return Stream.concat(known.values().stream(), fresh.values().stream());
  }

  void remove(RtpStream stream) {
    known.remove(stream.ssrc, stream);
    fresh.remove(stream.ssrc, stream);
  }

  private static @Nullable RtpStream removeEldest(Map<Long, RtpStream> streams, int max) {
    if (streams.size() <= max) {
      return null;
    }
    RtpStream eldest = streams.values().iterator().next();
    streams.remove(eldest.ssrc);
    return eldest;
  }
}
