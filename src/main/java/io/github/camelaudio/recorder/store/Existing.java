package io.github.camelaudio.recorder.store;

/** What to do when the file to record to is there already. */
public enum Existing {
  /** Take the next free name: {@code take.wav}, {@code take-1.wav}, {@code take-2.wav} … */
  RENAME,
  /** Write over it. */
  OVERRIDE,
  /** Do not record the stream. */
  FAIL
}
