package io.github.camelaudio.wire;

import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;

/** A packet format. */
public enum Wire {
  /** Ours: RTP, over TCP behind a 16-bit length; says format, time and stream of each packet. */
  RTP,
  /** Behind a 64-bit length, a pickled array of floats of 1024 frames; TCP only. */
  PYSHINE,
  /** Behind a 64-bit length, pickled bytes of 1024 frames; TCP only. */
  PYAUDIO,
  /** Samples and nothing else. */
  PCM;

  /** What the tutorial's programs assume. */
  private static final PcmFormat TUTORIAL = new PcmFormat(44_100, 2, Encoding.S16);

  /** Whether it can be cut into datagrams. */
  public boolean hasDatagrams() {
    return this == RTP || this == PCM;
  }

  /** Whether its packets tell streams apart, and say their format. */
  public boolean saysFormat() {
    return this == RTP;
  }

  /** Whether it says over TCP that a stream ends, so that silence without it means trouble. */
  public boolean saysEnds() {
    return this == RTP || this == PYAUDIO;
  }

  /**
   * Whether those who tune in over UDP prove their address, and are answered, before sound is sent
   * there; else any text may count as a hello.
   */
  public boolean provesListeners() {
    return this == RTP;
  }

  /** What goes over a wire that does not say it, unless a route does. */
  public PcmFormat defaultFormat() {
    return TUTORIAL;
  }
}
