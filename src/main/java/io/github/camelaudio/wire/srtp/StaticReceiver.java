package io.github.camelaudio.wire.srtp;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.limits.Allowance;
import io.github.camelaudio.limits.FairStreams;
import io.github.camelaudio.security.KeyRing;
import io.github.camelaudio.security.SharedKey;
import io.github.camelaudio.wire.MalformedPacketException;
import io.github.camelaudio.wire.srtp.cipher.Transform;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes packets under the shared keys themselves. Which key it is, is found with the first
 * authentic packet of an SSRC, by trying; from then on the SSRC belongs to that key. Nothing says
 * the rollover counter of a stream that is running (RFC 3711 3.3.1 leaves it to signalling): the
 * first {@value #ROLLOVERS} are tried, which at 100 packets a second are 54 minutes.
 *
 * <p>A stream that is far ahead of its newest packet, after an outage or after a recorded packet
 * that came first, is searched ahead: up to {@value #MAX_AHEAD} rollovers, {@value #ROLLOVERS} with
 * each packet. Never behind: what lies there may be recorded.
 *
 * <p>Trying costs time, so that packets for which it failed are limited: {@value #FAILURES_AT_ONCE}
 * at once and {@value #FAILURES_PER_SECOND} a second, of unknown and of known SSRCs each.
 */
final class StaticReceiver {

  static final int MAX_STREAMS = 1_024;
  static final int ROLLOVERS = 5;

  /** At 100 packets a second an outage of 7 days. */
  static final int MAX_AHEAD = 1_000;

  static final int FAILURES_AT_ONCE = 64;
  static final int FAILURES_PER_SECOND = 200;

  private final StaticKeys keys;
  private final AudioClock clock;
  private final StreamOwners owners;
  private final FairStreams<SharedKey, Source> sources = new FairStreams<>(MAX_STREAMS);
  private final Allowance failuresOfUnknown;
  private final Allowance failuresOfKnown;

  private String keyName = "";

  StaticReceiver(StaticKeys keys, AudioClock clock, StreamOwners owners) {
    this.keys = keys;
    this.clock = clock;
    this.owners = owners;
    this.failuresOfUnknown = failures();
    this.failuresOfKnown = failures();
  }

  private Allowance failures() {
    return Allowance.perSecond(FAILURES_AT_ONCE, FAILURES_PER_SECOND, clock.nanoTime());
  }

  /** What is known of one SSRC. */
  private static final class Source {
    final SharedKey key;
    final StreamOwners.Claim claim;
    final ReplayWindow rtp = new ReplayWindow();
    final ReplayWindow rtcp = new ReplayWindow();

    /** How many rollovers ahead of the newest packet were tried since then. */
    int searched;

    Source(SharedKey key, StreamOwners.Claim claim) {
      this.key = key;
      this.claim = claim;
    }
  }

  /** The name of the shared key of the packet that was taken last. */
  String keyName() {
    return keyName;
  }

  private @Nullable Source source(long ssrc) {
    Source source = sources.get(ssrc);
    KeyRing ring = keys.ring();
    if (source != null && !ring.has(source.key)) {
      sources.removeOwners(key -> !ring.has(key));
      return null;
    }
    return source;
  }

  private Source newSource(SharedKey key, long ssrc) {
    return new Source(key, owners.claim(key, ssrc));
  }

  /** Takes a protected RTP packet; returns the length of the packet in {@code out}. */
  int unprotectRtp(byte[] in, int length, byte[] out) throws MalformedPacketException {
    if (length < SrtpLayout.RTP_HEADER_BYTES || SrtpLayout.headerBytes(in, length) > length) {
      throw Refusals.tooShort(length);
    }
    if (SrtpLayout.hasEncryptedExtension(in, length)) {
      throw Refusals.otherMode();
    }
    Source source = source(SrtpLayout.ssrc(in));
    return source == null || source.rtp.highest() < 0
        ? unprotectFirst(source, in, length, out)
        : unprotectNext(source, in, length, out);
  }

  /**
   * Finds the key, where it is not known, and the rollover counter.
   *
   * @param reported of which only RTCP has come; null for none
   */
  private int unprotectFirst(@Nullable Source reported, byte[] in, int length, byte[] out)
      throws MalformedPacketException {
    long ssrc = SrtpLayout.ssrc(in);
    Allowance failures = reported == null ? failuresOfUnknown : failuresOfKnown;
    long now = clock.nanoTime();
    if (failures.has(now)) {
      for (SharedKey key : reported == null ? keys.ring().keys() : List.of(reported.key)) {
        Source source = reported == null ? newSource(key, ssrc) : reported;
        int plain = search(source, SrtpLayout.sequence(in), in, length, out);
        if (plain != Transform.NOT_AUTHENTIC) {
          sources.put(key, ssrc, source);
          return plain;
        }
      }
      failures.spend(now);
    }
    throw reported == null ? Refusals.noStaticKey() : Refusals.changed();
  }

  private int unprotectNext(Source source, byte[] in, int length, byte[] out)
      throws MalformedPacketException {
    long index = source.rtp.indexOf(SrtpLayout.sequence(in));
    boolean old = source.rtp.isOld(index);
    if (!old && source.rtp.has(index)) {
      throw Refusals.replayed();
    }
    int plain = old ? Transform.NOT_AUTHENTIC : unprotect(source, index, in, length, out);
    if (plain == Transform.NOT_AUTHENTIC) {
      plain = searchAhead(source, index, in, length, out);
    }
    if (plain == Transform.NOT_AUTHENTIC) {
      throw old ? Refusals.replayed() : Refusals.changed();
    }
    return plain;
  }

  private int searchAhead(Source source, long index, byte[] in, int length, byte[] out)
      throws MalformedPacketException {
    long now = clock.nanoTime();
    if (!failuresOfKnown.has(now)) {
      return Transform.NOT_AUTHENTIC;
    }
    int plain = search(source, index + ((source.searched + 1L) << 16), in, length, out);
    if (plain == Transform.NOT_AUTHENTIC) {
      source.searched = (source.searched + ROLLOVERS) % MAX_AHEAD;
      failuresOfKnown.spend(now);
    }
    return plain;
  }

  private int search(Source source, long first, byte[] in, int length, byte[] out)
      throws MalformedPacketException {
    for (long rollovers = 0; rollovers < ROLLOVERS; rollovers++) {
      int plain = unprotect(source, first + (rollovers << 16), in, length, out);
      if (plain != Transform.NOT_AUTHENTIC) {
        return plain;
      }
    }
    return Transform.NOT_AUTHENTIC;
  }

  private int unprotect(Source source, long index, byte[] in, int length, byte[] out)
      throws MalformedPacketException {
    int clear = SrtpLayout.headerBytes(in, length);
    Transform transform = keys.transform(source.key);
    int plain = transform.unprotectRtp(in, clear, length, SrtpLayout.ssrc(in), index, out);
    if (plain != Transform.NOT_AUTHENTIC) {
      source.claim.renew(clock.nanoTime());
      source.rtp.add(index);
      source.searched = 0;
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
    Source known = source(ssrc);
    if (known != null) {
      return unprotectRtcp(known, in, length, out);
    }
    long now = clock.nanoTime();
    if (failuresOfUnknown.has(now)) {
      for (SharedKey key : keys.ring().keys()) {
        if (keys.transform(key).unprotectRtcp(in, length, out) != Transform.NOT_AUTHENTIC) {
          Source source = newSource(key, ssrc);
          int plain = unprotectRtcp(source, in, length, out);
          sources.put(key, ssrc, source);
          return plain;
        }
      }
      failuresOfUnknown.spend(now);
    }
    throw Refusals.noStaticKey();
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
    source.claim.renew(clock.nanoTime());
    source.rtcp.add(index);
    keyName = source.key.name();
    return plain;
  }
}
