package io.github.camelaudio.component.device;

import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.audio.PcmFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A machine with one speaker, which can be taken away and put back. It takes sound at its own pace
 * by advancing the clock, and keeps what it played. For one thread: the test's, which runs the
 * playout and acts in {@link #onWrite} and {@link #onOpen}.
 */
public final class FakeDevices implements AudioDevices {

  private final FakeClock clock;
  private final List<FakePlayback> opened = new ArrayList<>();
  private @Nullable String missing;
  private IntConsumer onWrite = write -> {};
  private IntConsumer onOpen = attempt -> {};
  private int writes;
  private int attempts;

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
  public CaptureDevice openCapture(String name, PcmFormat format, int bufferFrames)
      throws AudioDeviceException {
    throw new AudioDeviceException("no capture device");
  }

  @Override
  public PlaybackDevice openPlayback(String name, PcmFormat format, int bufferFrames)
      throws AudioDeviceException {
    onOpen.accept(attempts++);
    if (missing != null) {
      throw new AudioDeviceException(missing);
    }
    FakePlayback fresh = new FakePlayback(format, bufferFrames);
    opened.add(fresh);
    return fresh;
  }

  /** The speaker while it was open once. */
  public final class FakePlayback implements PlaybackDevice {
    private final PcmFormat format;
    private final int bufferFrames;
    private final List<byte[]> written = new ArrayList<>();
    private boolean closed;

    private FakePlayback(PcmFormat format, int bufferFrames) {
      this.format = format;
      this.bufferFrames = bufferFrames;
    }

    @Override
    public void write(byte[] frames) throws AudioDeviceException {
      onWrite.accept(writes++);
      if (missing != null || closed) {
        throw new AudioDeviceException(missing == null ? "closed" : missing);
      }
      written.add(frames.clone());
      clock.advanceNanos(format.nanosOfFrames(frames.length / format.bytesPerFrame()));
    }

    @Override
    public void close() {
      closed = true;
    }

    public PcmFormat format() {
      return format;
    }

    public int bufferFrames() {
      return bufferFrames;
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
