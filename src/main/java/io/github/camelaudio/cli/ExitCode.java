package io.github.camelaudio.cli;

/** What the process ends with. A signal has its own: SIGHUP 129, Ctrl-C 130, SIGTERM 143. */
final class ExitCode {

  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;

  /** The run ended, but its counters show sound that was lost or never sent. */
  static final int SOUND_LOST = 3;

  private ExitCode() {}
}
