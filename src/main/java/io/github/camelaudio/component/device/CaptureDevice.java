package io.github.camelaudio.component.device;

/** An open microphone. One thread reads; any thread may close, which ends a read. */
public interface CaptureDevice extends AutoCloseable {

  /**
   * Waits until the array is full of frames.
   *
   * @throws AudioDeviceException when the device went away or was closed
   */
  void read(byte[] frames) throws AudioDeviceException;

  @Override
  void close();
}
