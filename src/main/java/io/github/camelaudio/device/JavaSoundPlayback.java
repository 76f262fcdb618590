package io.github.camelaudio.device;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.PcmFormat;
import java.util.concurrent.TimeUnit;
import javax.sound.sampled.SourceDataLine;

/**
 * A speaker of Java Sound. Over ALSA's PulseAudio plugin a line that ran dry stands still for about
 * a second; started again after 100 ms without progress it goes on at once.
 */
final class JavaSoundPlayback implements PlaybackDevice {

  private static final long STALLED_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final String name;
  private final SourceDataLine line;
  private final PcmFormat format;
  private final AudioClock clock;
  private long progressNanos;
  private int lastRoom;
  private boolean dry;
  private boolean fed;
  private long underruns;

  /**
   * @param line open and started; this device's
   */
  JavaSoundPlayback(String name, SourceDataLine line, PcmFormat format, AudioClock clock) {
    this.name = name;
    this.line = line;
    this.format = format;
    this.clock = clock;
    this.progressNanos = clock.nanoTime();
  }

  @Override
  public int await(int frames, long timeoutNanos) throws AudioDeviceException {
    long deadline = clock.nanoTime() + timeoutNanos;
    int room = room();
    while (room < frames && clock.nanoTime() < deadline) {
      JavaSoundLines.sleep(clock, format.nanosOfFrames(frames - room), deadline);
      room = room();
    }
    return room < frames ? 0 : room;
  }

  private int room() throws AudioDeviceException {
    if (!line.isOpen()) {
      throw new AudioDeviceException("playback device '" + name + "' went away");
    }
    int bytes = line.available();
    long now = clock.nanoTime();
    if (bytes != lastRoom) {
      lastRoom = bytes;
      progressNanos = now;
    } else if (now - progressNanos > STALLED_NANOS) {
      line.stop();
      line.start();
      progressNanos = now;
    }
    boolean empty = bytes >= line.getBufferSize();
    underruns += empty && !dry && fed ? 1 : 0;
    dry = empty;
    return bytes / format.bytesPerFrame();
  }

  @Override
  public void write(byte[] pcm, int frames) throws AudioDeviceException {
    int bytes = frames * format.bytesPerFrame();
    if (line.write(pcm, 0, bytes) < bytes) {
      throw new AudioDeviceException("playback device '" + name + "' went away");
    }
    fed = true;
    lastRoom -= bytes;
    progressNanos = clock.nanoTime();
  }

  @Override
  public long underruns() {
    return underruns;
  }

  @Override
  public boolean resize(int bufferFrames) {
    return false;
  }

  /** What lies in the line; what the system holds behind it is not known. */
  @Override
  public long latencyNanos() {
    int held = line.getBufferSize() - line.available();
    return format.nanosOfFrames(held / format.bytesPerFrame());
  }

  @Override
  public String standstill() {
    return "";
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
