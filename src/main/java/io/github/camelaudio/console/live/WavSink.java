package io.github.camelaudio.console.live;

import io.github.camelaudio.audio.PcmFormat;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/**
 * A listener whose sound is the body of a response: a WAV that has no end. A RIFF header of 44
 * bytes, whose two sizes say "unknown":
 *
 * <pre>
 *   RIFF FFFFFFFF WAVE | fmt_ 16 | 1 (PCM) channels rate bytes/s bytes/frame 16 | data FFFFFFFF
 * </pre>
 */
final class WavSink implements SoundSink {

  private static final int HEADER_BYTES = 44;
  private static final int FMT_BYTES = 16;
  private static final int PCM = 1;
  private static final int UNKNOWN_SIZE = 0xFFFF_FFFF;

  private final HttpServerResponse response;

  WavSink(HttpServerResponse response) {
    this.response = response;
  }

  @Override
  public void begin(PcmFormat format, int waitingBytes) {
    response.setWriteQueueMaxSize(waitingBytes);
    response.write(header(format));
  }

  static Buffer header(PcmFormat format) {
    return Buffer.buffer(HEADER_BYTES)
        .appendString("RIFF")
        .appendIntLE(UNKNOWN_SIZE)
        .appendString("WAVEfmt ")
        .appendIntLE(FMT_BYTES)
        .appendShortLE((short) PCM)
        .appendShortLE((short) format.channels())
        .appendIntLE(format.sampleRateHz())
        .appendIntLE(format.sampleRateHz() * format.bytesPerFrame())
        .appendShortLE((short) format.bytesPerFrame())
        .appendShortLE((short) (8 * format.encoding().bytesPerSample()))
        .appendString("data")
        .appendIntLE(UNKNOWN_SIZE);
  }

  @Override
  public boolean isFull() {
    return response.writeQueueFull();
  }

  @Override
  public void write(Buffer pcm) {
    response.write(pcm);
  }

  @Override
  public void end(String reason) {
    if (!response.ended() && !response.closed()) {
      response.end();
    }
  }

  @Override
  public void abort(String reason) {
    response.reset(); // an end would wait behind what the client does not read
  }
}
