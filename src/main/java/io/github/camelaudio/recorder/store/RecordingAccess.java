package io.github.camelaudio.recorder.store;

import io.github.camelaudio.recorder.store.names.SafeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What others of this process may do with recordings, while recorders may be at work. Any thread.
 */
public final class RecordingAccess {

  private static final Pattern STREAM = Pattern.compile("stream ([0-9a-f]{8})\\b.*");

  private RecordingAccess() {}

  /** Whether there can be a file of a name in a directory; Windows has rules for that. */
  public static boolean isPossible(Path directory, String name) {
    return SafeName.isPossible(directory.getFileSystem(), name);
  }

  /** What came of {@link #delete}. */
  public enum Deletion {
    REMOVED,
    /** It is being written. */
    IN_USE,
    /** It is not there. */
    GONE
  }

  /** Removes a recording, and the report beside it, unless a recorder is writing it. */
  public static Deletion delete(Path recording) throws IOException {
    OpenRecordings.Deletion done;
    try {
      done = OpenRecordings.ofProcess().delete(recording, attributes -> true);
    } catch (NoSuchFileException e) {
      return Deletion.GONE;
    }
    if (done != OpenRecordings.Deletion.REMOVED) {
      return done == OpenRecordings.Deletion.IN_USE ? Deletion.IN_USE : Deletion.GONE;
    }
    for (Path beside : RecordingReports.beside(recording)) {
      Files.deleteIfExists(beside);
    }
    return Deletion.REMOVED;
  }

  /**
   * To be called after a file was read that a recorder of this process may be writing: on POSIX
   * systems, the first descriptor that a process closes takes its locks of the file away, by which
   * other processes know that it is being written. It is taken again.
   */
  public static void readerClosed(Path recording) throws IOException {
    try {
      OpenRecordings.ofProcess().readerClosed(recording);
    } catch (NoSuchFileException e) {
      return; // removed meanwhile: there is nothing to lock
    }
  }

  /**
   * The stream that a recorder of ours recorded, eight hexadecimal digits; null for other files.
   */
  public static @Nullable String streamOf(Path recording) throws IOException {
    String description = RecordingOrigin.descriptionOf(recording);
    Matcher stream = STREAM.matcher(description == null ? "" : description);
    return stream.matches() ? stream.group(1) : null;
  }
}
