package io.github.camelaudio.file.flac;

import com.sun.jna.Callback;
import com.sun.jna.FunctionMapper;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.ptr.LongByReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is used of libFLAC's encoder ({@code FLAC/stream_encoder.h} and {@code metadata.h}, the same
 * from 1.3 to 1.5), which the system brings. Integers that are truth values are 0 or not.
 */
public interface LibFlac extends Library {

  String PREFIX = "FLAC__stream_encoder_";
  int OK = 0;
  int ERROR = 1;

  /** The type of metadata that holds comments. */
  int VORBIS_COMMENT = 4;

  /** Takes encoded bytes; returns {@link #OK}, or {@link #ERROR} to give up. Must not throw. */
  interface Write extends Callback {
    int invoke(Pointer encoder, Pointer bytes, long count, int frames, int number, Pointer data);
  }

  /** Goes to a byte of what was written. Must not throw. */
  interface Seek extends Callback {
    int invoke(Pointer encoder, long offset, Pointer data);
  }

  /** Says at which byte the next write is. Must not throw. */
  interface Tell extends Callback {
    int invoke(Pointer encoder, LongByReference offset, Pointer data);
  }

  /** {@code FLAC__StreamMetadata_VorbisComment_Entry}: a name, "=" and a text, in UTF-8. */
  @Structure.FieldOrder({"length", "entry"})
  final class Comment extends Structure implements Structure.ByValue {
    public int length;
    public Pointer entry;

    private Comment(int length, Pointer entry) {
      this.length = length;
      this.entry = entry;
    }

    static Comment of(String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      Memory memory = new Memory(bytes.length);
      memory.write(0, bytes, 0, bytes.length);
      return new Comment(bytes.length, memory);
    }
  }

  /** The library of this process, found when it is first wanted. */
  final class Loaded {
    private static final LibFlac LIBRARY = open(LibFlac.class, PREFIX);

    private Loaded() {}

    /**
     * Opens the library.
     *
     * @param prefix of the functions whose names the methods have; {@code create} is {@code new}
     */
    static <T extends Library> T open(Class<T> functions, String prefix) {
      FunctionMapper names = (library, method) -> nameOf(prefix, method.getName());
      return Native.load("FLAC", functions, Map.of(OPTION_FUNCTION_MAPPER, names));
    }

    private static String nameOf(String prefix, String method) {
      if (method.startsWith("metadata")) {
        return "FLAC__" + snakeCase(method);
      }
      return prefix + (method.equals("create") ? "new" : snakeCase(method));
    }

    private static String snakeCase(String method) {
      return method.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Finds the library.
   *
   * @throws IOException when there is none, with what to install
   */
  static LibFlac load() throws IOException {
    try {
      return Loaded.LIBRARY;
    } catch (LinkageError e) {
      throw missing(e);
    }
  }

  /** That there is none, with what to install. */
  static IOException missing(LinkageError e) {
    IOException missing =
        new IOException(
            "FLAC needs the library libFLAC of the system (Debian: apt-get install flac; macOS:"
                + " brew install flac)");
    missing.addSuppressed(e); // as its cause it would be what log lines say
    return missing;
  }

  /** The function {@code new}; null when there is no memory. */
  @Nullable Pointer create();

  void delete(Pointer encoder);

  int setChannels(Pointer encoder, int channels);

  int setBitsPerSample(Pointer encoder, int bits);

  int setSampleRate(Pointer encoder, int rateHz);

  int setCompressionLevel(Pointer encoder, int level);

  int setBlocksize(Pointer encoder, int frames);

  int setStreamableSubset(Pointer encoder, int streamable);

  /** The blocks are still the caller's, and must stay until {@link #delete}. */
  int setMetadata(Pointer encoder, Pointer[] blocks, int count);

  /** Null when there is no memory. */
  @Nullable Pointer metadataObjectNew(int type);

  void metadataObjectDelete(Pointer metadata);

  int metadataObjectVorbiscommentAppendComment(Pointer metadata, Comment comment, int copy);

  int initStream(
      Pointer encoder, Write write, Seek seek, Tell tell, Pointer metadata, Pointer data);

  int processInterleaved(Pointer encoder, int[] samples, int frames);

  int finish(Pointer encoder);

  int getState(Pointer encoder);
}
