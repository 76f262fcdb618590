package io.github.camelaudio.device;

import org.jspecify.annotations.Nullable;

/** A device that is not there, is taken, cannot do a format, or went away. */
public class AudioDeviceException extends Exception {
  private static final long serialVersionUID = 1L;

  public AudioDeviceException(String message) {
    super(message);
  }

  public AudioDeviceException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
