package io.github.camelaudio.bench;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.file.wav.WavReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The completed recordings of a directory, each read once. What was sent has no frame of zeros, so
 * that such a frame of a recording is one that never came.
 */
final class SoakRecordings {

  /** A file that has not been written for this long is complete. */
  private static final Duration COMPLETE_AFTER = Duration.ofSeconds(15);

  private static final int BUFFER_FRAMES = 16_384;

  private final Path directory;
  private final Set<Path> read = new HashSet<>();

  /** What was found in files. */
  record Found(int files, double seconds, double silentSeconds, int faults) {

    static final Found NOTHING = new Found(0, 0, 0, 0);

    Found plus(Found other) {
      return new Found(
          files + other.files,
          seconds + other.seconds,
          silentSeconds + other.silentSeconds,
          faults + other.faults);
    }
  }

  SoakRecordings(Path directory) {
    this.directory = directory;
  }

  /** Reads those that were completed since the last call. */
  Found readNew(Instant now) throws IOException {
    if (!Files.isDirectory(directory)) {
      return Found.NOTHING;
    }
    List<Path> files;
    try (Stream<Path> walk = Files.walk(directory)) {
      files = walk.filter(path -> path.toString().endsWith(".wav")).toList();
    }
    read.retainAll(files);
    Found found = Found.NOTHING;
    for (Path file : files) {
      if (!read.contains(file) && isComplete(file, now)) {
        read.add(file);
        found = found.plus(readWhole(file));
      }
    }
    return found;
  }

  private static boolean isComplete(Path file, Instant now) throws IOException {
    try {
      return Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(COMPLETE_AFTER));
    } catch (NoSuchFileException e) {
      return false; // the recorder has removed it
    }
  }

  private static Found readWhole(Path file) throws IOException {
    try (WavReader reader = WavReader.open(file)) {
      PcmFormat format = reader.format();
      byte[] bytes = new byte[BUFFER_FRAMES * format.bytesPerFrame()];
      long frames = 0;
      long silent = 0;
      for (int length = reader.read(bytes); length > 0; length = reader.read(bytes)) {
        frames += length / format.bytesPerFrame();
        silent += silentFrames(bytes, length, format.bytesPerFrame());
      }
      double rate = format.sampleRateHz();
      return new Found(1, frames / rate, silent / rate, reader.faults().size());
    } catch (NoSuchFileException e) {
      return Found.NOTHING; // the recorder has removed it
    }
  }

  /** How many frames are zeros altogether. */
  static long silentFrames(byte[] pcm, int length, int bytesPerFrame) {
    long silent = 0;
    for (int frame = 0; frame + bytesPerFrame <= length; frame += bytesPerFrame) {
      int any = 0;
      for (int i = 0; i < bytesPerFrame; i++) {
        any |= pcm[frame + i];
      }
      silent += any == 0 ? 1 : 0;
    }
    return silent;
  }
}
