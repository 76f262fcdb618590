package io.github.camelaudio.device;

import com.sun.jna.Pointer;
import io.github.camelaudio.audio.PcmFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to the sound server. Its main loop runs on the caller's thread, inside of {@link
 * #iterate}: so no thread of the library's own and no callback stands between the server's request
 * and the thread that answers it. One thread at a time.
 */
final class PulseConnection implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PulseConnection.class);

  /** Four of the library's main loop and connection, and some for threads that take them too. */
  private static final int NEEDED_DESCRIPTORS = 8;

  private static final Path NULL_DEVICE = Path.of("/dev/null");

  private static final long CONNECT_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Pointer loop;
  private final Pointer context;
  private boolean connected;

  /**
   * Connects to the server that the environment names, else the user's own.
   *
   * @throws AudioDeviceException when none answers within two seconds
   */
  PulseConnection() throws AudioDeviceException {
    requireDescriptors();
    loop = LibPulse.pa_mainloop_new();
    context = LibPulse.pa_context_new(LibPulse.pa_mainloop_get_api(loop), "Camel Audio");
    try {
      LibPulse.pa_context_connect(context, null, LibPulse.CONTEXT_NOAUTOSPAWN, null);
      long deadline = System.nanoTime() + CONNECT_NANOS;
      while (LibPulse.pa_context_get_state(context) != LibPulse.CONTEXT_READY) {
        iterateUntil(deadline);
      }
      connected = true;
    } catch (AudioDeviceException e) {
      close();
      throw e;
    }
  }

  /** The library ends the process (abort(3)) when it gets no pipe for its main loop. */
  private static void requireDescriptors() throws AudioDeviceException {
    List<InputStream> opened = new ArrayList<>();
    try {
      for (int i = 0; i < NEEDED_DESCRIPTORS; i++) {
        opened.add(Files.newInputStream(NULL_DEVICE));
      }
    } catch (IOException e) {
      throw new AudioDeviceException(
          "too few file descriptors are left for a connection to the sound server;"
              + " allow more (ulimit -n)",
          e);
    } finally {
      opened.forEach(PulseConnection::close);
    }
  }

  private static void close(InputStream opened) {
    try {
      opened.close();
    } catch (IOException e) {
      LOG.debug("{} cannot be closed", NULL_DEVICE, e);
    }
  }

  /** A device as the server names it: a name that stays over reboots, and a text for people. */
  record Device(String name, String description) {}

  /** The devices that play. */
  List<Device> sinks() throws AudioDeviceException {
    Collector devices = new Collector();
    return devices.collect(LibPulse.pa_context_get_sink_info_list(context, devices, null));
  }

  /** The devices that record, the monitors of those that play among them. */
  List<Device> sources() throws AudioDeviceException {
    Collector devices = new Collector();
    return devices.collect(LibPulse.pa_context_get_source_info_list(context, devices, null));
  }

  /** Takes a list from the server; called by {@link #iterate} on its thread. */
  private final class Collector implements LibPulse.DeviceInfo {
    private static final long NAME = 0;
    private static final long DESCRIPTION = 16;
    private final List<Device> devices = new ArrayList<>();

    @Override
    public void invoke(Pointer from, @Nullable Pointer info, int end, @Nullable Pointer data) {
      if (end == 0 && info != null) {
        devices.add(new Device(text(info.getPointer(NAME)), text(info.getPointer(DESCRIPTION))));
      }
    }

    private static String text(@Nullable Pointer pointer) {
      return pointer == null ? "" : pointer.getString(0, "UTF-8");
    }

    List<Device> collect(@Nullable Pointer operation) throws AudioDeviceException {
      if (operation == null) {
        throw trouble();
      }
      try {
        long deadline = System.nanoTime() + CONNECT_NANOS;
        while (LibPulse.pa_operation_get_state(operation) == LibPulse.OPERATION_RUNNING) {
          iterateUntil(deadline);
        }
      } finally {
        LibPulse.pa_operation_unref(operation);
      }
      return devices;
    }
  }

  /** A stream that is not connected to a device yet. */
  Pointer newStream(PcmFormat format, String name) throws AudioDeviceException {
    Pointer stream =
        LibPulse.pa_stream_new(
            context, name, LibPulse.sampleSpec(format), LibPulse.channelMap(format.channels()));
    if (stream == null) {
      throw new AudioDeviceException("the sound server cannot do " + format + ": " + lastError());
    }
    return stream;
  }

  /** Waits until a stream that was connected to a device is ready. */
  void awaitReady(Pointer stream) throws AudioDeviceException {
    long deadline = System.nanoTime() + CONNECT_NANOS;
    while (LibPulse.pa_stream_get_state(stream) == LibPulse.STREAM_CREATING) {
      iterateUntil(deadline);
    }
    if (!isReady(stream)) {
      throw new AudioDeviceException(lastError());
    }
  }

  boolean isReady(Pointer stream) {
    return LibPulse.pa_stream_get_state(stream) == LibPulse.STREAM_READY;
  }

  private void iterateUntil(long deadline) throws AudioDeviceException {
    long left = deadline - System.nanoTime();
    if (left <= 0) {
      throw new HungServerException();
    }
    iterate(left);
  }

  /**
   * Waits for what comes from the server next, and takes it in.
   *
   * @param timeoutNanos how long to wait at most
   * @throws AudioDeviceException when the connection has ended
   */
  void iterate(long timeoutNanos) throws AudioDeviceException {
    checkConnected();
    int micros = (int) Math.max(0, Math.min(1_000_000, timeoutNanos / 1_000));
    if (LibPulse.pa_mainloop_prepare(loop, micros) >= 0 && LibPulse.pa_mainloop_poll(loop) >= 0) {
      LibPulse.pa_mainloop_dispatch(loop);
    }
    checkConnected();
  }

  private void checkConnected() throws AudioDeviceException {
    int state = LibPulse.pa_context_get_state(context);
    if (state == LibPulse.CONTEXT_FAILED || state == LibPulse.CONTEXT_TERMINATED) {
      throw trouble();
    }
  }

  private AudioDeviceException trouble() {
    return new AudioDeviceException(
        (connected ? "the sound server went away (" : "no sound server answers (")
            + lastError()
            + ")");
  }

  /** What the server said of the last thing that failed. */
  String lastError() {
    return LibPulse.pa_strerror(LibPulse.pa_context_errno(context));
  }

  /** Ends the connection; never waits for the server. */
  @Override
  public void close() {
    LibPulse.pa_context_disconnect(context);
    LibPulse.pa_context_unref(context);
    LibPulse.pa_mainloop_free(loop);
  }
}
