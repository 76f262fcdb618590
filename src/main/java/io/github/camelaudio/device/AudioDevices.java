package io.github.camelaudio.device;

import io.github.camelaudio.audio.PcmFormat;
import java.util.List;
import java.util.Map;

/**
 * The devices of a machine. A name is {@value #DEFAULT}, or part of a device's name or description
 * in any case. Any thread.
 */
public interface AudioDevices {

  String DEFAULT = "default";

  /**
   * Opens and starts a microphone.
   *
   * @param fragmentFrames how much sound the device gives at once
   * @param bufferFrames what the device may hold before it loses sound, at least
   * @throws AudioDeviceException when none matches (naming those there are), or it cannot do it
   */
  CaptureDevice openCapture(String name, PcmFormat format, int fragmentFrames, int bufferFrames)
      throws AudioDeviceException;

  /**
   * Opens and starts a speaker.
   *
   * @param periodFrames how much room it should have before it asks for more
   * @param bufferFrames what the device holds when full, which is its delay
   * @throws AudioDeviceException when none matches (naming those there are), or it cannot do it
   */
  PlaybackDevice openPlayback(String name, PcmFormat format, int periodFrames, int bufferFrames)
      throws AudioDeviceException;

  /**
   * What can record: each device's name, and lines that describe it.
   *
   * @throws AudioDeviceException when the sound server does not answer
   */
  Map<String, List<String>> captureDevices() throws AudioDeviceException;

  /**
   * What can play: each device's name, and lines that describe it.
   *
   * @throws AudioDeviceException when the sound server does not answer
   */
  Map<String, List<String>> playbackDevices() throws AudioDeviceException;
}
