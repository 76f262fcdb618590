package io.github.camelaudio.wire.rtp;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What one RTP packet brought.
 *
 * @param pcm little-endian, whole frames; the block's from {@link #block} on
 * @param keyName of the shared key that protected it; {@code AudioBlock.NO_KEY} for none
 * @param sender null over TCP, where the connection is the sender
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record RtpSound(
    RtpPacket packet,
    PcmFormat format,
    byte[] pcm,
    String keyName,
    @Nullable InetSocketAddress sender) {

  long ssrc() {
    return packet.ssrc();
  }

  int sequence() {
    return packet.sequence();
  }

  /** As the packet says it, right or wrong. */
  int timestamp() {
    return packet.timestamp();
  }

  int payloadType() {
    return packet.payloadType();
  }

  /** Whether a shared key protected it, so that all of it is its sender's. */
  boolean isProtected() {
    return !keyName.equals(AudioBlock.NO_KEY);
  }

  /** {@code AudioBlock.NO_CAPTURE_TIME} when it does not say one. */
  long captureEpochNanos() {
    return packet.extension().captureEpochNanos();
  }

  /** Whether it carries our extension. */
  boolean ours() {
    return packet.extension().format() != null;
  }

  int frames() {
    return pcm.length / format.bytesPerFrame();
  }

  /** Where it ends by its own timestamp. */
  int endTimestamp() {
    return timestamp() + frames();
  }

  /** Its block, at this timestamp. To be called once. */
  AudioBlock block(int at) {
    return AudioBlock.builder(format)
        .streamId(ssrc())
        .sequence(sequence())
        .timestamp(at)
        .captureEpochNanos(captureEpochNanos())
        .live(packet.extension().live())
        .keyName(keyName)
        .pcm(pcm);
  }
}
