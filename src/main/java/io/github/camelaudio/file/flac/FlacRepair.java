package io.github.camelaudio.file.flac;

import io.github.camelaudio.file.Repaired;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Completes the header of a FLAC whose writer left it open. The last whole frame says how many
 * samples there are; of a frame that was cut nothing can be played, and its bytes are removed. The
 * checksum of the samples becomes "unknown". Frames are found from the end, so that a file of any
 * size takes a few reads.
 */
public final class FlacRepair {

  /** Enough for all that follows a whole frame in a file that was cut. */
  public static final long USUAL_SEARCH_BYTES = 64L << 20;

  private static final int WINDOW_BYTES = 1 << 16;

  /** A frame that was cut, and what looks like the beginning of another within it. */
  private static final int MAX_TRIED_FRAMES = 64;

  /** Blocks of metadata; files have fewer than ten. */
  private static final int MAX_BLOCKS = 1_000;

  /** The most that a frame adds to its samples, and for each channel. */
  private static final int MAX_FRAME_OVERHEAD_BYTES = 32;

  private final String name;
  private final FileChannel file;
  private final long fileBytes;
  private final FlacStreamInfo info;

  private FlacRepair(String name, FileChannel file) throws IOException {
    this.name = name;
    this.file = file;
    this.fileBytes = file.size();
    this.info = FlacStreamInfo.parse(read(0, FlacStreamInfo.END));
  }

  /**
   * Repairs a file that is not being written. Nothing waits for the disk.
   *
   * @param file open for reading and writing; stays open
   * @param name what messages call it
   * @param searchBytes how far from its end to look for a whole frame
   * @throws IOException when it cannot be repaired, with the reason; it is as it was then
   */
  public static Repaired repair(FileChannel file, String name, long searchBytes)
      throws IOException {
    try {
      FlacRepair repair = new FlacRepair(name, file);
      return repair.complete(repair.endOfFrames(searchBytes));
    } catch (FlacStreamInfo.NotFlacException e) {
      throw new IOException("cannot repair " + name + ": " + e.getMessage(), e);
    }
  }

  private IOException refused(String found) {
    return new IOException("cannot repair " + name + ": " + found);
  }

  /**
   * Where the last whole frame ends.
   *
   * @param samples how many precede that place, of each channel
   */
  private record End(long at, long samples) {}

  private End endOfFrames(long searchBytes) throws IOException {
    long first = startOfFrames();
    long floor = Math.max(first, fileBytes - searchBytes);
    long content = endOfContent(floor);
    List<Long> boundaries = new ArrayList<>();
    // The checksum that ends a frame may itself end with zeros.
    for (long at = Math.min(content + Short.BYTES, fileBytes); at >= content; at--) {
      boundaries.add(at);
    }
    addCutHeaders(Math.max(first, content - FlacFrameHeader.MAX_BYTES), content, boundaries);
    for (long to = content; to > floor; to = Math.max(floor, to - WINDOW_BYTES)) {
      long from = Math.max(floor, to - WINDOW_BYTES);
      byte[] window = read(from, (int) (to - from) + FlacFrameHeader.MAX_BYTES);
      for (int i = (int) (to - from) - 1; i >= 0; i--) {
        FlacFrameHeader header = FlacFrameHeader.at(window, i, info);
        if (header == null) {
          continue;
        }
        long end = endOfFrame(from + i, boundaries);
        if (end >= 0) {
          return new End(end, header.firstSample() + header.samples());
        }
        boundaries.add(from + i);
        if (boundaries.size() > MAX_TRIED_FRAMES) {
          throw refused("its last " + MAX_TRIED_FRAMES + " frames are not whole");
        }
      }
    }
    if (floor == first) {
      return new End(first, 0); // the first frame was cut
    }
    throw refused("its last " + searchBytes + " bytes have no whole frame");
  }

  /** Adds where a frame may begin whose header was cut. */
  private void addCutHeaders(long from, long content, List<Long> places) throws IOException {
    byte[] last = read(from, (int) (content - from));
    for (int i = 0; i < last.length; i++) {
      if (FlacFrameHeader.mayBegin(last, i)) {
        places.add(from + i);
      }
    }
  }

