package io.github.camelaudio.file.wav;

import io.github.camelaudio.file.wav.WavLayout.Chunk;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What taggers put before and behind a WAV, outside of its chunks: no sound. */
final class WavTag {

  /** Of an ID3v2 tag: "ID3", version (2), flags, the rest's size in four times seven bits. */
  static final int HEADER_BYTES = 10;

  /** The bytes after the samples that say what follows them. */
  static final int SAMPLE_BYTES = 64;

  private static final int SIZE_OFFSET = 6;
  private static final int FLAGS_OFFSET = 5;
  private static final int FOOTER_FLAG = 0x10;
  private static final List<String> TAILS = List.of("TAG", "ID3", "3DI", "APETAGEX", "LYRICSBEGIN");

  private WavTag() {}

  /**
   * How long an ID3v2 tag before the form header is; 0 without one.
   *
   * @param start the input's first {@link #HEADER_BYTES}, or fewer
   */
  static long bytesBefore(byte[] start) {
    if (start.length < HEADER_BYTES || !text(start).startsWith("ID3")) {
      return 0;
    }
    long size = 0;
    for (int i = SIZE_OFFSET; i < HEADER_BYTES; i++) {
      size = (size << 7) | (start[i] & 0x7F);
    }
    boolean footer = (start[FLAGS_OFFSET] & FOOTER_FLAG) != 0;
    return HEADER_BYTES + size + (footer ? HEADER_BYTES : 0);
  }

  /**
   * Whether what follows the samples is no sound: chunks, a tag, or text.
   *
   * @param next the first {@link #SAMPLE_BYTES} of it, or all
   * @param bytes how many bytes follow
   */
  static boolean isNoSound(byte[] next, long bytes) {
    return isChunk(next, bytes) || TAILS.stream().anyMatch(text(next)::startsWith) || isText(next);
  }

  private static boolean isChunk(byte[] next, long bytes) {
    if (next.length < WavLayout.CHUNK_HEADER_BYTES || !ChunkNames.isPlausibleId(next)) {
      return false;
    }
    Chunk chunk = WavLayout.chunk(next);
    return ChunkNames.isKnownId(chunk.id())
        || chunk.sizeBytes() <= bytes - WavLayout.CHUNK_HEADER_BYTES;
  }

  private static boolean isText(byte[] next) {
    for (byte each : next) {
      boolean space = each == ' ' || each == '\t' || each == '\r' || each == '\n';
      if (!space && (each < 0x21 || each > 0x7E)) {
        return false;
      }
    }
    return true;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
