package io.github.camelaudio.device;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import io.github.camelaudio.audio.PcmFormat;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A microphone of the sound server, which keeps what is not read yet: many seconds of it, so that
 * nothing is lost when the reading thread is late.
 */
final class PulseCapture implements CaptureDevice {

  private static final int FLAGS = LibPulse.STREAM_ADJUST_LATENCY;

  private final PulseConnection server;
  private final Pointer stream;
  private final PointerByReference bytes = new PointerByReference();
  private final LongByReference count = new LongByReference();

  /** What was taken from the server and not read yet, up to {@link #filled}. */
  private byte[] pending = new byte[0];

  private int filled;

  /**
   * Connects a stream to a device, and waits until it is ready.
   *
   * @param server closed with this device, and when it cannot be opened
   * @param source the server's name of it; null for its default, and for each later default
   */
  PulseCapture(
      PulseConnection server, @Nullable String source, PcmFormat format, int fragmentFrames)
      throws AudioDeviceException {
    this.server = server;
    this.stream = server.newStream(format, "capture");
    int fragmentBytes = fragmentFrames * format.bytesPerFrame();
    try {
      LibPulse.pa_stream_connect_record(
          stream, source, LibPulse.bufferAttributes(-1, -1, fragmentBytes), FLAGS);
      server.awaitReady(stream);
    } catch (AudioDeviceException e) {
      LibPulse.pa_stream_unref(stream);
      throw e;
    }
  }

  @Override
  public boolean read(byte[] frames, long timeoutNanos) throws AudioDeviceException {
    long deadline = System.nanoTime() + timeoutNanos;
    takeAll();
    long left = timeoutNanos;
    while (filled < frames.length && left > 0) {
      server.iterate(left);
      takeAll();
      left = deadline - System.nanoTime();
    }
    if (filled < frames.length) {
      return false;
    }
    System.arraycopy(pending, 0, frames, 0, frames.length);
    filled -= frames.length;
    System.arraycopy(pending, frames.length, pending, 0, filled);
    return true;
  }

  private void takeAll() throws AudioDeviceException {
    if (!server.isReady(stream)) {
      throw new AudioDeviceException("capture device went away (" + server.lastError() + ")");
    }
    while (LibPulse.pa_stream_peek(stream, bytes, count) == 0 && count.getValue() > 0) {
      take(bytes.getValue(), (int) count.getValue());
      LibPulse.pa_stream_drop(stream);
    }
  }

  /** A hole, of which the server has only the length, is silence. */
  private void take(@Nullable Pointer sound, int length) {
    if (pending.length < filled + length) {
      pending = Arrays.copyOf(pending, 2 * (filled + length));
    }
    if (sound == null) {
      Arrays.fill(pending, filled, filled + length, (byte) 0);
    } else {
      sound.read(0, pending, filled, length);
    }
    filled += length;
  }

  @Override
  public String name() {
    return String.valueOf(LibPulse.pa_stream_get_device_name(stream));
  }

  @Override
  public void close() {
    LibPulse.pa_stream_disconnect(stream);
    LibPulse.pa_stream_unref(stream);
    server.close();
  }
}
