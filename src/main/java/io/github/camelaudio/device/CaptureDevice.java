package io.github.camelaudio.device;

/** An open microphone. All methods belong to the one thread that uses it. */
public interface CaptureDevice extends AutoCloseable {

  /**
   * Waits until the array is full of frames. What has come before the time is over stays for the
   * next call.
   *
   * @return false when the time is over; the array is then untouched
   * @throws AudioDeviceException when the device went away
   */
  boolean read(byte[] frames, long timeoutNanos) throws AudioDeviceException;

  /** The device's own name, for people. */
  String name();

  /** Gives the device back; takes a second at most, whatever the sound server does. */
  @Override
  void close();
}
