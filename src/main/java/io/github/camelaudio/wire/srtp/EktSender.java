package io.github.camelaudio.wire.srtp;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.wire.UnsendableException;
import io.github.camelaudio.wire.srtp.cipher.Suite;
import io.github.camelaudio.wire.srtp.cipher.Transform;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Protects the packets that go out under master keys of its own. A master key is of one stream, as
 * long as its sequence numbers increase: with each reset of a packetizer, and each other shared
 * key, there is a new one, so that no nonce of AES-GCM is ever used twice.
 */
final class EktSender {

  /** The full field adds most, and an extension where there is none. */
  static final int MAX_GROWTH_BYTES =
      Suite.AEAD_AES_256_GCM.tagBytes + EktKey.FULL_BYTES + SrtpLayout.EXTENSION_HEADER_BYTES;

  static final int FIRST_FULL = 5;
  static final long FULL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** As many as the packetizer knows. Who is silent longest gets a new master key. */
  static final int MAX_STREAMS = 256;

  private static final int PAYLOAD_TYPE = 96;

  private final EktKeys keys;
  private final AudioClock clock;
  private final long fullNanos;
  private final SecureRandom random = new SecureRandom();
  private final Map<Long, Stream> streams = new RecentStreams<>(MAX_STREAMS);

  /**
   * @param fullNanos for how long a receiver that comes to a stream waits for its master key; 0 for
   *     a key field in each packet
   */
  EktSender(EktKeys keys, AudioClock clock, long fullNanos) {
    this.keys = keys;
    this.clock = clock;
    this.fullNanos = fullNanos;
  }

  /** What goes out of one stream under one master key. */
  private static final class Stream {
    final EktKey key;
    final byte[] masterKey;
    final Transform transform;
    long index;
    int rtcpIndex;
    byte[] field;
    int fullLeft = FIRST_FULL;
    long lastFullNanos;

    Stream(EktKey key, byte[] masterKey, long ssrc, int sequence) {
      this.key = key;
      this.masterKey = masterKey;
      this.transform = key.transform(masterKey);
      this.index = sequence - 1L;
      this.field = key.wrap(masterKey, ssrc, 0);
    }

    /** How far a sequence number is ahead of the one before. */
    int ahead(int sequence) {
      return (short) (sequence - (int) index);
    }
  }

  /**
   * Protects an RTP packet.
   *
   * @param in has room for an extension's header behind the packet; is changed
   * @return the length of what is written
   */
  int protectRtp(byte[] in, int packetBytes, byte[] out) {
    int length = withExtension(in, packetBytes);
    long ssrc = SrtpLayout.ssrc(in);
    Stream stream = stream(ssrc, SrtpLayout.sequence(in));
    long index = stream.index + stream.ahead(SrtpLayout.sequence(in));
    if (index >>> 16 != Math.max(stream.index, 0) >>> 16) {
      stream.field = stream.key.wrap(stream.masterKey, ssrc, (int) (index >>> 16));
    }
    stream.index = index;
    SrtpLayout.setEncryptedExtension(in, true);
    SrtpLayout.setPayloadType(in, PAYLOAD_TYPE); // the extension says the format
    int clear = SrtpLayout.RTP_HEADER_BYTES + SrtpLayout.EXTENSION_HEADER_BYTES;
    int end = stream.transform.protectRtp(in, clear, length, ssrc, index, out);
    return end + writeField(stream, out, end);
  }

  private static int withExtension(byte[] in, int length) {
    if (SrtpLayout.hasContributors(in)) {
      throw new UnsendableException("a packet with contributing sources cannot be encrypted");
    }
    if (!SrtpLayout.hasExtension(in)) {
      int at = SrtpLayout.RTP_HEADER_BYTES;
      int added = SrtpLayout.EXTENSION_HEADER_BYTES;
      System.arraycopy(in, at, in, at + added, length - at);
      SrtpLayout.writeEmptyExtension(in);
      return length + added;
    }
    if (!SrtpLayout.hasPlainExtension(in, length)) {
      throw new UnsendableException(
          "a packet whose header extension is not of RFC 8285 4.2 cannot be encrypted");
    }
    return length;
  }

  private Stream stream(long ssrc, int sequence) {
    Stream stream = streams.get(ssrc);
    EktKey sending = keys.sending();
    if (stream == null || stream.key != sending || stream.ahead(sequence) <= 0) {
      byte[] masterKey = new byte[EktKey.MASTER_KEY_BYTES];
      random.nextBytes(masterKey);
      stream = new Stream(sending, masterKey, ssrc, sequence);
      streams.put(ssrc, stream);
    }
    return stream;
  }

  private int writeField(Stream stream, byte[] out, int at) {
    long now = clock.nanoTime();
    if (stream.fullLeft == 0 && now - stream.lastFullNanos < fullNanos) {
      out[at] = EktKey.SHORT;
      return 1;
    }
    stream.fullLeft = Math.max(0, stream.fullLeft - 1);
    stream.lastFullNanos = now;
    System.arraycopy(stream.field, 0, out, at, EktKey.FULL_BYTES);
    return EktKey.FULL_BYTES;
  }

  /**
   * Protects an RTCP packet; it has no field, so that a receiver has its key from sound only.
   *
   * @return the length of what is written; 0 when no sound went out under this key: then nobody
   *     could read it, nor knows the stream
   */
  int protectRtcp(byte[] in, int length, byte[] out) {
    Stream stream = streams.get(SrtpLayout.rtcpSsrc(in));
    return stream == null || !keys.isSending(stream.key)
        ? 0
        : stream.transform.protectRtcp(in, length, stream.rtcpIndex++, out);
  }
}
