package io.github.camelaudio.playout.stats;

/** Why the device was not given sound in time, although it was there. */
public enum StallCause {

  /** The playout thread ran too late: this machine was busy, or stood still. */
  MACHINE,

  /** The device accepted no data for longer than its buffer lasts. */
  DEVICE
}
