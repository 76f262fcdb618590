package io.github.camelaudio.file.wav;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.file.AudioReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Reads the frames of a WAV: a file, or a stream such as standard input, which may be endless. A
 * file that is shorter than its header says gives what it has.
 */
public final class WavReader implements AudioReader {

  private final WavInput in;
  private final WavHeader header;
  private final int fileFrameBytes;
  private byte[] fileBytes = new byte[0];
  private long remainingBytes;
  private boolean ended;
  private int strayBytes;

  private WavReader(WavInput in, WavHeader header) {
    this.in = in;
    this.header = header;
    this.fileFrameBytes = header.samples().bytesPerSample() * header.format().channels();
    this.remainingBytes = header.dataBytes().orElse(Long.MAX_VALUE);
  }

  /**
   * Opens a file and reads its header.
   *
   * @throws WavFormatException when it is no WAV, or none that we can play
   */
  public static WavReader open(Path path) throws IOException {
    return open(WavInput.open(path));
  }

  /**
   * Reads a header from a stream; blocks until it is there.
   *
   * @param in the reader's from now on; closed when this fails
   * @param name what messages call it
   * @throws WavFormatException when it is no WAV, or none that we can play
   */
  public static WavReader open(InputStream in, String name) throws IOException {
    return open(WavInput.of(in, name));
  }

  private static WavReader open(WavInput in) throws IOException {
    try {
      return new WavReader(in, WavHeader.read(in));
    } catch (IOException | RuntimeException e) {
      closeAfter(e, in);
      throw e;
    }
  }

  private static void closeAfter(Exception failure, WavInput in) {
    try {
      in.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  @Override
  public PcmFormat format() {
    return header.format();
  }

  /** How many whole frames the header claims; empty when the samples go on to the input's end. */
  @Override
  public OptionalLong frames() {
    OptionalLong bytes = header.dataBytes();
    return bytes.isPresent() ? OptionalLong.of(bytes.getAsLong() / fileFrameBytes) : bytes;
  }

  @Override
  public int read(byte[] buffer) throws IOException {
    int frameBytes = header.format().bytesPerFrame();
    int frames = buffer.length / frameBytes;
    if (frames == 0) {
      throw new IllegalArgumentException(
          "a buffer of " + buffer.length + " bytes has no room for a frame of " + frameBytes);
    }
    if (ended) {
      return -1;
    }
    byte[] target = header.samples().isOurs() ? buffer : roomFor(frames);
    int room = frames * fileFrameBytes;
    int read = in.read(target, (int) Math.min(room, remainingBytes));
    remainingBytes -= read;
    ended = read < room;
    strayBytes = read % fileFrameBytes;
    int whole = read / fileFrameBytes;
    if (target != buffer) {
      header.samples().convert(target, whole * header.format().channels(), buffer);
    }
    return whole == 0 ? -1 : whole * frameBytes;
  }

  private byte[] roomFor(int frames) {
    if (fileBytes.length < frames * fileFrameBytes) {
      fileBytes = new byte[frames * fileFrameBytes];
    }
    return fileBytes;
  }

  /** Bytes a frame in the file, which {@link #missingBytes} and the like count. */
  int fileFrameBytes() {
    return fileFrameBytes;
  }

  @Override
  public List<String> faults() throws IOException {
    List<String> faults = new ArrayList<>();
    if (missingBytes() > 0) {
      faults.add("truncated: " + amount(missingBytes()) + " fewer than its header says");
    }
    long unclaimed = unclaimedBytes();
    if (unclaimed >= fileFrameBytes) {
      faults.add(
          "its header says less than the file has: "
              + amount(unclaimed)
              + " follow that are no chunk; camel-audio repair "
              + in.name()
              + " makes them sound");
    }
    if (strayBytes > 0) {
      faults.add("the last " + strayBytes + " bytes are no whole frame, and were left out");
    }
    return faults;
  }

  private String amount(long bytes) {
    long frames = bytes / fileFrameBytes;
    double seconds = (double) frames / format().sampleRateHz();
    return String.format(Locale.ROOT, "%d bytes (%.3f s)", bytes, seconds);
  }

  /**
   * After the end: how many bytes follow the samples that the header claims, and are no chunk, tag
   * or text. Of a file only; no more can be read then.
   */
  long unclaimedBytes() throws IOException {
    OptionalLong claimed = header.dataBytes();
    if (!ended || claimed.isEmpty() || remainingBytes > 0 || in.remaining().isEmpty()) {
      return 0;
    }
    if ((claimed.getAsLong() & 1) != 0) {
      in.skip(ChunkNames.padBytes(in.peek(1 + WavLayout.ID_BYTES)));
    }
    long bytes = in.remaining().orElse(0);
    return WavTag.isNoSound(in.peek(WavTag.SAMPLE_BYTES), bytes) ? 0 : bytes;
  }

  /** After the end: how many bytes the samples fall short of what the header claims. */
  long missingBytes() {
    return ended && header.dataBytes().isPresent() ? remainingBytes : 0;
  }

  /** After the end: how many bytes of an incomplete last frame were left out. */
  int strayBytes() {
    return strayBytes;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