  /** Behind the last byte that is not zero: a loss of power may leave zeros. */
  private long endOfContent(long floor) throws IOException {
    for (long to = fileBytes; to > floor; to = Math.max(floor, to - WINDOW_BYTES)) {
      long from = Math.max(floor, to - WINDOW_BYTES);
      byte[] window = read(from, (int) (to - from));
      for (int i = window.length - 1; i >= 0; i--) {
        if (window[i] != 0) {
          return from + i + 1;
        }
      }
    }
    return floor;
  }

  /** Where a frame ends with its checksum, at the farthest of some places; -1 for at none. */
  private long endOfFrame(long from, List<Long> places) throws IOException {
    long most = from + maxFrameBytes();
    long[] ends =
        places.stream()
            .mapToLong(to -> to)
            .filter(to -> to > from && to <= most)
            .sorted()
            .toArray();
    if (ends.length == 0) {
      return -1;
    }
    byte[] bytes = read(from, (int) (ends[ends.length - 1] - from));
    long farthest = -1;
    int crc = 0;
    int done = 0;
    for (long end : ends) { // one way through the bytes, whatever the places
      int to = (int) (end - from);
      crc = FlacCrc.crc16(crc, bytes, done, to);
      done = to;
      farthest = crc == 0 ? end : farthest;
    }
    return farthest;
  }

  private long startOfFrames() throws IOException {
    long at = FlacStreamInfo.MAGIC_BYTES;
    for (int blocks = 0; blocks < MAX_BLOCKS; blocks++) {
      byte[] header = read(at, FlacStreamInfo.BLOCK_HEADER_BYTES);
      if (header.length < FlacStreamInfo.BLOCK_HEADER_BYTES) {
        throw refused("it ends before its samples begin");
      }
      int block = ByteBuffer.wrap(header).getInt();
      at += FlacStreamInfo.BLOCK_HEADER_BYTES + (block & 0xFF_FFFF);
      if (at > fileBytes) {
        throw refused("it ends before its samples begin");
      }
      if (block < 0) {
        return at;
      }
    }
    throw refused("it has more than " + MAX_BLOCKS + " blocks before its samples");
  }

  private long maxFrameBytes() {
    long sampleBytes = (long) info.blockSamples() * info.channels() * (info.bits() + 8) / 8;
    return sampleBytes + (long) MAX_FRAME_OVERHEAD_BYTES * info.channels();
  }

  private Repaired complete(End end) throws IOException {
    long cut = fileBytes - end.at();
    long notZero = endOfContent(end.at()) - end.at();
    if (notZero > maxFrameBytes()) {
      throw refused(notZero + " bytes behind its last whole frame are no frame that was cut");
    }
    boolean tagged =
        notZero > 0 && info.totalSamples() > 0; // by some program, once it was complete
    if (end.samples() == info.totalSamples() && (cut == 0 || tagged)) {
      return new Repaired(false, "nothing to repair, " + seconds(end.samples()));
    }
    if (end.samples() != info.totalSamples()) {
      ByteBuffer totals = FlacLayout.totals(info.withTotal(end.samples()));
      for (long at = FlacLayout.TOTALS_OFFSET; totals.hasRemaining(); ) {
        at += file.write(totals, at);
      }
    }
    if (cut > 0) {
      file.truncate(end.at());
    }
    return new Repaired(
        true,
        "its header said "
            + (info.totalSamples() == 0 ? "no length" : seconds(info.totalSamples()))
            + ", and now says "
            + seconds(end.samples())
            + (cut == 0
                ? ""
                : "; the last " + cut + " bytes were no whole frame, and are removed"));
  }

  private String seconds(long samples) {
    double seconds = (double) samples / info.rateHz();
    return String.format(Locale.ROOT, "%d frames (%.3f s)", samples, seconds);
  }

  /** {@code count} bytes from {@code at} on; fewer at the end of the file. */
  private byte[] read(long at, int count) throws IOException {
    byte[] bytes = new byte[(int) Math.max(0, Math.min(count, fileBytes - at))];
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining() && file.read(buffer, at + buffer.position()) > 0) {
      // more may follow
    }
    return bytes;
  }
}
