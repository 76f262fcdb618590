package io.github.camelaudio.wire.srtp;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.wire.MalformedPacketException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Takes packets whose master keys come with them. Nothing of a packet counts before it is
 * authentic: only then its master key is taken up, its index marked, its stream known.
 */
final class EktReceiver {

  static final int MAX_STREAMS = 1_024;

  /** An SSRC that is silent for longer may come with another shared key. */
  static final long OWNED_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final int RTP_CLEAR_BYTES =
      SrtpLayout.RTP_HEADER_BYTES + SrtpLayout.EXTENSION_HEADER_BYTES;

  /** Returned for a packet whose key has not come yet. */
  static final int WAITING = 0;

  private final EktKeys keys;
  private final AudioClock clock;
  private final LongAdder beforeKey;
  private final Map<Long, EktSource> sources = new RecentStreams<>(MAX_STREAMS);

  private String keyName = "";

  /**
   * @param beforeKey counts packets whose master key has not come
   */
  EktReceiver(EktKeys keys, AudioClock clock, LongAdder beforeKey) {
    this.keys = keys;
    this.clock = clock;
    this.beforeKey = beforeKey;
  }

  /** What is known of removed keys is forgotten; for when the keys change. */
  void dropRemoved() {
    sources.values().removeIf(source -> !keys.has(source.key));
  }

  /** The name of the shared key of the packet that was taken last. */
  String keyName() {
    return keyName;
  }

  /** Of how many streams there are contexts. */
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
        context.rtp.add(index);
        return taken(source, context, plain);
      }
    }
    throw replayed ? Refusals.replayed() : Refusals.changed();
  }

  private static int unprotect(
      EktSource.Context context, byte[] in, int length, long index, byte[] out) {
    long ssrc = SrtpLayout.ssrc(in);
    return context.transform.unprotectRtp(in, RTP_CLEAR_BYTES, length, ssrc, index, out);
  }

  private int taken(EktSource source, EktSource.Context context, int length) {
    source.use(context, clock.nanoTime());
    keyName = source.key.name();
    return length;
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
      return take(source, known, known.rollovers, in, at, out);
    }
    Opened opened = open(in, at);
    EktKey.Content content = opened.content;
    if (content.ssrc() != SrtpLayout.ssrc(in)) {
      throw Refusals.changed();
    }
    EktSource owner = owner(source, opened.key, content.ssrc());
    EktSource.Context context = owner.withMasterKey(content.masterKey());
    if (context == null && owner.isRetired(content.masterKey())) {
      throw Refusals.replayed();
    }
    byte[] field = Arrays.copyOfRange(in, at, at + EktKey.FULL_BYTES);
    if (context == null) {
      context = new EktSource.Context(opened.key, content, field);
    }
    int plain = take(owner, context, content.rollovers(), in, at, out);
    context.field = field;
    context.rollovers = content.rollovers();
    sources.put(content.ssrc(), owner);
    return plain;
  }

  private record Opened(EktKey key, EktKey.Content content) {}

  private Opened open(byte[] in, int at) throws MalformedPacketException {
    boolean named = false;
    for (EktKey key : keys.all()) {
      if (key.isNamed(in, at)) {
        named = true;
        EktKey.Content content = key.unwrap(in, at);
        if (content != null) {
          return new Opened(key, content);
        }
      }
    }
    throw named ? Refusals.changed() : Refusals.unknownKey();
  }

  /** What is known of the stream, or may be from now on: it belongs to one shared key. */
  private EktSource owner(@Nullable EktSource source, EktKey key, long ssrc)
      throws MalformedPacketException {
    if (source == null) {
      return new EktSource(key);
    }
    if (source.key == key) {
      return source;
    }
    if (clock.nanoTime() - source.lastNanos < OWNED_NANOS) {
      throw Refusals.otherKeyOfStream(ssrc, key.name(), source.key.name());
    }
    return new EktSource(key);
  }

  /** With the field's rollover counter a packet's index is exact, however many were lost. */
  private int take(
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
    context.rtp.add(index);
    return taken(source, context, plain);
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
        context.rtcp.add(index);
        return taken(source, context, plain);
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
