package io.github.camelaudio.recorder.store;

import io.github.camelaudio.flow.FailureText;
import io.github.camelaudio.flow.OptionValues;
import io.github.camelaudio.flow.PrintableText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may read and write the files and directories that a recorder makes. Where the file system
 * knows no such permissions (Windows), it changes nothing.
 */
public final class RecordingPermissions {

  /** The owner only. */
  public static final String OWNER_ONLY = "rw-------";

  private static final Logger LOG = LoggerFactory.getLogger(RecordingPermissions.class);
  private static final Set<PosixFilePermission> NEEDED =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  private static final Map<PosixFilePermission, PosixFilePermission> ENTER =
      Map.of(
          PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_EXECUTE,
          PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_EXECUTE,
          PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_EXECUTE);

  private final Set<PosixFilePermission> ofFiles;
  private final Set<PosixFilePermission> ofDirectories;

  private RecordingPermissions(Set<PosixFilePermission> ofFiles) {
    this.ofFiles = ofFiles;
    this.ofDirectories = EnumSet.copyOf(ofFiles);
    ENTER.forEach(
        (read, enter) -> {
          if (ofFiles.contains(read)) {
            ofDirectories.add(enter);
          }
        });
  }

  /** Reads {@code rw-r--r--} and the like, in which the owner may read and write. */
  public static RecordingPermissions parse(String option, String text) {
    try {
      Set<PosixFilePermission> parsed = PosixFilePermissions.fromString(text);
      if (parsed.containsAll(NEEDED)) {
        return new RecordingPermissions(parsed);
      }
    } catch (IllegalArgumentException e) {
      throw OptionValues.refuse(
          option, text, "allowed are nine characters such as rw-r----- (" + e + ")");
    }
    throw OptionValues.refuse(option, text, "the owner must be able to read and write: rw-……");
  }

  /** What a file is to be opened with that is made then; nothing where there is no such thing. */
  FileAttribute<?>[] ofNewFile(Path file) {
    return attributes(file, ofFiles);
  }

  private static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> permissions) {
    boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }

  /** Gives a file that was made all its permissions, also those that the process's umask takes. */
  void apply(Path file) {
    set(file, ofFiles);
  }

  private static void set(Path path, Set<PosixFilePermission> permissions) {
    if (attributes(path, permissions).length == 0) {
      return;
    }
    try {
      Files.setPosixFilePermissions(path, permissions);
    } catch (IOException e) {
      LOG.debug(
          "{} keeps the permissions that its file system gave it: {}",
          PrintableText.of(path),
          FailureText.of(e));
    }
  }

  /** Makes a directory and those above it, as far as they are missing. */
  void makeDirectories(Path directory) throws IOException {
    Deque<Path> missing = new ArrayDeque<>();
    Path above = directory;
    while (above != null && !Files.exists(above)) {
      missing.push(above);
      above = above.getParent();
    }
    Files.createDirectories(directory, attributes(directory, ofDirectories));
    missing.forEach(made -> set(made, ofDirectories));
  }
}
