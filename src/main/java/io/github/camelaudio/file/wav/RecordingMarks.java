package io.github.camelaudio.file.wav;

import io.github.camelaudio.file.Gaps;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the marks of gaps that {@link RecordingChunks#marks} puts behind the samples of a
 * recording: a cue point each, and its length in a "ltxt" chunk.
 */
public final class RecordingMarks {

  private static final int CUE = WavLayout.id("cue ");
  private static final int LIST = WavLayout.id("LIST");
  private static final int ADTL = WavLayout.id("adtl");
  private static final int LTXT = WavLayout.id("ltxt");
  private static final int POINT_BYTES = 24;
  private static final int MAX_CHUNKS = 1_000;

  /** As much as some 10,000 marks take. */
  private static final int MAX_CHUNK_BYTES = 2 << 20;

  private final FileChannel file;

  /** The first frame of each cue point, by its number. */
  private final Map<Integer, Long> points = new LinkedHashMap<>();

  private final Map<Integer, Long> lengths = new LinkedHashMap<>();

  private RecordingMarks(FileChannel file) {
    this.file = file;
  }

  /**
   * The gaps of a recording, as frame positions, in the order of the file. None when there is no
   * such chunk, or the file is no WAV file. Takes no more memory than marks take, whatever the file
   * says.
   */
  public static List<Gaps.Gap> read(Path recording) throws IOException {
    try (FileChannel file = FileChannel.open(recording)) {
      RecordingMarks marks = new RecordingMarks(file);
      marks.readChunks();
      List<Gaps.Gap> gaps = new ArrayList<>();
      marks.points.forEach(
          (number, from) -> {
            Long frames = marks.lengths.get(number);
            if (frames != null && frames > 0) {
              gaps.add(new Gaps.Gap(from, from + frames));
            }
          });
      return gaps;
    }
  }

  @SuppressWarnings("ByteBufferBackingArray") // each is allocated by bytes(), and begins at 0
  private void readChunks() throws IOException {
    ByteBuffer form = bytes(0, WavLayout.FORM_HEADER_BYTES);
    if (form.remaining() < WavLayout.FORM_HEADER_BYTES) {
      return;
    }
    int id = form.getInt(0);
    if (WavLayout.formType(form.array()) != WavLayout.WAVE
        || (id != WavLayout.RIFF && id != WavLayout.RF64)) {
      return;
    }
    long at = WavLayout.FORM_HEADER_BYTES;
    long dataBytes = WavLayout.UNKNOWN_SIZE;
    for (int i = 0; i < MAX_CHUNKS; i++) {
      ByteBuffer header = bytes(at, WavLayout.CHUNK_HEADER_BYTES);
      if (header.remaining() < WavLayout.CHUNK_HEADER_BYTES) {
        return;
      }
      WavLayout.Chunk chunk = WavLayout.chunk(header.array());
      long size = chunk.sizeBytes();
      at += WavLayout.CHUNK_HEADER_BYTES;
      if (chunk.id() == WavLayout.DS64 && size >= WavLayout.DS64_BYTES) {
        dataBytes = WavLayout.ds64DataBytes(bytes(at, WavLayout.DS64_BYTES).array());
      } else if (chunk.id() == WavLayout.DATA && size == WavLayout.UNKNOWN_SIZE) {
        size = dataBytes;
      } else if (chunk.id() == CUE) {
        readPoints(bytes(at, (int) Math.min(size, MAX_CHUNK_BYTES)));
      } else if (chunk.id() == LIST) {
        readLengths(bytes(at, (int) Math.min(size, MAX_CHUNK_BYTES)));
      }
      at += size + (size & 1);
    }
  }

  private void readPoints(ByteBuffer cue) {
    if (cue.remaining() < Integer.BYTES) {
      return;
    }
    cue.getInt(); // how many: as many as there are
    while (cue.remaining() >= POINT_BYTES) {
      int begin = cue.position();
      points.put(cue.getInt(begin), Integer.toUnsignedLong(cue.getInt(begin + 20)));
      cue.position(begin + POINT_BYTES);
    }
  }

  private void readLengths(ByteBuffer list) {
    if (list.remaining() < Integer.BYTES || list.getInt() != ADTL) {
      return;
    }
    while (list.remaining() >= WavLayout.CHUNK_HEADER_BYTES) {
      int id = list.getInt();
      long size = Integer.toUnsignedLong(list.getInt());
      int begin = list.position();
      if (size > list.remaining()) {
        return;
      }
      if (id == LTXT && size >= 2 * Integer.BYTES) {
        lengths.put(list.getInt(begin), Integer.toUnsignedLong(list.getInt(begin + 4)));
      }
      list.position((int) Math.min(list.limit(), begin + size + (size & 1)));
    }
  }

  /** As many as there are, {@code count} at most. */
  private ByteBuffer bytes(long at, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining() && file.read(buffer, at + buffer.position()) > 0) {
      // Until all are there.
    }
    return buffer.flip();
  }
}
