package io.github.camelaudio.console.api;

import io.github.camelaudio.console.live.LevelsJson;
import io.github.camelaudio.console.live.SoundTaps;

/** What sounds how loud, while somebody looks. */
public interface LevelSource {

  /** Somebody looks from now on, until it is closed: levels are measured. Any thread. */
  SoundTaps.Subscription subscribe();

  /** What was heard since the last call, as JSON. One caller, ten times a second. Never waits. */
  String next();

  /** That of a run. */
  static LevelSource of(LevelsJson levels) {
    return new LevelSource() {
      @Override
      public SoundTaps.Subscription subscribe() {
        return levels.subscribe();
      }

      @Override
      public String next() {
        return levels.next();
      }
    };
  }
}
