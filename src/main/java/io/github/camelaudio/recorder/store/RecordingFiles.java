package io.github.camelaudio.recorder.store;

import io.github.camelaudio.flow.FailureText;
import io.github.camelaudio.flow.PrintableText;
import io.github.camelaudio.recorder.store.names.NumberedNames;
import io.github.camelaudio.recorder.store.names.SafeName;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where recordings go: one file, a directory, or standard output. Names come out of expressions on
 * what the network sent, so none of them leads out of the directory.
 */
public final class RecordingFiles {

  /** The path that means standard output. */
  public static final String STANDARD_OUTPUT = "-";

  private static final int MAX_NUMBER = 1_000_000;

  private final Path target;
  private final String path;
  private final Existing existing;
  private final boolean numbered;
  private final RecordingPermissions permissions;
  private final Disk disk;

  /**
   * Says where files go; touches nothing yet.
   *
   * @param numbered whether all names have a number, from 1 on, such that they sort
   */
  public RecordingFiles(
      String path,
      Existing existing,
      boolean numbered,
      RecordingPermissions permissions,
      Disk disk) {
    this(Path.of(path), existing, numbered, permissions, disk);
  }

  /** The same of a path of any file system. */
  RecordingFiles(
      Path target,
      Existing existing,
      boolean numbered,
      RecordingPermissions permissions,
      Disk disk) {
    this.target = target;
    this.path = target.toString();
    this.existing = existing;
    this.numbered = numbered;
    this.permissions = permissions;
    this.disk = disk;
  }

  /**
   * A file that was opened to be written.
   *
   * @param number in its name, 0 when it has none
   * @param claim null for standard output
   */
  record Opened(Path path, int number, OpenRecordings.@Nullable Claim claim) {

    /** To write to; standard output has another. */
    SeekableByteChannel channel() {
      return Objects.requireNonNull(claim).channel();
    }

    /** The file is not this recorder's any more. */
    void release() throws IOException {
      if (claim != null) {
        claim.close();
      }
    }

    /** Whether the file of its path is still the one that was opened. */
    boolean isThere() throws IOException {
      try {
        return claim == null || OpenRecordings.key(path).equals(claim.key());
      } catch (NoSuchFileException e) {
        return false;
      }
    }
  }

  /** What a stream asks for. */
  record Request(String name, String fallback, int number, long roomBytes) {}

  public boolean isStandardOutput() {
    return path.equals(STANDARD_OUTPUT);
  }

  /** Whether all streams go to one name, so that no expression is needed. */
  public boolean isOneFile() {
    return isOneFile(path);
  }

  /** Whether a path is that of a file, and not of a directory. */
  public static boolean isOneFile(String path) {
    String name = path.toLowerCase(Locale.ROOT);
    return name.endsWith(".wav") || name.endsWith(".flac");
  }

  /**
   * Checks, without a trace on the disk, that files can be made where they are to go.
   *
   * @throws IOException when they cannot, with what to do
   */
  public void requireWritable() throws IOException {
    if (!isStandardOutput()) {
      TargetCheck.requireWritable(path, directory(), disk);
    }
  }

  /**
   * Whether a recorder of this process is writing a file now. Nothing else of this process may open
   * it then: to close it would take the recorder's lock away; see {@link OpenRecordings}.
   */
  public static boolean isBeingWritten(Path file) throws IOException {
    return OpenRecordings.ofProcess().contains(file);
  }

  /**
   * Refuses a file that a recorder of this process is writing now.
   *
   * @throws IOException with what to do
   */
  public static void requireNotWritten(Path file) throws IOException {
    if (Files.exists(file) && isBeingWritten(file)) {
      throw new IOException(
          "cannot play "
              + PrintableText.of(file)
              + ": a recorder of this program is writing it; play it afterwards");
    }
  }

  /** The directory that all files are below. */
  public Path directory() {
    Path parent = target.toAbsolutePath().getParent();
    return isOneFile() && parent != null ? parent : target;
  }

  /** Whether a file of the directory is one that this could have opened. */
  public boolean isOfName(Path file) {
    return !isOneFile()
        || (file.getParent() != null
            && file.getParent().equals(directory().toAbsolutePath().normalize())
            && isNameOf(path, String.valueOf(file.getFileName())));
  }

  /** Whether a file's name is that of a path of one file, or that name with a number. */
  public static boolean isNameOf(String path, String name) {
    return NumberedNames.isNameOf(String.valueOf(Path.of(path).getFileName()), name);
  }

  /** Standard output as it is; closing it closes the process's. */
  static FileChannel standardOutput() {
    return new FileOutputStream(FileDescriptor.out).getChannel();
  }

