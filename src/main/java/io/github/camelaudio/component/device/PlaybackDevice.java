package io.github.camelaudio.component.device;

/** An open speaker. One thread writes; any thread may close, which ends a write. */
public interface PlaybackDevice extends AutoCloseable {

  /**
   * Hands over frames, waiting until the device's buffer has room: so the device paces its caller.
   *
   * @throws AudioDeviceException when the device went away or was closed
   */
  void write(byte[] frames) throws AudioDeviceException;

  @Override
  void close();
}
