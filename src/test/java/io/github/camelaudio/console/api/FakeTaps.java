package io.github.camelaudio.console.api;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.console.live.SoundListener;
import io.github.camelaudio.console.live.SoundTaps;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CopyOnWriteArrayList;

/** One stream that the test plays. */
final class FakeTaps implements SoundTaps {

  static final String SOURCE = "mixer:hall/0000beef";

  private final List<SoundListener> listeners = new CopyOnWriteArrayList<>();

  /** Run while a listener begins to listen: it hears already, and its subscription is not there. */
  volatile Runnable whileBeginning = () -> {};

  @Override
  public Subscription listen(String source, SoundListener listener) {
    if (!source.equals(SOURCE)) {
      throw new NoSuchElementException("no source '" + source + "'; there are " + SOURCE);
    }
    listeners.add(listener);
    whileBeginning.run();
    return () -> listeners.remove(listener);
  }

  int listeners() {
    return listeners.size();
  }

  void play(PcmFormat format, int frames, float value) {
    float[] samples = new float[frames * format.channels()];
    Arrays.fill(samples, value);
    listeners.forEach(each -> each.samples(format, samples, frames));
  }

  void lose(int frames) {
    listeners.forEach(each -> ((TapRecorder) each).lost(frames));
  }

  void end() {
    listeners.forEach(SoundListener::ended);
  }
}
