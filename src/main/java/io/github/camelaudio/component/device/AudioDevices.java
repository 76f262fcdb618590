package io.github.camelaudio.component.device;

import io.github.camelaudio.audio.PcmFormat;

/**
 * The devices of a machine. A name is {@value #DEFAULT}, or part of a device's name in any case.
 * Any thread.
 */
public interface AudioDevices {

  String DEFAULT = "default";

  /**
   * Opens and starts a microphone.
   *
   * @param bufferFrames what the device may hold before it loses sound
   * @throws AudioDeviceException when none matches (naming those there are), or it cannot do it
   */
  CaptureDevice openCapture(String name, PcmFormat format, int bufferFrames)
      throws AudioDeviceException;

  /**
   * Opens and starts a speaker.
   *
   * @param bufferFrames what the device holds when full, which is its delay
   * @throws AudioDeviceException when none matches (naming those there are), or it cannot do it
   */
  PlaybackDevice openPlayback(String name, PcmFormat format, int bufferFrames)
      throws AudioDeviceException;
}
