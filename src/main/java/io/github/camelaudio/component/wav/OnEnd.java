package io.github.camelaudio.component.wav;

/** What follows when a file has been played. */
public enum OnEnd {
  /** The route ends; others go on. */
  STOP,
  /** The run ends, after all that was sent has gone out. */
  EXIT
}
