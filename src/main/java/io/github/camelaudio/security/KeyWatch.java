package io.github.camelaudio.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a file that may change while the program runs: {@link #look} reads it again when it
 * is another one. {@link #get} is for any thread, {@code look} for one at a time.
 */
public final class KeyWatch implements Supplier<KeyRing> {

  private final Path file;
  private final int keyBytes;
  private final @Nullable String sendingName;
  private volatile KeyRing ring;
  private @Nullable Stamp read;
  private boolean problem;

  /** What tells versions of the file apart; permissions too, since a chmod makes one good. */
  private record Stamp(
      FileTime modified,
      long bytes,
      @Nullable Object inode,
      Set<PosixFilePermission> permissions) {}

  /**
   * Reads the file.
   *
   * @param keyBytes what each key has to have
   * @param sendingName of the key that protects what goes out; null for the first of the file
   * @throws KeyFileException when the file cannot be used, or has no key of that name
   */
  public KeyWatch(Path file, int keyBytes, @Nullable String sendingName) {
    this.file = file;
    this.keyBytes = keyBytes;
    this.sendingName = sendingName;
    this.read = stamp();
    List<SharedKey> keys = KeyFile.read(file, keyBytes);
    SharedKey sending = named(keys);
    if (sending == null) {
      throw new KeyFileException(
          file,
          "there is no key of the name "
              + sendingName
              + ", which audio.key says; there are "
              + names(keys));
    }
    this.ring = new KeyRing(keys, sending);
  }

  /** The keys that hold now. */
  @Override
  public KeyRing get() {
    return ring;
  }

  /**
   * Takes up a new version of the file.
   *
   * @return what changed, for a log line; null when no key came, went or moved to the first line
   * @throws KeyFileException once for each version that cannot be used; the keys stay as they were
   */
  public @Nullable String look() {
    Stamp now = stamp();
    if (Objects.equals(now, read)) {
      return null;
    }
    read = now; // a version that comes while this one is read is another one
    boolean hadProblem = problem;
    problem = true;
    KeyRing before = ring;
    KeyRing after = ring(kept(KeyFile.read(file, keyBytes)));
    ring = after;
    problem = false;
    return change(before, after, hadProblem);
  }

  /** A key that stays is the same object. */
  private List<SharedKey> kept(List<SharedKey> fresh) {
    List<SharedKey> keys = new ArrayList<>();
    for (SharedKey key : fresh) {
      keys.add(ring.keys().stream().filter(key::isSameAs).findFirst().orElse(key));
    }
    return keys;
  }

  /** Those of a new version. A key that was removed has to stop, also the one that is to send. */
  private KeyRing ring(List<SharedKey> keys) {
    return new KeyRing(keys, Objects.requireNonNullElse(named(keys), keys.get(0)));
  }

  /** The key that is to send; null when it is not there. */
  private @Nullable SharedKey named(List<SharedKey> keys) {
    return sendingName == null
        ? keys.get(0)
        : keys.stream().filter(key -> key.name().equals(sendingName)).findFirst().orElse(null);
  }

  private @Nullable String change(KeyRing before, KeyRing after, boolean hadProblem) {
    List<SharedKey> added = without(after.keys(), before);
    List<SharedKey> removed = without(before.keys(), after);
    boolean same = added.isEmpty() && removed.isEmpty() && before.sending() == after.sending();
    if (same && !hadProblem) {
      return null;
    }
    return "key file "
        + file
        + (same ? " can be used again: " : " has changed: ")
        + (added.isEmpty() ? "" : "new " + names(added) + "; ")
        + (removed.isEmpty() ? "" : "removed " + names(removed) + "; ")
        + "sending with "
        + after.sending().name()
        + (named(after.keys()) == null ? ", as " + sendingName + " of audio.key is gone" : "");
  }

  private static List<SharedKey> without(List<SharedKey> keys, KeyRing ring) {
    return keys.stream().filter(key -> !ring.has(key)).toList();
  }

  private static String names(List<SharedKey> keys) {
    return keys.stream().map(SharedKey::name).collect(Collectors.joining(", "));
  }

  /** Null where there is no file, or none that can be looked at. */
  private @Nullable Stamp stamp() {
    try {
      if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        PosixFileAttributes now = Files.readAttributes(file, PosixFileAttributes.class);
        return new Stamp(now.lastModifiedTime(), now.size(), now.fileKey(), now.permissions());
      }
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(now.lastModifiedTime(), now.size(), now.fileKey(), Set.of());
    } catch (IOException e) {
      return null; // reading it says why
    }
  }
}
