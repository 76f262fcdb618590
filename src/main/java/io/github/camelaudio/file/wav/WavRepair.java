package io.github.camelaudio.file.wav;

import io.github.camelaudio.file.Repaired;
import io.github.camelaudio.file.wav.WavLayout.Chunk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Completes the header of a WAV whose writer left it open: crashed, was cut off by a full disk, or
 * wrote into a pipe. Only sizes are written, and a pad byte where one is missing; no sample is
 * moved or lost.
 */
public final class WavRepair {

  /** Before or behind the samples; files have fewer than fifty. */
  private static final int MAX_CHUNKS = 10_000;

  private final String name;
  private final FileChannel file;
  private final long fileBytes;
  private final long form;
  private long ds64 = -1;
  private long junk = -1;
  private long fact = -1;
  private long data = -1;
  private @Nullable WavFmt fmt;

  private WavRepair(String name, FileChannel file) throws IOException {
    this.name = name;
    this.file = file;
    this.fileBytes = file.size();
    this.form = WavTag.bytesBefore(read(0, WavTag.HEADER_BYTES));
  }

  /**
   * Repairs a file that is not being written. Nothing waits for the disk.
   *
   * @param file open for reading and writing; stays open
   * @param name what messages call it
   * @throws IOException when it cannot be repaired, with the reason; it is as it was then
   */
  public static Repaired repair(FileChannel file, String name) throws IOException {
    WavRepair repair = new WavRepair(name, file);
    repair.findChunks();
    return repair.complete();
  }

  private void findChunks() throws IOException {
    byte[] header = read(form, WavLayout.FORM_HEADER_BYTES);
    int id = header.length < WavLayout.FORM_HEADER_BYTES ? 0 : WavLayout.chunk(header).id();
    if (id == WavLayout.RIFX) {
      throw refused("it is big-endian (RIFX); it is played, but not repaired");
    }
    if ((id != WavLayout.RIFF && id != WavLayout.RF64 && id != WavLayout.BW64)
        || WavLayout.formType(header) != WavLayout.WAVE) {
      throw refused("it does not begin like a WAV");
    }
    long at = form + WavLayout.FORM_HEADER_BYTES;
    for (int chunks = 0; data < 0; chunks++) {
      if (chunks == MAX_CHUNKS) {
        throw refused("it has more than " + MAX_CHUNKS + " chunks before its samples");
      }
      header = read(at, WavLayout.CHUNK_HEADER_BYTES);
      if (header.length < WavLayout.CHUNK_HEADER_BYTES) {
        throw refused("it ends before its samples begin");
      }
      Chunk chunk = WavLayout.chunk(header);
      note(chunk, at);
      at += WavLayout.CHUNK_HEADER_BYTES + chunk.sizeBytes();
      if ((chunk.sizeBytes() & 1) != 0) {
        at += ChunkNames.padBytes(read(at, 1 + WavLayout.ID_BYTES));
      }
    }
    if (fmt == null) {
      throw refused("its samples come before its 'fmt ' chunk");
    }
  }

  private IOException refused(String found) {
    return new IOException("cannot repair " + name + ": " + found);
  }

  private void note(Chunk chunk, long at) throws IOException {
    boolean longEnough = chunk.sizeBytes() >= WavLayout.DS64_BYTES;
    if (chunk.id() == WavLayout.DS64 && longEnough) {
      ds64 = at;
    } else if (chunk.id() == WavLayout.JUNK
        && at == form + WavLayout.FORM_HEADER_BYTES
        && longEnough) {
      junk = at;
    } else if (chunk.id() == WavLayout.FACT && chunk.sizeBytes() >= Integer.BYTES) {
      fact = at;
    } else if (chunk.id() == WavLayout.FMT) {
      int bytes = (int) Math.min(chunk.sizeBytes(), WavLayout.MAX_FMT_BYTES);
      byte[] payload = read(at + WavLayout.CHUNK_HEADER_BYTES, bytes);
      if (payload.length < bytes) {
        throw refused("it ends before its samples begin");
      }
      fmt = WavLayout.fmt(payload, ByteOrder.LITTLE_ENDIAN, name);
    } else if (chunk.id() == WavLayout.DATA) {
      data = at;
    }
  }

  private Repaired complete() throws IOException {
    WavFmt format = fmt;
    if (format == null) {
      throw new IllegalStateException("chunks were not searched");
    }
    long start = data + WavLayout.CHUNK_HEADER_BYTES;
    long claimed = claimedBytes();
    boolean believed = claimed > 0 && isFollowedByNoSound(start + claimed);
    believed |= claimed == 0 && start < fileBytes && isFollowedByNoSound(start);
    int frameBytes = Math.max(1, format.frameBytes());
    long found = believed ? claimed : fileBytes - start;
    long strayBytes = found % frameBytes;
    // Lengths that are true stay as they are, or the pad byte behind them would look like sound.
    long bytes = believed ? found : found - strayBytes;
    long end = start + bytes + (bytes & 1);
    long riffEnd = endOfChunks(end);
    boolean padMissing = end > fileBytes;
    boolean changed = writeSizes(bytes, bytes / frameBytes, riffEnd);
    if (padMissing) {
      file.write(ByteBuffer.allocate(1), end - 1);
    }
    if (!changed && !padMissing) {
      return new Repaired(false, "nothing to repair, " + seconds(bytes, format));
    }
    String said =
        claimed < 0
            ? "its header did not say its length"
            : "its header said " + seconds(claimed, format);
    return new Repaired(true, said + ", and now says " + seconds(bytes, format) + rest(strayBytes));
  }

