package io.github.camelaudio.playout;

/** Why a device went without sound. */
public enum StallCause {
  /** This machine was late: the playout thread, or the sound server, did not run in time. */
  MACHINE,
  /** The device took nothing. */
  DEVICE
}
