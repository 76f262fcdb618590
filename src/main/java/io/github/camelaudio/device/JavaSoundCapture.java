package io.github.camelaudio.device;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.PcmFormat;
import javax.sound.sampled.TargetDataLine;

/** A microphone of Java Sound. */
final class JavaSoundCapture implements CaptureDevice {

  private final String name;
  private final TargetDataLine line;
  private final PcmFormat format;
  private final AudioClock clock;

  /**
   * @param line open and started; this device's
   */
  JavaSoundCapture(String name, TargetDataLine line, PcmFormat format, AudioClock clock) {
    this.name = name;
    this.line = line;
    this.format = format;
    this.clock = clock;
  }

  @Override
  public boolean read(byte[] frames, long timeoutNanos) throws AudioDeviceException {
    long deadline = clock.nanoTime() + timeoutNanos;
    int missing = missing(frames);
    while (missing > 0 && clock.nanoTime() < deadline) {
      JavaSoundLines.sleep(clock, format.nanosOfFrames(missing / format.bytesPerFrame()), deadline);
      missing = missing(frames);
    }
    if (missing > 0) {
      return false;
    }
    if (line.read(frames, 0, frames.length) < frames.length) {
      throw new AudioDeviceException("capture device '" + name + "' went away");
    }
    return true;
  }

  private int missing(byte[] frames) throws AudioDeviceException {
    if (!line.isOpen()) {
      throw new AudioDeviceException("capture device '" + name + "' went away");
    }
    // The line may hold less than is wanted: then what it holds is taken when it is full.
    return Math.min(frames.length, line.getBufferSize()) - line.available();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void close() {
    JavaSoundLines.close(line);
  }
}