  private static String rest(long strayBytes) {
    return strayBytes == 0
        ? ""
        : "; the last " + strayBytes + " bytes are no whole frame, and stay uncounted";
  }

  private static String seconds(long bytes, WavFmt format) {
    long frames = bytes / Math.max(1, format.frameBytes());
    double seconds = (double) frames / Math.max(1, format.rateHz());
    return String.format(Locale.ROOT, "%d frames (%.3f s)", frames, seconds);
  }

  /** What the header says of the samples; -1 when that is nothing. */
  private long claimedBytes() throws IOException {
    long size = WavLayout.chunk(read(data, WavLayout.CHUNK_HEADER_BYTES)).sizeBytes();
    if (size != WavLayout.UNKNOWN_SIZE) {
      return size;
    }
    if (ds64 < 0) {
      return -1;
    }
    byte[] payload = read(ds64 + WavLayout.CHUNK_HEADER_BYTES, WavLayout.DS64_BYTES);
    long bytes = WavLayout.ds64DataBytes(payload);
    return bytes > 0 ? bytes : -1;
  }

  /** Whether the file ends there, or what follows is no sound. */
  private boolean isFollowedByNoSound(long end) throws IOException {
    long padded = end + (end - data & 1);
    if (end == fileBytes || padded == fileBytes) {
      return true;
    }
    return end < fileBytes
        && WavTag.isNoSound(read(padded, WavTag.SAMPLE_BYTES), fileBytes - padded);
  }

  /** Where the last whole chunk ends; a chunk that was cut off stays in the file, uncounted. */
  private long endOfChunks(long from) throws IOException {
    long at = from;
    for (int chunks = 0; chunks < MAX_CHUNKS; chunks++) {
      byte[] header = read(at, WavLayout.CHUNK_HEADER_BYTES);
      if (header.length < WavLayout.CHUNK_HEADER_BYTES || !ChunkNames.isPlausibleId(header)) {
        return at;
      }
      long size = WavLayout.chunk(header).sizeBytes();
      long next = at + WavLayout.CHUNK_HEADER_BYTES + size;
      if (next > fileBytes) {
        return at;
      }
      at = Math.min(next + (size & 1), fileBytes);
    }
    throw refused("it has more than " + MAX_CHUNKS + " chunks behind its samples");
  }

  private boolean writeSizes(long bytes, long frames, long riffEnd) throws IOException {
    long riffSize = riffEnd - form - WavLayout.CHUNK_HEADER_BYTES;
    boolean tooLong = riffSize >= WavLayout.UNKNOWN_SIZE;
    long ds64At = ds64 >= 0 ? ds64 : tooLong ? junk : -1;
    boolean changed = false;
    if (ds64At >= 0) {
      ByteBuffer sizes = WavLayout.littleEndian(new byte[3 * Long.BYTES]);
      WavLayout.putDs64(sizes, 0, riffSize, bytes, frames);
      changed = put(ds64At + WavLayout.CHUNK_HEADER_BYTES, sizes);
      if (ds64At == junk) {
        changed |= put(junk, u32(WavLayout.DS64));
        changed |= put(form, u32(WavLayout.RF64));
      }
    } else {
      changed = put(form, u32(WavLayout.RIFF));
    }
    boolean inDs64 = ds64At >= 0 || tooLong;
    changed |= put(form + Integer.BYTES, u32(inDs64 ? WavLayout.UNKNOWN_SIZE : riffSize));
    changed |= put(data + Integer.BYTES, u32(inDs64 ? WavLayout.UNKNOWN_SIZE : bytes));
    if (fact >= 0) {
      long count = Math.min(frames, WavLayout.UNKNOWN_SIZE);
      changed |=
          put(fact + WavLayout.CHUNK_HEADER_BYTES, u32(inDs64 ? WavLayout.UNKNOWN_SIZE : count));
    }
    return changed;
  }

  private static ByteBuffer u32(long value) {
    return WavLayout.littleEndian(new byte[Integer.BYTES]).putInt(0, (int) value);
  }

  /** Whether other bytes were there before. */
  private boolean put(long at, ByteBuffer bytes) throws IOException {
    boolean differ = !ByteBuffer.wrap(read(at, bytes.remaining())).equals(bytes);
    if (differ) {
      file.write(bytes, at);
    }
    return differ;
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
