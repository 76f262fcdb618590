package io.github.camelaudio.file.wav;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.file.wav.WavLayout.Chunk;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What precedes the samples. Chunks may come in any order; those that we do not know are skipped. A
 * size that the input claims is trusted for skipping only.
 *
 * @param format as we play it
 * @param samples as they are in the input
 * @param dataBytes how many bytes of samples the input claims; empty when they go on to its end
 */
record WavHeader(PcmFormat format, WavSamples samples, OptionalLong dataBytes) {

  /**
   * Sizes from here on also stand for "unknown": into a pipe sox writes 0x7FFFF000 rounded down to
   * a whole frame, which has at most 256 bytes; others write more. A plain file may truly be so
   * long.
   */
  private static final long MIN_UNKNOWN_SIZE = 0x7FFF_F000L - 256;

  /**
   * Reads until both format and samples are found, and leaves the input at the first sample.
   *
   * @throws WavFormatException when there is no WAV, or none that we can play
   */
  static WavHeader read(WavInput in) throws IOException {
    return new Search(in).run();
  }

  private record Data(long position, OptionalLong bytes) {}

  private static final class Search {
    private final WavInput in;
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    private long ds64DataBytes;
    private @Nullable PcmFormat format;
    private @Nullable WavSamples samples;
    private @Nullable Data data;

    Search(WavInput in) {
      this.in = in;
    }

    WavHeader run() throws IOException {
      readFormHeader();
      byte[] header = in.read(WavLayout.CHUNK_HEADER_BYTES);
      while (header.length == WavLayout.CHUNK_HEADER_BYTES) {
        Chunk chunk = WavLayout.chunk(header, order);
        long start = in.position();
        readChunk(chunk);
        if (format != null && samples != null && data != null) {
          in.seek(data.position());
          return new WavHeader(format, samples, data.bytes());
        }
        skipRest(chunk, start);
        header = in.read(WavLayout.CHUNK_HEADER_BYTES);
      }
      throw refused(format == null ? "it has no 'fmt ' chunk" : "it has no 'data' chunk");
    }

    private void readFormHeader() throws IOException {
      long tagBytes = WavTag.bytesBefore(in.peek(WavTag.HEADER_BYTES));
      in.skip(tagBytes);
      byte[] header = in.read(WavLayout.FORM_HEADER_BYTES);
      if (header.length == 0 && tagBytes == 0) {
        throw refused("it is empty");
      }
      if (header.length < WavLayout.FORM_HEADER_BYTES) {
        long bytes = tagBytes + header.length;
        throw refused("it ends after " + bytes + " bytes, within the RIFF header");
      }
      int id = WavLayout.chunk(header).id();
      if (id == WavLayout.RIFX) {
        order = ByteOrder.BIG_ENDIAN;
      } else if (id != WavLayout.RIFF && id != WavLayout.RF64 && id != WavLayout.BW64) {
        String name = tagBytes > 0 ? "an MP3 file" : nameOf(ChunkNames.text(id));
        throw refused("it is no RIFF file but " + name);
      }
      int type = WavLayout.formType(header);
      if (type != WavLayout.WAVE) {
        throw refused("it is a RIFF file of type '" + ChunkNames.text(type) + "', not 'WAVE'");
      }
    }

    private static String nameOf(String id) {
      return switch (id) {
        case "FORM" -> "an AIFF file";
        case "fLaC" -> "a FLAC file";
        case "OggS" -> "an Ogg file";
        case ".snd" -> "an AU file";
        case "riff" -> "a Sony Wave64 file";
        default -> "starts with '" + id + "'";
      };
    }

    private void readChunk(Chunk chunk) throws IOException {
      if (chunk.id() == WavLayout.FMT) {
        byte[] payload = in.read((int) Math.min(chunk.sizeBytes(), WavLayout.MAX_FMT_BYTES));
        WavFmt fmt = WavLayout.fmt(payload, order, in.name());
        format = fmt.toPcmFormat(in.name());
        samples = new WavSamples(fmt.coding(), order, format.encoding());
      } else if (chunk.id() == WavLayout.DS64) {
        byte[] payload = in.read((int) Math.min(chunk.sizeBytes(), WavLayout.DS64_BYTES));
        ds64DataBytes = WavLayout.ds64DataBytes(payload);
      } else if (chunk.id() == WavLayout.DATA && data == null) {
        if (format == null && !in.isSeekable()) {
          throw refused("its samples come before its 'fmt ' chunk, and a stream has no way back");
        }
        data = new Data(in.position(), dataBytes(chunk.sizeBytes()));
      }
    }

    private OptionalLong dataBytes(long size) throws IOException {
      if (size == WavLayout.UNKNOWN_SIZE) {
        return ds64DataBytes > 0 ? OptionalLong.of(ds64DataBytes) : OptionalLong.empty();
      }
      boolean known =
          size == 0 ? isTrulyEmpty() : size < MIN_UNKNOWN_SIZE || in.remaining().orElse(0) >= size;
      return known ? OptionalLong.of(size) : OptionalLong.empty();
    }

    /** A size of 0 is meant when the input ends there or another chunk follows at once. */
    private boolean isTrulyEmpty() throws IOException {
      byte[] next = in.peek(WavLayout.CHUNK_HEADER_BYTES);
      if (next.length < WavLayout.CHUNK_HEADER_BYTES) {
        return next.length == 0;
      }
      Chunk chunk = WavLayout.chunk(next, order);
      long room = in.remaining().orElse(MIN_UNKNOWN_SIZE) - WavLayout.CHUNK_HEADER_BYTES;
      return ChunkNames.isKnownId(chunk.id()) && chunk.sizeBytes() <= room;
    }

    private void skipRest(Chunk chunk, long start) throws IOException {
      long size = chunk.sizeBytes();
      if (data != null && data.position() == start) {
        size = data.bytes().orElse(Long.MAX_VALUE);
      }
      in.skip(size - (in.position() - start));
      if ((size & 1) != 0) {
        in.skip(ChunkNames.padBytes(in.peek(1 + WavLayout.ID_BYTES)));
      }
    }

    private WavFormatException refused(String found) {
      return new WavFormatException(in.name(), found);
    }
  }
}
