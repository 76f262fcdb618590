package io.github.camelaudio.bench;

import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;

/** What listeners read, and the programme that is sent that way. */
enum RadioWire {
  /** Our stations over TCP: RTP packets behind their length (RFC 4571). */
  RTP_TCP(44_100, 1024),
  /** GStreamer's tcpserversink: bare PCM. */
  PCM_TCP(44_100, 1024),
  /** Our stations over UDP: RTP, to whoever said hello. */
  RTP_UDP_HELLO(48_000, 240),
  /** GStreamer's multiudpsink: RTP, to the addresses that it was given. */
  RTP_UDP(48_000, 240);

  private final int sampleRateHz;
  private final int blockFrames;

  RadioWire(int sampleRateHz, int blockFrames) {
    this.sampleRateHz = sampleRateHz;
    this.blockFrames = blockFrames;
  }

  PcmFormat format() {
    return new PcmFormat(sampleRateHz, 2, Encoding.S16);
  }

  int blockFrames() {
    return blockFrames;
  }

  boolean udp() {
    return this == RTP_UDP || this == RTP_UDP_HELLO;
  }
}
