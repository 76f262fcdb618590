package io.github.camelaudio.file.stream;

import io.github.camelaudio.file.AudioReader;
import io.github.camelaudio.file.flac.FlacReader;
import io.github.camelaudio.file.wav.WavReader;
import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Opens audio files by what they begin with, not by their name: FLAC, or else WAV. */
public final class AudioFiles {

  private static final byte[] FLAC = {'f', 'L', 'a', 'C'};

  private AudioFiles() {}

  /**
   * Opens a file and reads its header. What is no regular file, such as a named pipe, is read as a
   * stream.
   *
   * @throws FileNotFoundException when it is not there, or is a directory
   * @throws IOException when it is no audio file, or none that we can play, with the reason
   */
  public static AudioReader open(Path file) throws IOException {
    if (!Files.exists(file) || Files.isDirectory(file)) {
      throw new FileNotFoundException(
          "cannot play "
              + file
              + ": "
              + (Files.exists(file) ? "it is a directory" : "no such file")
              + " ("
              + file.toAbsolutePath()
              + ")");
    }
    if (!Files.isRegularFile(file)) {
      return open(new FileInputStream(file.toFile()), file.toString()); // takes pipes, too
    }
    return isFlac(file) ? open(Files.newInputStream(file), file.toString()) : WavReader.open(file);
  }

  private static boolean isFlac(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(FLAC.length), FLAC);
    }
  }

  /**
   * Reads a header from a stream; blocks until it is there.
   *
   * @param in the reader's from now on; closed when this fails
   * @param name what messages call it
   * @throws IOException when it is no audio file, or none that we can play, with the reason
   */
  public static AudioReader open(InputStream in, String name) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(in);
    byte[] start;
    try {
      buffered.mark(FLAC.length);
      start = buffered.readNBytes(FLAC.length);
      buffered.reset();
    } catch (IOException e) {
      try (in) {
        throw e;
      }
    }
    return Arrays.equals(start, FLAC)
        ? new FlacReader(buffered, name)
        : WavReader.open(buffered, name);
  }
}
