package io.github.camelaudio.device;

import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.audio.PcmFormat;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A machine with one speaker, which can be taken away and put back, and a microphone. It takes
 * sound at its own pace by advancing the clock, and keeps what it played. For one thread: the
 * test's, which runs the playout and acts in {@link #onWrite} and {@link #onOpen}.
 */
public final class FakeDevices implements AudioDevices {

  private final FakeClock clock;
  private final List<FakePlayback> opened = new ArrayList<>();
  private @Nullable String missing;
  private IntConsumer onWrite = write -> {};
  private IntConsumer onOpen = attempt -> {};
  private int writes;
  private int attempts;
  private final Queue<byte[]> microphone = new ConcurrentLinkedQueue<>();
  private long stillForNanos;

  public FakeDevices(FakeClock clock) {
    this.clock = clock;
  }

  /** From now on nothing can be opened, and what is open fails. */
  public void unplug(String message) {
    missing = message;
  }

  public void plugIn() {
    missing = null;
  }

  /** What the microphone gives the next time that it is open; then it goes away. */
  public void record(byte[] pcm) {
    microphone.add(pcm);
  }

  /** The speaker that is open accepts no data for a while. */
  public void standStill(long nanos) {
    stillForNanos = nanos;
  }

  /** Called before each write, with the count of those before it. */
  public void onWrite(IntConsumer action) {
    onWrite = action;
  }

  /** Called before each attempt to open, with the count of those before it. */
  public void onOpen(IntConsumer action) {
    onOpen = action;
  }

  public List<FakePlayback> opened() {
    return opened;
  }

  public int attempts() {
    return attempts;
  }

  @Override
  public Map<String, List<String>> captureDevices() {
    return Map.of();
  }

  @Override
  public Map<String, List<String>> playbackDevices() {
    return Map.of();
  }

  @Override
  public CaptureDevice openCapture(
      String name, PcmFormat format, int fragmentFrames, int bufferFrames)
      throws AudioDeviceException {
    byte[] sound = microphone.poll();
    if (sound == null) {
      throw new AudioDeviceException("no capture device");
    }
    return new FakeCapture(sound);
  }

  @Override
  public PlaybackDevice openPlayback(
      String name, PcmFormat format, int periodFrames, int bufferFrames)
      throws AudioDeviceException {
    onOpen.accept(attempts++);
    if (missing != null) {
      throw new AudioDeviceException(missing);
    }
    FakePlayback fresh = new FakePlayback(format, bufferFrames);
    opened.add(fresh);
    return fresh;
  }

  /** The microphone while it is open once. Its time is that of the sound that it has. */
  private static final class FakeCapture implements CaptureDevice {
    private final ByteBuffer sound;

    private FakeCapture(byte[] pcm) {
      sound = ByteBuffer.wrap(pcm);
    }

    @Override
    public boolean read(byte[] frames, long timeoutNanos) throws AudioDeviceException {
      if (sound.remaining() < frames.length) {
        throw new AudioDeviceException("unplugged");
      }
      sound.get(frames);
      return true;
    }

    @Override
    public String name() {
      return "fake microphone";
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }

  /** The speaker while it was open once. */
  public final class FakePlayback implements PlaybackDevice {
    private final PcmFormat format;
    private final List<byte[]> written = new ArrayList<>();
    private final List<Integer> sizes = new ArrayList<>();
    private boolean closed;
    private long underruns;

    private FakePlayback(PcmFormat format, int bufferFrames) {
      this.format = format;
      sizes.add(bufferFrames);
    }

    @Override
    public int await(int frames, long timeoutNanos) throws AudioDeviceException {
      check();
      if (stillForNanos > 0) {
        stillForNanos -= timeoutNanos;
        clock.advanceNanos(timeoutNanos);
        return 0;
      }
      return frames;
    }

    @Override
    public void write(byte[] pcm, int frames) throws AudioDeviceException {
      onWrite.accept(writes++);
      check();
      written.add(Arrays.copyOf(pcm, frames * format.bytesPerFrame()));
      clock.advanceNanos(format.nanosOfFrames(frames));
    }

    private void check() throws AudioDeviceException {
      if (missing != null || closed) {
        throw new AudioDeviceException(missing == null ? "closed" : missing);
      }
    }

    @Override
    public long underruns() {
      return underruns;
    }

    /** Has nothing left to play, because nobody came for so long. */
    public void runDry(long nanos) {
      clock.advanceNanos(nanos);
      underruns++;
    }

    @Override
    public boolean resize(int bufferFrames) {
      sizes.add(bufferFrames);
      return true;
    }

    /** The sizes of its buffer that were asked for, in frames. */
    public List<Integer> sizes() {
      return sizes;
    }

    @Override
    public long latencyNanos() {
      return -1;
    }

    @Override
    public String standstill() {
      return "suspended";
    }

    @Override
    public String name() {
      return "fake";
    }

    @Override
    public void close() {
      closed = true;
    }

    public PcmFormat format() {
      return format;
    }

    public int bufferFrames() {
      return sizes.get(0);
    }

    public boolean isClosed() {
      return closed;
    }

    /** All samples that are not 0, in their order; the format must be s16. */
    public List<Integer> sound() {
      List<Integer> sound = new ArrayList<>();
      for (byte[] pcm : written) {
        for (int i = 0; i < pcm.length; i += 2) {
          int sample = (short) ((pcm[i] & 0xFF) | pcm[i + 1] << 8);
          if (sample != 0) {
            sound.add(sample);
          }
        }
      }
      return sound;
    }
  }
}
