package io.github.camelaudio.cli.cache;

import io.github.camelaudio.security.ProcessUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The user's directory for what a start leaves for the next one. Its files are code that the next
 * start runs, so that a directory or file counts only when it belongs to the user of this process,
 * and no other user may write it. Where the file system has no owners by number (Windows) the
 * directory is trusted: it lies in the user's profile, whose access list keeps others out.
 */
public final class CacheDirectory {

  private static final String NAME = "camel-audio";
  private static final Set<PosixFilePermission> OTHERS_WRITE =
      EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  private CacheDirectory() {}

  /**
   * Where it is; it need not exist. The launcher looks in the same places, in this order: {@code
   * CACHE_DIRECTORY} (of systemd; the first of several), {@code XDG_CACHE_HOME/camel-audio}, {@code
   * LOCALAPPDATA/camel-audio}, {@code HOME/.cache/camel-audio}.
   *
   * @param environment the value of an environment variable; null where it is not set
   * @return null when there is no such place; only absolute paths count
   */
  public static @Nullable Path find(UnaryOperator<@Nullable String> environment) {
    String service = environment.apply("CACHE_DIRECTORY");
    if (isAbsolute(service)) {
      return Path.of(service.split(":", 2)[0]);
    }
    for (String variable : new String[] {"XDG_CACHE_HOME", "LOCALAPPDATA"}) {
      String directory = environment.apply(variable);
      if (isAbsolute(directory)) {
        return Path.of(directory, NAME);
      }
    }
    String home = environment.apply("HOME");
    return isAbsolute(home) ? Path.of(home, ".cache", NAME) : null;
  }

  private static boolean isAbsolute(@Nullable String path) {
    return path != null && Path.of(path).isAbsolute();
  }

  /**
   * Makes a directory that only this user can use, or takes the one that is there.
   *
   * @throws IOException when it cannot be made, {@linkplain #check(Path) is not this user's}, or
   *     would lie in what another user owns: {@code sudo} may keep the user's {@code HOME}, and
   *     what root makes there would lock the user out
   */
  static void create(Path directory) throws IOException {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      if (isPosix(directory)) {
        checkAbove(directory, user());
      }
      make(directory);
    }
    check(directory);
  }

  private static void make(Path directory) throws IOException {
    if (!isPosix(directory)) {
      Files.createDirectories(directory);
      return;
    }
    FileAttribute<?> ownOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    Files.createDirectories(directory, ownOnly);
  }

  /**
   * @param user the number of the user whose the first directory above must be that is there
   */
  static void checkAbove(Path directory, long user) throws IOException {
    Path above = directory.toAbsolutePath();
    while (above.getParent() != null && !Files.exists(above)) {
      above = above.getParent();
    }
    checkOwner(above, user);
  }

  /**
   * @param path a file or directory; a symbolic link is refused
   * @throws IOException when it is not there, is another user's, or others may write it
   */
  static void check(Path path) throws IOException {
    if (isPosix(path)) {
      check(path, user());
    }
  }

  private static long user() throws IOException {
    return ProcessUser.number()
        .orElseThrow(() -> new IOException("Java does not tell whose process this is"));
  }

  /**
   * @param user the number of the user whose it must be
   */
  static void check(Path path, long user) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (attributes.isSymbolicLink()) {
      throw new IOException(path + " is a symbolic link");
    }
    checkOwner(path, user);
    Set<PosixFilePermission> permissions =
        Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
    permissions.retainAll(OTHERS_WRITE);
    if (!permissions.isEmpty()) {
      throw new IOException("others may write " + path + ": run chmod go-w " + path);
    }
  }

  private static void checkOwner(Path path, long user) throws IOException {
    Number owner = (Number) Files.getAttribute(path, "unix:uid");
    if (owner.longValue() != user) {
      throw new IOException(path + " belongs to the user " + owner + ", not to " + user);
    }
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("unix");
  }
}
