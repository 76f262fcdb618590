package io.github.camelaudio.wire.srtp;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.limits.Allowance;
import io.github.camelaudio.limits.FairStreams;
import io.github.camelaudio.wire.MalformedPacketException;
import io.github.camelaudio.wire.srtp.cipher.Transform;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Takes packets whose master keys come with them. Nothing of a packet counts before it is
 * authentic: only then its master key is taken up, its index marked, its stream known.
 *
 * <p>To open a key field that is new costs time, so that packets for which it was in vain are
 * limited: {@value #FAILURES_AT_ONCE} at once and {@value #FAILURES_PER_SECOND} a second, of
 * unknown and of known SSRCs each. Beyond that a packet of a known SSRC is read as one that does
 * not say its key: where only the rollover counter in the field is new, that is enough.
 */
final class EktReceiver {

  static final int MAX_STREAMS = 1_024;
  static final int FAILURES_AT_ONCE = 256;
  static final int FAILURES_PER_SECOND = 1_000;

  private static final int RTP_CLEAR_BYTES =
      SrtpLayout.RTP_HEADER_BYTES + SrtpLayout.EXTENSION_HEADER_BYTES;

  /** Returned for a packet whose key has not come yet. */
  static final int WAITING = 0;

  private final EktKeys keys;
  private final AudioClock clock;
  private final StreamOwners owners;
  private final LongAdder beforeKey;
  private final FairStreams<EktKey, EktSource> sources = new FairStreams<>(MAX_STREAMS);
  private final Allowance failuresOfUnknown;
  private final Allowance failuresOfKnown;

  private String keyName = "";

  /**
   * @param beforeKey counts packets whose master key has not come
   */
  EktReceiver(EktKeys keys, AudioClock clock, StreamOwners owners, LongAdder beforeKey) {
    this.keys = keys;
    this.clock = clock;
    this.owners = owners;
    this.beforeKey = beforeKey;
    this.failuresOfUnknown = failures();
    this.failuresOfKnown = failures();
  }

  private Allowance failures() {
    return Allowance.perSecond(FAILURES_AT_ONCE, FAILURES_PER_SECOND, clock.nanoTime());
  }

  /** What is known of removed keys is forgotten; for when the keys change. */
  void dropRemoved() {
    sources.removeOwners(key -> !keys.has(key));
  }

  /** The name of the shared key of the packet that was taken last. */
  String keyName() {
    return keyName;
  }

  /** How many streams are known, of each key that they had. */
  int streams() {
    return sources.size();
  }

  /**
   * Takes a protected RTP packet.
   *
   * @return the length of the packet in {@code out}, or {@link #WAITING}
   */
  int unprotectRtp(byte[] in, int length, byte[] out) throws MalformedPacketException {
    if (length < SrtpLayout.RTP_HEADER_BYTES) {
      throw Refusals.tooShort(length);
    }
    if (!SrtpLayout.hasEncryptedExtension(in, length)) {
      throw Refusals.notEncrypted();
    }
    if (SrtpLayout.hasContributors(in)) {
      throw Refusals.contributors();
    }
    int plain = unprotect(in, length, out);
    if (plain != WAITING) {
      SrtpLayout.setEncryptedExtension(out, false);
    }
    return plain;
  }

  private int unprotect(byte[] in, int length, byte[] out) throws MalformedPacketException {
    EktSource source = sources.get(SrtpLayout.ssrc(in));
    return switch (in[length - 1]) {
      case EktKey.SHORT -> withoutField(source, in, length - 1, out);
      case EktKey.FULL -> withField(source, in, length - EktKey.FULL_BYTES, out);
      default -> throw Refusals.changed();
    };
  }

  // ---- a packet that does not say its key

  private int withoutField(@Nullable EktSource source, byte[] in, int length, byte[] out)
      throws MalformedPacketException {
    if (source == null) {
      return await();
    }
    boolean replayed = false;
    for (EktSource.Context context : source.contexts()) {
      long index = context.rtp.indexOf(SrtpLayout.sequence(in));
      if (context.rtp.has(index)) {
        replayed = true;
        continue;
      }
      int plain = unprotect(context, in, length, index, out);
      if (plain != Transform.NOT_AUTHENTIC) {
        take(source, context);
        context.rtp.add(index);
        return plain;
      }
    }
    throw replayed ? Refusals.replayed() : Refusals.changed();
  }

  private static int unprotect(
      EktSource.Context context, byte[] in, int length, long index, byte[] out) {
    long ssrc = SrtpLayout.ssrc(in);
    return context.transform.unprotectRtp(in, RTP_CLEAR_BYTES, length, ssrc, index, out);
  }

  /** Takes up what brought an authentic packet. */
  private void take(EktSource source, EktSource.Context context) throws MalformedPacketException {
    source.claim.renew(clock.nanoTime());
    source.use(context);
    keyName = source.key.name();
  }

  private int await() {
    beforeKey.increment();
    return WAITING;
  }

  // ---- a packet with its key

  /**
   * @param at where the field is, and the packet ends
   */
  private int withField(@Nullable EktSource source, byte[] in, int at, byte[] out)
      throws MalformedPacketException {
    if (at < RTP_CLEAR_BYTES || !EktKey.isWhole(in, at)) {
      throw Refusals.changed();
    }
    EktSource.Context known = source == null ? null : source.withField(in, at);
    if (source != null && known != null) {
      return unprotectExact(source, known, known.rollovers, in, at, out);
    }
    if (!keys.isNamed(in, at)) {
      throw Refusals.unknownKey();
    }
    Allowance failures = source == null ? failuresOfUnknown : failuresOfKnown;
    long now = clock.nanoTime();
    if (failures.has(now)) {
      try {
        return withNewField(in, at, out);
      } catch (MalformedPacketException e) {
        failures.spend(now);
        throw e;
      }
    }
    if (source == null) {
      throw Refusals.changed();
    }
    return withoutField(source, in, at, out);
  }

  private int withNewField(byte[] in, int at, byte[] out) throws MalformedPacketException {
    Opened opened = open(in, at);
    EktKey.Content content = opened.content;
    long ssrc = content.ssrc();
    if (ssrc != SrtpLayout.ssrc(in)) {
      throw Refusals.changed();
    }
    EktSource there = sources.get(opened.key, ssrc);
    EktSource source = there == null ? newSource(opened.key, ssrc) : there;
    EktSource.Context context = source.withMasterKey(content.masterKey());
    if (context == null && source.isRetired(content.masterKey())) {
      throw Refusals.replayed();
    }
    byte[] field = Arrays.copyOfRange(in, at, at + EktKey.FULL_BYTES);
    if (context == null) {
      context = new EktSource.Context(opened.key, content, field);
    }
    int plain = unprotectExact(source, context, content.rollovers(), in, at, out);
    context.field = field;
    context.rollovers = content.rollovers();
    sources.put(opened.key, ssrc, source);
    return plain;
  }

  private EktSource newSource(EktKey key, long ssrc) {
    return new EktSource(key, owners.claim(key.shared(), ssrc));
  }

  private record Opened(EktKey key, EktKey.Content content) {}

  private Opened open(byte[] in, int at) throws MalformedPacketException {
    for (EktKey key : keys.all()) {
      EktKey.Content content = key.isNamed(in, at) ? key.unwrap(in, at) : null;
      if (content != null) {
        return new Opened(key, content);
      }
    }
    throw Refusals.changed();
  }

  /** With the field's rollover counter a packet's index is exact, however many were lost. */
  private int unprotectExact(
      EktSource source, EktSource.Context context, int rollovers, byte[] in, int at, byte[] out)
      throws MalformedPacketException {
    long index = (rollovers & 0xFFFF_FFFFL) << 16 | SrtpLayout.sequence(in);
    if (context.rtp.has(index)) {
      throw Refusals.replayed();
    }
    int plain = unprotect(context, in, at, index, out);
    if (plain == Transform.NOT_AUTHENTIC) {
      throw Refusals.changed();
    }
    take(source, context);
    context.rtp.add(index);
    return plain;
  }

  // ---- RTCP

  /**
   * Takes a protected RTCP packet.
   *
   * @return the length of the packet in {@code out}, or {@link #WAITING}
   */
  int unprotectRtcp(byte[] in, int length, byte[] out) throws MalformedPacketException {
    if (length < SrtpLayout.RTCP_HEADER_BYTES) {
      throw Refusals.tooShort(length);
    }
    EktSource source = sources.get(SrtpLayout.rtcpSsrc(in));
    if (source == null) {
      refusePlain(in, length);
      return await();
    }
    boolean replayed = false;
    for (EktSource.Context context : source.contexts()) {
      long index = context.transform.rtcpIndex(in, length);
      if (index >= 0 && context.rtcp.has(index)) {
        replayed = true;
        continue;
      }
      int plain = context.transform.unprotectRtcp(in, length, out);
      if (plain != Transform.NOT_AUTHENTIC) {
        take(source, context);
        context.rtcp.add(index);
        return plain;
      }
    }
    refusePlain(in, length);
    throw replayed ? Refusals.replayed() : Refusals.changed();
  }

  private static void refusePlain(byte[] in, int length) throws MalformedPacketException {
    if (SrtpLayout.isPlainRtcp(in, length)) {
      throw Refusals.notEncrypted();
    }
  }
}
