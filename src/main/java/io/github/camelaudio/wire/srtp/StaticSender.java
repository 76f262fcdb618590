package io.github.camelaudio.wire.srtp;

import io.github.camelaudio.security.SharedKey;
import java.util.Map;

/**
 * Protects the packets that go out with the shared key itself, as programs without EKT understand
 * it. Where a packetizer begins a stream anew, its sequence numbers are shifted, so that they
 * continue behind those that were sent.
 */
final class StaticSender {

  private static final int MAX_STREAMS = 256;

  private final StaticKeys keys;
  private final StaticStreams used;
  private final Map<Long, Stream> streams = new RecentStreams<>(MAX_STREAMS);

  StaticSender(StaticKeys keys, StaticStreams used) {
    this.keys = keys;
    this.used = used;
  }

  /** What goes out of one stream under one key. */
  private static final class Stream {
    final SharedKey key;
    final StaticStreams.Sent sent;
    boolean begun;

    /** The packetizer's sequence number of the packet before, and the index that it went with. */
    int sequence;

    long index;

    Stream(SharedKey key, StaticStreams.Sent sent) {
      this.key = key;
      this.sent = sent;
    }

    long next(int asked) {
      int ahead = (short) (asked - sequence);
      long wanted = !begun ? asked : index + Math.max(1, ahead);
      index = sent.next(this, !begun, wanted);
      begun = true;
      sequence = asked;
      return index;
    }
  }

  int protectRtp(byte[] in, int length, byte[] out) {
    long ssrc = SrtpLayout.ssrc(in);
    Stream stream = stream(ssrc);
    long index = stream.next(SrtpLayout.sequence(in));
    SrtpLayout.setSequence(in, (int) index);
    int clear = SrtpLayout.headerBytes(in, length);
    return keys.transform(stream.key).protectRtp(in, clear, length, ssrc, index, out);
  }

  int protectRtcp(byte[] in, int length, byte[] out) {
    Stream stream = stream(SrtpLayout.rtcpSsrc(in));
    int index = stream.sent.nextRtcp();
    return keys.transform(stream.key).protectRtcp(in, length, index, out);
  }

  private Stream stream(long ssrc) {
    SharedKey key = keys.sending();
    Stream stream = streams.get(ssrc);
    if (stream == null || stream.key != key) {
      stream = new Stream(key, used.of(key, ssrc));
      streams.put(ssrc, stream);
    }
    return stream;
  }
}
