package io.github.camelaudio.file.stream;

import io.github.camelaudio.file.AudioReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What is to be played: a file, a resource of the class path, or standard input. Any thread. */
public final class FileSource {

  /** The path that means standard input. */
  public static final String STANDARD_INPUT = "-";

  private static final String CLASSPATH = "classpath:";

  private final String path;
  private final String written;
  private final Resources resources;
  private final Check check;

  /** Opens resources of the class path. */
  public interface Resources {
    /** Null when there is none of the name. */
    @Nullable InputStream open(String name);
  }

  /** Looks at a file before it is opened. */
  public interface Check {
    /** Throws with the reason when the file is not to be opened now. */
    void allow(Path file) throws IOException;
  }

  /**
   * Opens nothing yet.
   *
   * @param path of a file, {@code classpath:} and a resource, or {@link #STANDARD_INPUT}
   * @param written the same as it was written: a URI's %20 is a space in the path, but where there
   *     is no such file, it may be part of a name
   */
  public FileSource(String path, String written, Resources resources, Check check) {
    this.path = path;
    this.written = written;
    this.resources = resources;
    this.check = check;
  }

  /** Whether it is standard input, which may take its time. */
  public boolean isStandardInput() {
    return path.equals(STANDARD_INPUT);
  }

  /**
   * Opens it and reads its header, for which standard input may take its time.
   *
   * @throws IOException when it is not there, or cannot be played, with the reason
   */
  public AudioReader open() throws IOException {
    if (isStandardInput()) {
      return AudioFiles.open(System.in, "standard input");
    }
    return path.startsWith(CLASSPATH) ? AudioFiles.open(resource(), path) : openFile();
  }

  private AudioReader openFile() throws IOException {
    Path file = file();
    check.allow(file);
    return AudioFiles.open(file);
  }

  /**
   * Opens it as it is.
   *
   * @throws IOException when it is not there, or cannot be played, with the reason
   */
  public InputStream bytes() throws IOException {
    if (isStandardInput()) {
      throw new IOException("standard input is no file: let a route begin with it");
    }
    if (path.startsWith(CLASSPATH)) {
      return resource();
    }
    open().close(); // says what is wrong with it
    return Files.newInputStream(file());
  }

  private InputStream resource() throws IOException {
    InputStream in = resources.open(path.substring(CLASSPATH.length()));
    if (in == null) {
      throw new FileNotFoundException("cannot play " + path + ": no such resource");
    }
    return in;
  }

  /** Its name without folders. */
  public String fileName() {
    int slash = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
    return path.substring(Math.max(slash, path.lastIndexOf(':')) + 1);
  }

  private Path file() {
    Path file = Path.of(path);
    return !Files.exists(file) && Files.exists(Path.of(written)) ? Path.of(written) : file;
  }
}
