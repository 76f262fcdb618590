package io.github.camelaudio.security;

import io.github.camelaudio.audio.SystemClock;
import io.github.camelaudio.flow.LoopGuard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of a file that may change while the program runs: {@link #update} reads it again when it
 * is another one. {@link #get} is for any thread, {@code update} for one at a time.
 */
public final class KeyWatch implements Supplier<KeyRing> {

  private static final Logger LOG = LoggerFactory.getLogger(KeyWatch.class);

  /** What tells versions of a file apart; owner and mode too: a chmod makes one good. */
  private static final String UNIX_STAMP = "unix:lastModifiedTime,ctime,size,dev,ino,uid,mode";

  private static final String STAMP = "lastModifiedTime,size,fileKey";

  private final Path file;
  private final @Nullable String sendingName;
  private final Supplier<List<SharedKey>> reader;
  private final LoopGuard guard;
  private volatile KeyRing ring;

  /** The stamp of the version that was read; null for none. */
  private @Nullable Map<String, Object> read;

  /** Why the file cannot be used now, as it was said; null when it can. */
  private @Nullable String problem;

  /**
   * What came of a new version, for a log line.
   *
   * @param warns whether what is sent is protected by another key than before, or not sent any more
   */
  record Change(String text, boolean warns) {}

  /**
   * Reads the file.
   *
   * @param keyBytes what each key has to have
   * @param sendingName of the key that protects what goes out; null for the first of the file
   * @throws KeyFileException when the file cannot be used, or has no key of that name
   */
  public KeyWatch(Path file, int keyBytes, @Nullable String sendingName) {
    this(file, sendingName, () -> KeyFile.read(file, keyBytes));
  }

  /**
   * The same, for tests.
   *
   * @param reader reads all keys of the file, or throws
   */
  KeyWatch(Path file, @Nullable String sendingName, Supplier<List<SharedKey>> reader) {
    this.file = file;
    this.sendingName = sendingName;
    this.reader = reader;
    this.guard = new LoopGuard(LOG, "key file " + file, "the look at it", SystemClock.INSTANCE);
    this.read = stamp();
    List<SharedKey> keys = reader.get();
    SharedKey sending = named(keys);
    if (sending == null) {
      throw new KeyFileException(
          file,
          "there is no key of the name "
              + (KeyFile.isPrintable(sendingName) ? sendingName + ", which" : "that")
              + " audio.key says; there are "
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
   * Takes up a new version of the file, and logs what changed, or why it cannot be used. Throws
   * nothing: an executor does not repeat a task that does.
   */
  public void update() {
    try {
      Change change = look();
      if (change != null && change.warns()) {
        LOG.warn("{}", change.text());
      } else if (change != null) {
        LOG.info("{}", change.text());
      }
    } catch (KeyFileException e) {
      LOG.warn("{}; the keys stay as they were, removed ones too", e.getMessage());
    } catch (RuntimeException | Error e) {
      guard.goesOnAfter(e);
    }
  }

  /**
   * Takes up a new version of the file. Where the system cannot read it, the next call tries again.
   *
   * @return what changed; null when no key came, went or moved to the first line, and where the
   *     system still cannot read it
   * @throws KeyFileException once for each version that cannot be used; the keys stay as they were
   */
  @Nullable Change look() {
    Map<String, Object> now = stamp();
    if (Objects.equals(now, read)) {
      return null;
    }
    List<SharedKey> fresh;
    try {
      fresh = reader.get();
    } catch (KeyFileException e) {
      boolean said = e.mayPass() && Objects.equals(e.getMessage(), problem);
      read = e.mayPass() ? read : now;
      problem = e.getMessage();
      if (said) {
        return null;
      }
      throw e;
    }
    KeyRing before = ring;
    KeyRing after = ring(kept(fresh));
    ring = after;
    read = now; // a version that came while this one was read is another one
    boolean hadProblem = problem != null;
    problem = null;
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

  /**
   * Those of a new version. Where the key that is to send is gone, none takes its place: others may
   * have that one who are not to hear what is sent.
   */
  private KeyRing ring(List<SharedKey> keys) {
    SharedKey sending = named(keys);
    return sending != null
        ? new KeyRing(keys, sending)
        : KeyRing.receivingOnly(
            keys,
            "the key "
                + sendingName
                + " of audio.key is gone from "
                + file
                + ": nothing is sent; add it again, or change audio.key and start again");
  }

  /** The key that is to send; null when it is not there. */
  private @Nullable SharedKey named(List<SharedKey> keys) {
    return sendingName == null
        ? keys.get(0)
        : keys.stream().filter(key -> key.name().equals(sendingName)).findFirst().orElse(null);
  }

  private @Nullable Change change(KeyRing before, KeyRing after, boolean hadProblem) {
    List<SharedKey> added = without(after.keys(), before);
    List<SharedKey> removed = without(before.keys(), after);
    boolean sameSending = before.sending() == after.sending();
    boolean same = added.isEmpty() && removed.isEmpty() && sameSending;
    if (same && !hadProblem) {
      return null;
    }
    String text =
        "key file "
            + file
            + (same ? " can be used again: " : " has changed: ")
            + (added.isEmpty() ? "" : "new " + names(added) + "; ")
            + (removed.isEmpty() ? "" : "removed " + names(removed) + "; ")
            + sendingText(after, sameSending);
    return new Change(text, !sameSending && before.sending() != null);
  }

  private static String sendingText(KeyRing after, boolean asBefore) {
    SharedKey sending = after.sending();
    return sending == null
        ? after.whyNoneSends()
        : "sending with the key " + sending.name() + (asBefore ? "" : " now");
  }

  private static List<SharedKey> without(List<SharedKey> keys, KeyRing ring) {
    return keys.stream().filter(key -> !ring.has(key)).toList();
  }

  private static String names(List<SharedKey> keys) {
    return keys.stream().map(SharedKey::name).collect(Collectors.joining(", "));
  }

  /** Null where there is no file, or none that can be looked at. */
  private @Nullable Map<String, Object> stamp() {
    boolean unix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
    try {
      return Files.readAttributes(file, unix ? UNIX_STAMP : STAMP);
    } catch (IOException e) {
      return null; // reading it says why
    }
  }
}
