package io.github.camelaudio.device;

import io.github.camelaudio.audio.PcmFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** A silent speaker, three times as fast as a real one; no microphone. Any thread. */
public final class NullDevices implements AudioDevices {

  private static final int TIMES_AS_FAST = 3;

  @Override
  public CaptureDevice openCapture(
      String name, PcmFormat format, int fragmentFrames, int bufferFrames)
      throws AudioDeviceException {
    throw new AudioDeviceException("there is no null microphone");
  }

  @Override
  public PlaybackDevice openPlayback(
      String name, PcmFormat format, int periodFrames, int bufferFrames) {
    return new NullPlayback(format);
  }

  @Override
  public Map<String, List<String>> captureDevices() {
    return Map.of();
  }

  @Override
  public Map<String, List<String>> playbackDevices() {
    return Map.of();
  }

  private record NullPlayback(PcmFormat format) implements PlaybackDevice {

    @Override
    public int await(int frames, long timeoutNanos) {
      LockSupport.parkNanos(format.nanosOfFrames(frames) / TIMES_AS_FAST);
      return frames;
    }

    @Override
    public void write(byte[] pcm, int frames) {
      // Discarded.
    }

    @Override
    public long underruns() {
      return 0;
    }

    @Override
    public boolean resize(int bufferFrames) {
      return true;
    }

    @Override
    public long latencyNanos() {
      return 0;
    }

    @Override
    public String standstill() {
      return "";
    }

    @Override
    public String name() {
      return "null";
    }

    @Override
    public void close() {
      // There is nothing to give back.
    }
  }
}
