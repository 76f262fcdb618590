package io.github.camelaudio.device;

import io.github.camelaudio.audio.PcmFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The devices of a PulseAudio server, or of PipeWire's, which answers like one. A device's name is
 * the server's, the same after a restart; a route may also name part of its description.
 */
final class PulseDevices implements AudioDevices {

  /** Whether a server is there now; one that hangs is, and so is waited for. */
  boolean isThere() {
    if (!LibPulse.isThere()) {
      return false;
    }
    try {
      new PulseConnection().close();
      return true;
    } catch (AudioDeviceException e) {
      return e instanceof HungServerException;
    }
  }

  @Override
  public PlaybackDevice openPlayback(
      String name, PcmFormat format, int periodFrames, int bufferFrames)
      throws AudioDeviceException {
    PulseConnection server = new PulseConnection();
    try {
      String sink = find(name, server.sinks(), "playback");
      return new PulsePlayback(server, sink, format, periodFrames, bufferFrames);
    } catch (AudioDeviceException e) {
      server.close();
      throw e;
    }
  }

  @Override
  public CaptureDevice openCapture(
      String name, PcmFormat format, int fragmentFrames, int bufferFrames)
      throws AudioDeviceException {
    PulseConnection server = new PulseConnection();
    try {
      String source = find(name, server.sources(), "capture");
      return new PulseCapture(server, source, format, fragmentFrames);
    } catch (AudioDeviceException e) {
      server.close();
      throw e;
    }
  }

  /** The server's name of a device; null for its default. A whole name goes before a part. */
  static @Nullable String find(String wanted, List<PulseConnection.Device> devices, String kind)
      throws AudioDeviceException {
    if (devices.isEmpty()) {
      throw new AudioDeviceException("the sound server has no " + kind + " device");
    }
    if (wanted.equals(DEFAULT)) {
      return null;
    }
    for (PulseConnection.Device device : devices) {
      if (device.name().equals(wanted)) {
        return device.name();
      }
    }
    for (PulseConnection.Device device : devices) {
      if (contains(device.name(), wanted) || contains(device.description(), wanted)) {
        return device.name();
      }
    }
    throw new AudioDeviceException(
        "no "
            + kind
            + " device matches '"
            + wanted
            + "'; there are: "
            + devices.stream().map(PulseConnection.Device::name).collect(Collectors.joining(", ")));
  }

  private static boolean contains(String text, String wanted) {
    return text.toLowerCase(Locale.ROOT).contains(wanted.toLowerCase(Locale.ROOT));
  }

  @Override
  public Map<String, List<String>> playbackDevices() throws AudioDeviceException {
    try (PulseConnection server = new PulseConnection()) {
      return described(server.sinks());
    }
  }

  @Override
  public Map<String, List<String>> captureDevices() throws AudioDeviceException {
    try (PulseConnection server = new PulseConnection()) {
      return described(server.sources());
    }
  }

  private static Map<String, List<String>> described(List<PulseConnection.Device> devices) {
    Map<String, List<String>> described = new LinkedHashMap<>();
    devices.forEach(device -> described.put(device.name(), List.of(device.description())));
    return described;
  }
}
