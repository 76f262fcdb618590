package io.github.camelaudio.device;

import com.sun.jna.Callback;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import io.github.camelaudio.audio.PcmFormat;
import org.jspecify.annotations.Nullable;

/**
 * What is used of libpulse ({@code pulse/*.h}, the same from 5.0 to 17), which the system brings.
 * The names are the library's own. A {@code size_t} is a long: 64-bit systems only.
 */
final class LibPulse {

  static final int CONTEXT_READY = 4;
  static final int CONTEXT_FAILED = 5;
  static final int CONTEXT_TERMINATED = 6;
  static final int CONTEXT_NOAUTOSPAWN = 1;

  static final int STREAM_CREATING = 1;
  static final int STREAM_READY = 2;

  static final int STREAM_INTERPOLATE_TIMING = 0x2;
  static final int STREAM_AUTO_TIMING_UPDATE = 0x8;
  static final int STREAM_ADJUST_LATENCY = 0x2000;

  static final int SEEK_RELATIVE = 0;
  static final int OPERATION_RUNNING = 0;

  private static final int SPEC_BYTES = 12;
  private static final int MAP_BYTES = 4 + 32 * 4;
  private static final int MAX_CHANNELS = 32;
  private static final int MAP_DEFAULT = 0;

  /** {@code pa_sink_info_cb_t} and {@code pa_source_info_cb_t}. Must not throw. */
  interface DeviceInfo extends Callback {
    void invoke(Pointer context, @Nullable Pointer info, int endOfList, @Nullable Pointer data);
  }

  private LibPulse() {}

  /** Binds the library to this class once; the outcome stays. */
  private static final class Loaded {
    static final boolean THERE = bind();

    private static boolean bind() {
      try {
        Native.register(LibPulse.class, "libpulse.so.0");
        return Native.SIZE_T_SIZE == Long.BYTES;
      } catch (LinkageError e) {
        return false; // no such library: there is no PulseAudio here
      }
    }
  }

  /** Whether this system has the library. Any thread. */
  static boolean isThere() {
    return Loaded.THERE;
  }

  /** A {@code pa_sample_spec}. */
  static Memory sampleSpec(PcmFormat format) throws AudioDeviceException {
    if (format.channels() > MAX_CHANNELS) {
      throw new AudioDeviceException(
          "devices have at most " + MAX_CHANNELS + " channels, not " + format.channels());
    }
    Memory spec = new Memory(SPEC_BYTES);
    spec.setInt(0, sampleFormat(format));
    spec.setInt(4, format.sampleRateHz());
    spec.setInt(8, format.channels());
    return spec;
  }

  private static int sampleFormat(PcmFormat format) {
    return switch (format.encoding()) {
      case U8 -> 0;
      case S16 -> 3;
      case F32 -> 5;
      case S32 -> 7;
      case S24 -> 9;
    };
  }

  /** A {@code pa_channel_map} for any number of channels. */
  static Memory channelMap(int channels) {
    Memory map = new Memory(MAP_BYTES);
    pa_channel_map_init_extend(map, channels, MAP_DEFAULT);
    return map;
  }

  /** A {@code pa_buffer_attr}; -1 leaves a number of bytes to the server. */
  static Memory bufferAttributes(int targetBytes, int requestBytes, int fragmentBytes) {
    Memory attributes = new Memory(5 * Integer.BYTES);
    attributes.setInt(0, -1);
    attributes.setInt(4, targetBytes);
    attributes.setInt(8, -1);
    attributes.setInt(12, requestBytes);
    attributes.setInt(16, fragmentBytes);
    return attributes;
  }

  static native Pointer pa_mainloop_new();

  static native void pa_mainloop_free(Pointer loop);

  static native Pointer pa_mainloop_get_api(Pointer loop);

  static native int pa_mainloop_prepare(Pointer loop, int timeoutMicros);

  static native int pa_mainloop_poll(Pointer loop);

  static native int pa_mainloop_dispatch(Pointer loop);

  static native Pointer pa_context_new(Pointer api, String name);

  static native int pa_context_connect(
      Pointer context, @Nullable String server, int flags, @Nullable Pointer spawnApi);

  static native int pa_context_get_state(Pointer context);

  static native int pa_context_errno(Pointer context);

  static native void pa_context_disconnect(Pointer context);

  static native void pa_context_unref(Pointer context);

  static native @Nullable Pointer pa_context_get_sink_info_list(
      Pointer context, DeviceInfo info, @Nullable Pointer data);

  static native @Nullable Pointer pa_context_get_source_info_list(
      Pointer context, DeviceInfo info, @Nullable Pointer data);

  static native int pa_operation_get_state(Pointer operation);

  static native void pa_operation_unref(Pointer operation);

  static native String pa_strerror(int error);

  static native Pointer pa_channel_map_init_extend(Pointer map, int channels, int definition);

  static native @Nullable Pointer pa_stream_new(
      Pointer context, String name, Pointer sampleSpec, Pointer channelMap);

  static native int pa_stream_connect_playback(
      Pointer stream,
      @Nullable String device,
      Pointer attributes,
      int flags,
      @Nullable Pointer volume,
      @Nullable Pointer syncStream);

  static native int pa_stream_connect_record(
      Pointer stream, @Nullable String device, Pointer attributes, int flags);

  static native int pa_stream_get_state(Pointer stream);

  static native String pa_stream_get_device_name(Pointer stream);

  static native int pa_stream_is_suspended(Pointer stream);

  static native long pa_stream_writable_size(Pointer stream);

  static native int pa_stream_write(
      Pointer stream, Pointer bytes, long count, @Nullable Pointer free, long offset, int seek);

  static native long pa_stream_get_underflow_index(Pointer stream);

  static native int pa_stream_get_latency(
      Pointer stream, LongByReference micros, IntByReference negative);

  static native @Nullable Pointer pa_stream_set_buffer_attr(
      Pointer stream, Pointer attributes, @Nullable Callback done, @Nullable Pointer data);

  static native int pa_stream_peek(Pointer stream, PointerByReference bytes, LongByReference count);

  static native int pa_stream_drop(Pointer stream);

  static native int pa_stream_disconnect(Pointer stream);

  static native void pa_stream_unref(Pointer stream);
}
