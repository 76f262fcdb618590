package io.github.camelaudio.device;

import io.github.camelaudio.audio.PcmFormat;
import java.util.List;
import java.util.Map;

/**
 * The machine's devices: those of its sound server when one answers, else those that Java Sound
 * knows. A server may come later. One that was there once is waited for when it goes, or hangs:
 * meanwhile Java Sound could take the very device that the server needs when it is back.
 */
public final class SystemDevices implements AudioDevices {

  /** The property that says which devices to use: auto, pulse or java. */
  public static final String PROPERTY = "audio.devices";

  /** Of this process, as the server is the machine's. */
  private static volatile boolean pulseSeen;

  private final PulseDevices pulse = new PulseDevices();
  private final AudioDevices java = new JavaSoundDevices();

  /**
   * The devices that a value of the property {@value #PROPERTY} means.
   *
   * @throws IllegalArgumentException when it is another value
   */
  public static AudioDevices of(String wanted) {
    return switch (wanted) {
      case "auto" -> new SystemDevices();
      case "pulse" -> new PulseDevices();
      case "java" -> new JavaSoundDevices();
      default ->
          throw new IllegalArgumentException(
              PROPERTY + "=" + wanted + ": allowed are auto, pulse, java");
    };
  }

  private AudioDevices now() {
    if (pulseSeen) {
      return pulse;
    }
    boolean there = pulse.isThere();
    pulseSeen = there;
    return there ? pulse : java;
  }

  @Override
  public CaptureDevice openCapture(
      String name, PcmFormat format, int fragmentFrames, int bufferFrames)
      throws AudioDeviceException {
    return now().openCapture(name, format, fragmentFrames, bufferFrames);
  }

  @Override
  public PlaybackDevice openPlayback(
      String name, PcmFormat format, int periodFrames, int bufferFrames)
      throws AudioDeviceException {
    return now().openPlayback(name, format, periodFrames, bufferFrames);
  }

  @Override
  public Map<String, List<String>> captureDevices() throws AudioDeviceException {
    return now().captureDevices();
  }

  @Override
  public Map<String, List<String>> playbackDevices() throws AudioDeviceException {
    return now().playbackDevices();
  }
}
