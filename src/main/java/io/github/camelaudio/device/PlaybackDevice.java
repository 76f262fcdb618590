package io.github.camelaudio.device;

/**
 * An open speaker that is pulled from: it says when it has room, and takes frames without waiting.
 * All methods belong to the one thread that uses it, so that nothing is closed while it is used.
 */
public interface PlaybackDevice extends AutoCloseable {

  /**
   * Waits until the device has room.
   *
   * @param frames how much room to wait for, at most the buffer's size
   * @param timeoutNanos how long to wait at most
   * @return the frames that it takes now, at least {@code frames}; 0 when the time is over
   * @throws AudioDeviceException when the device went away
   */
  int await(int frames, long timeoutNanos) throws AudioDeviceException;

  /**
   * Hands over frames; never waits.
   *
   * @param pcm frames of the device's format; the caller's
   * @param frames at most what {@link #await} returned
   * @throws AudioDeviceException when the device went away
   */
  void write(byte[] pcm, int frames) throws AudioDeviceException;

  /** How often the device had nothing left to play, since it was opened. */
  long underruns();

  /**
   * Asks for another buffer size; the device takes it over when it can.
   *
   * @return false when this device cannot change it while it is open
   */
  boolean resize(int bufferFrames);

  /**
   * How long it takes until a frame that is written now is heard, in nanoseconds, as far as the
   * device knows; negative when it does not.
   */
  long latencyNanos();

  /** Why the device accepts no data on purpose, such as "suspended"; empty when it does not say. */
  String standstill();

  /** The device's own name, for people. */
  String name();

  /** Gives the device back; takes a second at most, whatever the sound server does. */
  @Override
  void close();
}
