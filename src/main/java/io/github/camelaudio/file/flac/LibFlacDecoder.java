package io.github.camelaudio.file.flac;

import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What is used of libFLAC's decoder ({@code FLAC/stream_decoder.h}, the same from 1.3 to 1.5).
 * Integers that are truth values are 0 or not. Its structures, in bytes:
 *
 * <pre>
 * FLAC__Frame.header:    0 u32 frames, 4 u32 rate, 8 u32 channels, 16 u32 bits
 * FLAC__StreamMetadata:  0 enum type, 16 STREAMINFO: 32 u32 rate, 36 u32 channels, 40 u32 bits,
 *                        48 u64 frames, 0 for unknown
 * </pre>
 */
interface LibFlacDecoder extends Library {

  int FRAME_FRAMES = 0;
  int FRAME_RATE = 4;
  int FRAME_CHANNELS = 8;
  int FRAME_BITS = 16;

  int INFO_RATE = 32;
  int INFO_CHANNELS = 36;
  int INFO_BITS = 40;
  int INFO_FRAMES = 48;

  /** The type of metadata that says what the samples are. */
  int STREAMINFO = 0;

  int OK = 0;
  int END_OF_STREAM = 1;
  int ABORT = 2;

  /** What the write callback answers to give up. */
  int WRITE_ABORT = 1;

  /** Of {@link #getState}: the end of the file. */
  int STATE_END = 4;

  /** Fills a buffer with bytes of the file, and says how many. Must not throw. */
  interface Read extends Callback {
    int invoke(Pointer decoder, Pointer buffer, LongByReference bytes, Pointer data);
  }

  /** Takes decoded samples: an array of 32 bit integers for each channel. Must not throw. */
  interface Write extends Callback {
    int invoke(Pointer decoder, Pointer frame, Pointer channels, Pointer data);
  }

  /** Takes a piece of metadata. Must not throw. */
  interface Metadata extends Callback {
    void invoke(Pointer decoder, Pointer metadata, Pointer data);
  }

  /** Is told of damage; decoding goes on behind it. Must not throw. */
  interface Fault extends Callback {
    void invoke(Pointer decoder, int status, Pointer data);
  }

  /** The library of this process, found when it is first wanted. */
  final class Loaded {
    private static final LibFlacDecoder LIBRARY =
        LibFlac.Loaded.open(LibFlacDecoder.class, "FLAC__stream_decoder_");

    private Loaded() {}
  }

  /**
   * Finds the library.
   *
   * @throws IOException when there is none, with what to install
   */
  static LibFlacDecoder load() throws IOException {
    LibFlac.load();
    return Loaded.LIBRARY;
  }

  /** The function {@code new}; null when there is no memory. */
  @Nullable Pointer create();

  void delete(Pointer decoder);

  int initStream(
      Pointer decoder,
      Read read,
      @Nullable Pointer seek,
      @Nullable Pointer tell,
      @Nullable Pointer length,
      @Nullable Pointer eof,
      Write write,
      Metadata metadata,
      Fault fault,
      @Nullable Pointer data);

  int processUntilEndOfMetadata(Pointer decoder);

  int processSingle(Pointer decoder);

  int getState(Pointer decoder);
}
