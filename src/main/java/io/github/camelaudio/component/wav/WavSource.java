package io.github.camelaudio.component.wav;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.file.AudioReader;
import io.github.camelaudio.file.stream.AudioFiles;
import io.github.camelaudio.file.stream.FileBlocks;
import io.github.camelaudio.recorder.store.RecordingFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a {@code wav:} endpoint reads: a file, a resource of the class path, or standard input. */
final class WavSource {

  private static final String CLASSPATH = "classpath:";

  private final WavEndpoint endpoint;

  WavSource(WavEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  boolean isStandardInput() {
    return endpoint.getPath().equals(WavEndpoint.STANDARD_STREAM);
  }

  /**
   * Opens it and reads its header, for which standard input may take its time.
   *
   * @throws IOException when it is not there, or cannot be played, with the reason
   */
  AudioReader open() throws IOException {
    if (isStandardInput()) {
      return AudioFiles.open(System.in, "standard input");
    }
    String path = endpoint.getPath();
    return path.startsWith(CLASSPATH) ? AudioFiles.open(resource(path), path) : openFile();
  }

  private AudioReader openFile() throws IOException {
    Path file = file();
    RecordingFiles.requireNotWritten(file);
    return AudioFiles.open(file);
  }

  /** Opens it as it is. */
  InputStream bytes() throws IOException {
    String path = endpoint.getPath();
    if (isStandardInput()) {
      throw new IOException("standard input is no file: let a route begin with it");
    }
    if (path.startsWith(CLASSPATH)) {
      return resource(path);
    }
    open().close(); // says what is wrong with it
    return Files.newInputStream(file());
  }

  private InputStream resource(String path) throws IOException {
    String resource = path.substring(CLASSPATH.length());
    InputStream in = endpoint.getCamelContext().getClassResolver().loadResourceAsStream(resource);
    if (in == null) {
      throw new FileNotFoundException("cannot play " + path + ": no such resource");
    }
    return in;
  }

  /** Its name without folders. */
  String fileName() {
    String path = endpoint.getPath();
    return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf(':')) + 1);
  }

  /** A URI's %20 is a space; where there is no such file, it may be part of a name. */
  private Path file() {
    Path file = Path.of(endpoint.getPath());
    String written =
        endpoint.getEndpointUri().replaceFirst("^wav:(//)?", "").replaceFirst("\\?.*", "");
    return !Files.exists(file) && Files.exists(Path.of(written)) ? Path.of(written) : file;
  }

  /** The blocks of what was opened, paced and as long as the endpoint's options say. */
  FileBlocks blocks(AudioReader reader, AudioClock clock) {
    FileBlocks blocks = new FileBlocks(reader);
    return (endpoint.getConfiguration().isPaced() ? blocks.paced(clock) : blocks)
        .blockMillis(endpoint.getConfiguration().blockMillis());
  }
}
