package io.github.camelaudio.console.live;

import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.audio.Samples;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * One source, encoded once for all who listen to it: what its tap gives is gathered to messages of
 * 10 ms of 16 bit PCM, rounded to the nearest value.
 */
final class SharedSound implements SoundListener {

  static final int MESSAGE_MILLIS = 10;

  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private volatile boolean ended;

  /** The tap's thread only, from here on. */
  private @Nullable PcmFormat format;

  private byte[] message = {};
  private int filledBytes;

  /** Any thread. */
  void add(Listener listener) {
    listeners.add(listener);
    if (ended) {
      listener.end(ENDED);
    }
  }

  /** Returns whether nobody is left. Any thread. */
  boolean remove(Listener listener) {
    listeners.remove(listener);
    return listeners.isEmpty();
  }

  /** Whether the source has ended, so that who comes now needs a new tap. Any thread. */
  boolean isEnded() {
    return ended;
  }

  private static final String ENDED = "the source has ended";

  @Override
  public void samples(PcmFormat tapped, float[] samples, int frames) {
    PcmFormat sent = format;
    if (sent == null
        || sent.sampleRateHz() != tapped.sampleRateHz()
        || sent.channels() != tapped.channels()) {
      sent = begin(tapped);
    }
    int frameBytes = sent.bytesPerFrame();
    int done = 0;
    while (done < frames) {
      int count = Math.min(frames - done, (message.length - filledBytes) / frameBytes);
      Samples.encode(
          Encoding.S16,
          samples,
          done * sent.channels(),
          message,
          filledBytes,
          count * sent.channels());
      done += count;
      filledBytes += count * frameBytes;
      if (filledBytes == message.length) {
        send(sent);
      }
    }
  }

  /** Whoever heard the source in another format has to connect again, as a WAV has one only. */
  private PcmFormat begin(PcmFormat tapped) {
    PcmFormat next = new PcmFormat(tapped.sampleRateHz(), tapped.channels(), Encoding.S16);
    if (format != null) {
      endAll("the source has another format now, " + next + "; connect again");
    }
    format = next;
    message = new byte[next.framesOfMillis(MESSAGE_MILLIS) * next.bytesPerFrame()];
    filledBytes = 0;
    return next;
  }

  private void send(PcmFormat sent) {
    Buffer all = Buffer.buffer(message); // a copy
    filledBytes = 0;
    for (Listener each : listeners) {
      each.offer(sent, all);
    }
  }

  @Override
  public void ended() {
    ended = true;
    endAll(ENDED);
  }

  private void endAll(String reason) {
    for (Listener each : listeners) {
      each.end(reason);
    }
  }
}
