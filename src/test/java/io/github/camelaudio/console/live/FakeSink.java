package io.github.camelaudio.console.live;

import io.github.camelaudio.audio.PcmFormat;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps what is written, while there is room. */
final class FakeSink implements SoundSink {
  final List<Buffer> written = new ArrayList<>();
  @Nullable PcmFormat format;
  @Nullable String ended;
  boolean aborted;
  int room = Integer.MAX_VALUE;

  @Override
  public void begin(PcmFormat known, int waitingBytes) {
    format = known;
  }

  @Override
  public boolean isFull() {
    return written.size() >= room;
  }

  @Override
  public void write(Buffer pcm) {
    written.add(pcm);
  }

  @Override
  public void end(String reason) {
    ended = reason;
  }

  @Override
  public void abort(String reason) {
    ended = reason;
    aborted = true;
  }
}
