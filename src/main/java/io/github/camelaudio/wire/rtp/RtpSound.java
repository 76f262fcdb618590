package io.github.camelaudio.wire.rtp;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What one RTP packet brought.
 *
 * @param timestamp as the packet says it, right or wrong
 * @param pcm little-endian, whole frames; the block's from {@link #block} on
 * @param sender null over TCP, where the connection is the sender
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record RtpSound(
    long ssrc,
    int sequence,
    int timestamp,
    int payloadType,
    PcmFormat format,
    RtpLayout.Extension extension,
    byte[] pcm,
    @Nullable InetSocketAddress sender) {

  /** Whether it carries our extension. */
  boolean ours() {
    return extension.format() != null;
  }

  int frames() {
    return pcm.length / format.bytesPerFrame();
  }

  /** Where it ends by its own timestamp. */
  int endTimestamp() {
    return timestamp + frames();
  }

  /** Its block, at this timestamp. To be called once. */
  AudioBlock block(int at) {
    return AudioBlock.builder(format)
        .streamId(ssrc)
        .sequence(sequence)
        .timestamp(at)
        .captureEpochNanos(extension.captureEpochNanos())
        .live(extension.live())
        .pcm(pcm);
  }
}
