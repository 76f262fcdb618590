package io.github.camelaudio.device;

/** There is a sound server, and it takes connections, but does not answer. */
final class HungServerException extends AudioDeviceException {
  private static final long serialVersionUID = 1L;

  HungServerException() {
    super("the sound server does not answer");
  }
}
