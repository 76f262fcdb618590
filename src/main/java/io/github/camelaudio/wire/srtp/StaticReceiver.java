package io.github.camelaudio.wire.srtp;

import io.github.camelaudio.security.KeyRing;
import io.github.camelaudio.security.SharedKey;
import io.github.camelaudio.wire.MalformedPacketException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes packets under the shared keys themselves. Which key it is, is found with the first
 * authentic packet of an SSRC, by trying; from then on the SSRC belongs to that key. Nothing says
 * the rollover counter of a stream that is running (RFC 3711 3.3.1 leaves it to signalling): the
 * first {@value #ROLLOVERS} are tried, which at 100 packets a second are 54 minutes.
 */
final class StaticReceiver {

  static final int MAX_STREAMS = 1_024;
  static final int ROLLOVERS = 5;

  private final StaticKeys keys;
  private final Map<Long, Source> sources = new RecentStreams<>(MAX_STREAMS);

  private String keyName = "";

  StaticReceiver(StaticKeys keys) {
    this.keys = keys;
  }

  /** What is known of one SSRC. */
  private static final class Source {
    final SharedKey key;
    final ReplayWindow rtp = new ReplayWindow();
    final ReplayWindow rtcp = new ReplayWindow();

    Source(SharedKey key) {
      this.key = key;
    }
  }

  /** The name of the shared key of the packet that was taken last. */
  String keyName() {
    return keyName;
  }

  private @Nullable Source source(long ssrc) {
    Source source = sources.get(ssrc);
    if (source != null && !keys.ring().has(source.key)) {
      sources.remove(ssrc);
      return null;
    }
    return source;
  }

  /** Takes a protected RTP packet; returns the length of the packet in {@code out}. */
  int unprotectRtp(byte[] in, int length, byte[] out) throws MalformedPacketException {
    if (length < SrtpLayout.RTP_HEADER_BYTES || SrtpLayout.headerBytes(in, length) > length) {
      throw Refusals.tooShort(length);
    }
    if (SrtpLayout.hasEncryptedExtension(in, length)) {
      throw Refusals.otherMode();
    }
    long ssrc = SrtpLayout.ssrc(in);
    Source source = source(ssrc);
    if (source == null) {
      return unprotectFirst(ssrc, in, length, out);
    }
    long index = source.rtp.indexOf(SrtpLayout.sequence(in));
    if (source.rtp.has(index)) {
      throw Refusals.replayed();
    }
    int plain = unprotect(source, ssrc, index, in, length, out);
    if (plain == Transform.NOT_AUTHENTIC) {
      throw Refusals.changed();
    }
    return plain;
  }

  private int unprotectFirst(long ssrc, byte[] in, int length, byte[] out)
      throws MalformedPacketException {
    KeyRing ring = keys.ring();
    for (SharedKey key : ring.keys()) {
      Source source = new Source(key);
      for (long rollovers = 0; rollovers < ROLLOVERS; rollovers++) {
        long index = rollovers << 16 | SrtpLayout.sequence(in);
        int plain = unprotect(source, ssrc, index, in, length, out);
        if (plain != Transform.NOT_AUTHENTIC) {
          sources.put(ssrc, source);
          return plain;
        }
      }
    }
    throw Refusals.noStaticKey();
  }

  private int unprotect(Source source, long ssrc, long index, byte[] in, int length, byte[] out) {
    int clear = SrtpLayout.headerBytes(in, length);
    int plain = keys.transform(source.key).unprotectRtp(in, clear, length, ssrc, index, out);
    if (plain != Transform.NOT_AUTHENTIC) {
      source.rtp.add(index);
      keyName = source.key.name();
    }
    return plain;
  }

  /** Takes a protected RTCP packet; returns the length of the packet in {@code out}. */
  int unprotectRtcp(byte[] in, int length, byte[] out) throws MalformedPacketException {
    if (length < SrtpLayout.RTCP_HEADER_BYTES) {
      throw Refusals.tooShort(length);
    }
    long ssrc = SrtpLayout.rtcpSsrc(in);
    Source source = source(ssrc);
    if (source != null) {
      return unprotectRtcp(source, in, length, out);
    }
    for (SharedKey key : keys.ring().keys()) {
      Source made = new Source(key);
      if (keys.transform(key).unprotectRtcp(in, length, out) != Transform.NOT_AUTHENTIC) {
        sources.put(ssrc, made);
        return unprotectRtcp(made, in, length, out);
      }
    }
    throw SrtpLayout.isPlainRtcp(in, length) ? Refusals.notEncrypted() : Refusals.noStaticKey();
  }

  private int unprotectRtcp(Source source, byte[] in, int length, byte[] out)
      throws MalformedPacketException {
    Transform transform = keys.transform(source.key);
    int index = transform.rtcpIndex(in, length);
    if (index >= 0 && source.rtcp.has(index)) {
      throw Refusals.replayed();
    }
    int plain = transform.unprotectRtcp(in, length, out);
    if (plain == Transform.NOT_AUTHENTIC) {
      throw Refusals.changed();
    }
    source.rtcp.add(index);
    keyName = source.key.name();
    return plain;
  }
}