  /**
   * Opens the file for a stream, making its directory where it is missing.
   *
   * @param request the name that the expression gave, another for when that is none, the number of
   *     the file among the stream's, from 0 on, and how much room there must be
   * @param isOpen which files are being written, and stay
   * @throws FileAlreadyExistsException when it is there, and is to be left alone
   * @throws IOException when it cannot be, with the path and the reason
   */
  Opened open(Request request, Predicate<Path> isOpen) throws IOException {
    Path wanted = wanted(request);
    makeDirectory(wanted, request.roomBytes());
    boolean follows = request.number() > 0;
    if (numbered) {
      return openNumbered(wanted, request.number(), isOpen);
    }
    Existing how = follows || isOpen.test(wanted) ? Existing.RENAME : existing;
    return open(wanted, request.number(), how, isOpen);
  }

  /** Where a request leads to, before its number. */
  Path wanted(Request request) {
    return isOneFile() ? target : resolve(request);
  }

  private Opened openNumbered(Path wanted, int asked, Predicate<Path> isOpen) throws IOException {
    if (asked > 0) {
      Existing how = existing == Existing.FAIL ? Existing.RENAME : existing;
      return open(wanted, asked, how, isOpen);
    }
    int first = existing == Existing.RENAME ? NumberedNames.highest(wanted) + 1 : 1;
    return open(wanted, first, existing, isOpen);
  }

  private Opened open(Path wanted, int first, Existing how, Predicate<Path> isOpen)
      throws IOException {
    for (int number = first; ; number++) {
      Path free = NumberedNames.with(wanted, number, numbered);
      if (how == Existing.OVERRIDE && !isOpen.test(free) && isThereAsAFile(free)) {
        return new Opened(free, number, overwrite(free));
      }
      try {
        return new Opened(free, number, create(free));
      } catch (FileAlreadyExistsException | OpenRecordings.InUseException e) {
        if (how == Existing.FAIL || number > MAX_NUMBER) {
          throw refusal(free, "it is there already, and existing=fail", e);
        }
      }
    }
  }

  private static boolean isThereAsAFile(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS)
        && !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  private OpenRecordings.Claim create(Path path) throws IOException {
    try {
      return OpenRecordings.ofProcess().create(path, () -> createUnclaimed(path));
    } catch (FileAlreadyExistsException | OpenRecordings.InUseException e) {
      throw e;
    } catch (IOException e) {
      throw cannotWrite(path, e);
    }
  }

  private SeekableByteChannel createUnclaimed(Path path) throws IOException {
    SeekableByteChannel channel =
        disk.open(
            path,
            Set.<OpenOption>of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
            permissions.ofNewFile(path));
    permissions.apply(path);
    return channel;
  }

  /** Empties a file that is there, unless it is being written. */
  private OpenRecordings.Claim overwrite(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      throw refusal(
          path,
          "it is a symbolic link, and existing=override writes through none: remove it, or name"
              + " the file that it leads to",
          null);
    }
    try {
      OpenRecordings.Claim claim =
          OpenRecordings.ofProcess()
              .reopen(
                  path,
                  () ->
                      disk.open(
                          path,
                          Set.<OpenOption>of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)));
      try {
        claim.channel().truncate(0);
      } catch (IOException e) {
        claim.close();
        throw e;
      }
      return claim;
    } catch (OpenRecordings.InUseException e) {
      throw refusal(
          path, e.getMessage() + ": give this recorder another name, or say existing=rename", e);
    } catch (IOException e) {
      throw cannotWrite(path, e);
    }
  }

  private static FileAlreadyExistsException refusal(
      Path path, String why, @Nullable Exception cause) {
    FileAlreadyExistsException refusal =
        new FileAlreadyExistsException(PrintableText.of(path), null, why);
    refusal.initCause(cause);
    return refusal;
  }

  private void makeDirectory(Path wanted, long roomBytes) throws IOException {
    Path directory = wanted.toAbsolutePath().getParent();
    if (directory == null) {
      return;
    }
    try {
      permissions.makeDirectories(directory);
      if (roomBytes > 0 && disk.usableBytes(directory) < roomBytes) {
        throw new FileSystemException(
            directory.toString(), null, "fewer than " + roomBytes + " bytes are free");
      }
    } catch (IOException e) {
      throw cannotWrite(wanted, e);
    }
  }

  /** The exception for a file that cannot be written: which one, and why. */
  static IOException cannotWrite(Path path, IOException e) {
    return new IOException("cannot write " + PrintableText.of(path) + ": " + FailureText.of(e), e);
  }

  /** A path below the directory, whatever the name; flat where a file is in the way. */
  private Path resolve(Request request) {
    Path name = SafeName.of(target.getFileSystem(), request.name(), request.fallback());
    for (Path folder = name.getParent(); folder != null; folder = folder.getParent()) {
      if (Files.isRegularFile(target.resolve(folder))) {
        return target.resolve(name.toString().replaceAll("[/\\\\]", "_"));
      }
    }
    return target.resolve(name);
  }
}
