package io.github.camelaudio.console.live;

import io.github.camelaudio.console.live.SoundTaps.Subscription;
import java.util.HashMap;
import java.util.Map;

/** The sources that somebody listens to; each has one tap. Any thread. */
final class SharedSounds {

  private record Tapped(SharedSound sound, Subscription subscription) {}

  private final SoundTaps taps;
  private final Map<String, Tapped> sources = new HashMap<>();

  SharedSounds(SoundTaps taps) {
    this.taps = taps;
  }

  /**
   * Lets a listener hear a source from now on.
   *
   * @return to be run when it listens no more; further calls do nothing
   * @throws java.util.NoSuchElementException naming the source and those that there are
   */
  synchronized Runnable join(String source, Listener listener) {
    Tapped tapped = sources.get(source);
    if (tapped == null || tapped.sound.isEnded()) {
      SharedSound sound = new SharedSound();
      tapped = new Tapped(sound, taps.listen(source, sound));
      sources.put(source, tapped);
    }
    Tapped joined = tapped;
    joined.sound.add(listener);
    return () -> leave(source, joined, listener);
  }

  private synchronized void leave(String source, Tapped joined, Listener listener) {
    if (joined.sound.remove(listener)) {
      joined.subscription.close();
      sources.remove(source, joined);
    }
  }

  /** How many sources have a tap. */
  synchronized int size() {
    return sources.size();
  }
}
