package io.github.camelaudio.console.live;

import io.github.camelaudio.audio.PcmFormat;
import io.vertx.core.buffer.Buffer;

/** The connection of one listener. Called on its event loop only. */
interface SoundSink {

  /**
   * Sends what comes before the sound. Called once.
   *
   * @param format of 16 bit
   * @param waitingBytes from how many bytes on that have not left it is full
   */
  void begin(PcmFormat format, int waitingBytes);

  /** Whether what was written before is to leave first; its client's drain handler says when. */
  boolean isFull();

  /** Sends whole frames, little-endian and interleaved; others send the same buffer. */
  void write(Buffer pcm);

  /** Closes the connection, and says why where the protocol has a place for it. */
  void end(String reason);

  /** The same at once, without what was written and has not left. */
  void abort(String reason);
}
