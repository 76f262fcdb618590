package io.github.camelaudio.recorder.store;

import io.github.camelaudio.file.flac.FlacLayout;
import io.github.camelaudio.file.wav.RecordingChunks;
import io.github.camelaudio.file.wav.WavInput;
import io.github.camelaudio.file.wav.WavLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Whether a recorder of ours made a file, and of whose sound, as the file itself says. */
final class RecordingOrigin {

  private static final int HEADER_BYTES = 1_024;

  private RecordingOrigin() {}

  /**
   * The source of a recording, as {@link SourceName} has it.
   *
   * @return null when no recorder of ours made the file: its header has no "bext" chunk, or in FLAC
   *     no comment, that says so
   */
  static @Nullable String sourceOf(Path file) throws IOException {
    String description = descriptionOf(file);
    return description == null ? null : SourceName.of(description);
  }

  /** What its recorder wrote of the stream, such as {@code stream 0a1b2c3d from mic:default}. */
  static @Nullable String descriptionOf(Path file) throws IOException {
    if (!RecordingFiles.isOneFile(file.toString()) || !Files.isReadable(file)) {
      return null;
    }
    try (WavInput in = WavInput.open(file)) {
      return descriptionIn(in.read(HEADER_BYTES), file);
    }
  }

  /**
   * The same of an open file, whose place to read from stays.
   *
   * @param path whose name says of what kind it is
   */
  static @Nullable String descriptionOf(FileChannel file, Path path) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    while (header.hasRemaining() && file.read(header, header.position()) > 0) {
      // more may follow
    }
    return descriptionIn(Arrays.copyOf(header.array(), header.position()), path);
  }

  private static @Nullable String descriptionIn(byte[] header, Path path) {
    return RecordingKind.of(path) == RecordingKind.FLAC
        ? FlacLayout.description(header)
        : wavDescription(header);
  }

  private static @Nullable String wavDescription(byte[] header) {
    int at = WavLayout.FORM_HEADER_BYTES;
    while (at >= 0 && at + WavLayout.CHUNK_HEADER_BYTES <= header.length) {
      byte[] rest = Arrays.copyOfRange(header, at, header.length);
      WavLayout.Chunk chunk = WavLayout.chunk(rest);
      if (chunk.id() == RecordingChunks.BEXT) {
        return bextDescription(new String(rest, StandardCharsets.ISO_8859_1));
      }
      long next = at + WavLayout.CHUNK_HEADER_BYTES + chunk.sizeBytes() + (chunk.sizeBytes() & 1);
      at = next > header.length ? -1 : (int) next;
    }
    return null;
  }

  private static @Nullable String bextDescription(String chunk) {
    int originator = WavLayout.CHUNK_HEADER_BYTES + RecordingChunks.ORIGINATOR_OFFSET;
    if (!chunk.startsWith(RecordingChunks.ORIGINATOR + "\0", originator)) {
      return null;
    }
    String description = chunk.substring(WavLayout.CHUNK_HEADER_BYTES, originator);
    int end = description.indexOf('\0');
    return end < 0 ? description : description.substring(0, end);
  }
}
