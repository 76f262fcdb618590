package io.github.camelaudio.device;

/** What to do when a device is not there: options are written in lower case. */
public enum MissingDevice {
  /** Say so once, and look again every second. */
  WAIT,
  /** The route fails to start. */
  FAIL
}
