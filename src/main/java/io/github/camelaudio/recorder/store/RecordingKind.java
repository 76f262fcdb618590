package io.github.camelaudio.recorder.store;

import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.file.RecordingWriter;
import io.github.camelaudio.file.StartTime;
import io.github.camelaudio.file.flac.FlacLayout;
import io.github.camelaudio.file.flac.FlacWriter;
import io.github.camelaudio.file.flac.LibFlac;
import io.github.camelaudio.file.wav.RecordingChunks;
import io.github.camelaudio.file.wav.WavLayout;
import io.github.camelaudio.file.wav.WavWriter;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What a recording's file is, as its name says: FLAC when it ends in .flac, else WAV. */
public enum RecordingKind {
  WAV,
  FLAC;

  /**
   * What a file says of its recording.
   *
   * @param source where it came from, for people
   * @param reference a name of its own
   * @param start when its first frame was captured
   */
  record Description(String source, String reference, StartTime start) {

    private byte[] chunks() {
      return RecordingChunks.description(source, reference, start);
    }

    /** The names are those that ffmpeg gives to what it finds in "bext". */
    private List<String> comments() {
      return List.of(
          FlacLayout.OURS,
          "DATE=" + start.isoDateTime(),
          FlacLayout.DESCRIPTION + source,
          "ORIGINATOR_REFERENCE=" + reference,
          "TIME_REFERENCE=" + start.framesSinceMidnight());
    }
  }

  public static RecordingKind of(Path file) {
    return ofName(file.toString());
  }

  /**
   * The kind of file that a name means.
   *
   * @param name of a file, or an expression that gives one
   */
  public static RecordingKind ofName(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith(".flac") ? FLAC : WAV;
  }

  /** Whether its files hold such samples. */
  public boolean takes(PcmFormat format) {
    return this == WAV || FlacWriter.takes(format);
  }

  /** What it takes, and what to do with a format that it does not, as a clause. */
  public String advice(PcmFormat format) {
    PcmFormat other =
        new PcmFormat(
            format.sampleRateHz(),
            Math.min(format.channels(), FlacWriter.MAX_CHANNELS),
            format.encoding().bytesPerSample() > 3 ? Encoding.S24 : format.encoding());
    return String.format(
        "FLAC takes u8, s16 and s24, up to %d channels and %d Hz; %sname the file .wav",
        FlacWriter.MAX_CHANNELS,
        FlacWriter.MAX_RATE_HZ,
        takes(other) ? "set format=" + other + ", or " : "");
  }

  /**
   * Checks what can be checked before a file is opened, perhaps over another.
   *
   * @throws IllegalArgumentException when it cannot hold such samples, with what to do
   * @throws IOException when this machine lacks what writes it, with what to install
   */
  void require(Path file, PcmFormat format) throws IOException {
    if (!takes(format)) {
      throw new IllegalArgumentException(file + " cannot hold " + format + ": " + advice(format));
    }
    if (this == FLAC) {
      try {
        LibFlac.load();
      } catch (IOException e) {
        throw RecordingFiles.cannotWrite(file, e);
      }
    }
  }

  /**
   * Begins a fresh file.
   *
   * @param file empty, and the writer's from now on, closed when this fails
   */
  RecordingWriter begin(SeekableByteChannel file, PcmFormat format, Description description)
      throws IOException {
    return this == FLAC
        ? new FlacWriter(file, format, description.comments())
        : new WavWriter(file, format, description.chunks());
  }

  /** How many frames fit into a file of any size. */
  long maxFrames() {
    return this == FLAC ? FlacWriter.MAX_FRAMES : Long.MAX_VALUE;
  }

  /** How many frames surely fit into {@code bytes}; FLAC is smaller than this reckons. */
  long framesIn(long bytes, PcmFormat format, Description description) {
    if (this == FLAC) {
      return FlacWriter.framesIn(bytes, format);
    }
    long room = bytes - WavLayout.headerBytes(format, description.chunks().length) - 1;
    return room / format.bytesPerFrame();
  }
}
