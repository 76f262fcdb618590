package io.github.camelaudio.device;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import io.github.camelaudio.audio.PcmFormat;
import org.jspecify.annotations.Nullable;

/** A speaker of the sound server. */
final class PulsePlayback implements PlaybackDevice {

  private static final long NOT_KNOWN = -1;
  private static final int FLAGS =
      LibPulse.STREAM_ADJUST_LATENCY
          | LibPulse.STREAM_INTERPOLATE_TIMING
          | LibPulse.STREAM_AUTO_TIMING_UPDATE;

  private final PulseConnection server;
  private final Pointer stream;
  private final int bytesPerFrame;
  private final int periodBytes;
  private final LongByReference micros = new LongByReference();
  private final IntByReference negative = new IntByReference();
  private Memory frames;
  private long underflowIndex = NOT_KNOWN;
  private long underruns;

  /**
   * Connects a stream to a device, and waits until it is ready.
   *
   * @param server closed with this device, and when it cannot be opened
   * @param sink the server's name of it; null for its default, and for each later default
   */
  PulsePlayback(
      PulseConnection server,
      @Nullable String sink,
      PcmFormat format,
      int periodFrames,
      int bufferFrames)
      throws AudioDeviceException {
    this.server = server;
    this.bytesPerFrame = format.bytesPerFrame();
    this.periodBytes = periodFrames * bytesPerFrame;
    this.frames = new Memory(periodBytes);
    this.stream = server.newStream(format, "playback");
    try {
      LibPulse.pa_stream_connect_playback(
          stream, sink, attributes(bufferFrames), FLAGS, null, null);
      server.awaitReady(stream);
    } catch (AudioDeviceException e) {
      LibPulse.pa_stream_unref(stream);
      throw e;
    }
  }

  private Memory attributes(int bufferFrames) {
    return LibPulse.bufferAttributes(bufferFrames * bytesPerFrame, periodBytes, -1);
  }

  @Override
  public int await(int wanted, long timeoutNanos) throws AudioDeviceException {
    long wantedBytes = (long) wanted * bytesPerFrame;
    long deadline = System.nanoTime() + timeoutNanos;
    long room = room();
    long left = timeoutNanos;
    while (room < wantedBytes && left > 0) {
      server.iterate(left);
      room = room();
      left = deadline - System.nanoTime();
    }
    noteUnderrun();
    return room < wantedBytes ? 0 : (int) (room / bytesPerFrame);
  }

  private long room() throws AudioDeviceException {
    if (!server.isReady(stream)) {
      throw new AudioDeviceException("playback device went away (" + server.lastError() + ")");
    }
    return LibPulse.pa_stream_writable_size(stream);
  }

  /** The server tells where a stream ran dry; another place is another time. */
  private void noteUnderrun() {
    long index = LibPulse.pa_stream_get_underflow_index(stream);
    if (index != underflowIndex) {
      underflowIndex = index;
      underruns++;
    }
  }

  @Override
  public void write(byte[] pcm, int count) throws AudioDeviceException {
    int bytes = count * bytesPerFrame;
    if (frames.size() < bytes) {
      frames = new Memory(bytes);
    }
    frames.write(0, pcm, 0, bytes);
    if (LibPulse.pa_stream_write(stream, frames, bytes, null, 0, LibPulse.SEEK_RELATIVE) < 0) {
      throw new AudioDeviceException("playback device went away (" + server.lastError() + ")");
    }
  }

  @Override
  public long underruns() {
    return underruns;
  }

  @Override
  public boolean resize(int bufferFrames) {
    Pointer operation =
        LibPulse.pa_stream_set_buffer_attr(stream, attributes(bufferFrames), null, null);
    if (operation != null) {
      LibPulse.pa_operation_unref(operation);
    }
    return operation != null;
  }

  @Override
  public long latencyNanos() {
    boolean known = LibPulse.pa_stream_get_latency(stream, micros, negative) == 0;
    return known && negative.getValue() == 0 ? micros.getValue() * 1_000 : NOT_KNOWN;
  }

  @Override
  public String standstill() {
    return LibPulse.pa_stream_is_suspended(stream) == 1 ? "suspended" : "";
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
