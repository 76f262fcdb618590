package io.github.camelaudio.recorder.store;

import io.github.camelaudio.flow.PrintableText;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that recorders of this process are writing, whatever path leads to them, and the locks
 * that say so to other processes. Any thread.
 *
 * <p>On POSIX systems a process loses its locks of a file as soon as it closes any descriptor of
 * it. So nothing here opens a file that a recorder of this process is writing.
 */
final class OpenRecordings {

  private static final Logger LOG = LoggerFactory.getLogger(OpenRecordings.class);

  /** Far behind all samples: where locks keep others from reading (Windows), none is there. */
  private static final long LOCK_PLACE = Long.MAX_VALUE - 1;

  private static final OpenRecordings OF_PROCESS = new OpenRecordings();

  /** What tells the files from others; see {@link #key}. */
  private final Map<Object, Claim> claims = new HashMap<>();

  private OpenRecordings() {}

  /** Those of this process. */
  static OpenRecordings ofProcess() {
    return OF_PROCESS;
  }

  /** Opens a file. */
  interface Opening {
    SeekableByteChannel open() throws IOException;
  }

  /** A file that is its recorder's until this is closed, and with it the channel. */
  static final class Claim implements Closeable {
    private final SeekableByteChannel channel;
    private final Object key;

    /** Whether it is no recorder's, and ends when one wants to write the file anew. */
    private final boolean yields;

    private @Nullable FileLock lock;

    private Claim(
        SeekableByteChannel channel, Object key, boolean yields, @Nullable FileLock lock) {
      this.channel = channel;
      this.key = key;
      this.yields = yields;
      this.lock = lock;
    }

    SeekableByteChannel channel() {
      return channel;
    }

    Object key() {
      return key;
    }

    @Override
    public void close() throws IOException {
      try {
        channel.close();
      } finally {
        OF_PROCESS.release(this);
      }
    }
  }

  /** A recorder or process is writing a file; the message says which, as a clause. */
  static final class InUseException extends IOException {
    private static final long serialVersionUID = 1;

    InUseException(String who) {
      super(who + " is writing it");
    }
  }

  /** A file cannot be opened; the cause says why. */
  static final class CannotOpenException extends IOException {
    private static final long serialVersionUID = 1;

    CannotOpenException(IOException why) {
      super(why);
    }
  }

  /** What is at a path is a directory, a symbolic link, a pipe or a device. */
  static final class NoFileException extends FileSystemException {
    private static final long serialVersionUID = 1;

    NoFileException(Path path) {
      super(PrintableText.of(path), null, "it is no regular file");
    }
  }

  /**
   * Makes a file, and claims it.
   *
   * @param opening fails when the file is there
   * @throws InUseException when another writer took it meanwhile
   */
  Claim create(Path path, Opening opening) throws IOException {
    SeekableByteChannel channel = opening.open();
    synchronized (this) {
      return claim(path, channel, false, false);
    }
  }

  /**
   * Opens and claims a file that is there, unless it is being written. A {@link #look} or {@link
   * #change} ends: its channel is closed.
   *
   * @param opening changes nothing of the file yet
   * @throws InUseException when it is being written
   */
  synchronized Claim reopen(Path path, Opening opening) throws IOException {
    Claim now = claims.get(key(path));
    if (now != null && now.yields) {
      now.close();
    }
    requireFree(path);
    return claim(path, opening.open(), false, false);
  }

  private void requireFree(Path path) throws IOException {
    if (claims.containsKey(key(path))) {
      throw new InUseException("another recorder of this program");
    }
  }

  /** Whether a recorder of this process is writing a file. */
  synchronized boolean contains(Path path) throws IOException {
    return claims.containsKey(keyOfTarget(path));
  }

  /** The same as {@link #key} of what a symbolic link leads to. */
  private static Object keyOfTarget(Path path) throws IOException {
    return key(path.toRealPath());
  }

  private Claim claim(Path path, SeekableByteChannel channel, boolean yields, boolean shared)
      throws IOException {
    try {
      Object key = key(path);
      Claim claim = new Claim(channel, key, yields, lock(channel, shared));
      claims.put(key, claim);
      return claim;
    } catch (IOException | RuntimeException | Error e) {
      channel.close();
      throw e;
    }
  }

  /**
   * A descriptor of a file has been closed in this process: if a recorder is writing it, its lock
   * is taken again, as POSIX has removed it.
   */
  synchronized void readerClosed(Path path) throws IOException {
    Claim claim = claims.get(keyOfTarget(path));
    if (claim == null || !(claim.channel instanceof FileChannel file) || !file.isOpen()) {
      return;
    }
    FileLock lost = claim.lock;
    if (lost != null) {
      lost.release();
    }
    claim.lock = file.tryLock(LOCK_PLACE, 1, false);
  }

  private synchronized void release(Claim claim) {
    claims.remove(claim.key, claim);
  }

  /**
   * Held until the channel is closed; null where there are no locks.
   *
   * @throws InUseException when another process has it
   */
  private static @Nullable FileLock lock(SeekableByteChannel channel, boolean shared)
      throws InUseException {
    if (!(channel instanceof FileChannel file)) {
      return null;
    }
    FileLock lock = null;
    try {
      lock = file.tryLock(LOCK_PLACE, 1, shared);
    } catch (OverlappingFileLockException e) {
      LOG.trace("a lock of this process is in the way", e);
    } catch (IOException e) {
      LOG.debug("this file system has no locks", e);
      return null;
    }
    if (lock == null) {
      throw new InUseException("another program");
    }
    return lock;
  }

  /** Something that opens and closes a file. */
  interface Work {
    void run() throws IOException;
  }

  /** Does something that opens and closes a file, unless this process is writing it. */
  synchronized void unlessOurs(Path path, Work work) throws IOException {
    if (!claims.containsKey(key(path)) && attributes(path).isRegularFile()) {
      work.run();
    }
  }

  /** Something that is done to an open file. */
  interface Change<T> {
    T to(FileChannel file, boolean isLocked) throws IOException;
  }

  /**
   * Changes a file that is there, outside of the monitor: it may take as long as it likes.
   *
   * @param change told whether the file is locked against other processes, too: some file systems
   *     have no locks
   * @throws InUseException when it is being written
   * @throws NoFileException when it is something else
   * @throws CannotOpenException when this process may not
   * @throws java.nio.channels.ClosedChannelException when a recorder wants to write it anew
   */
  <T> T change(Path path, Change<T> change) throws IOException {
    return with(path, EnumSet.of(StandardOpenOption.READ, StandardOpenOption.WRITE), change);
  }

  /** The same with a file that is open for reading only. */
  <T> T look(Path path, Change<T> look) throws IOException {
    return with(path, EnumSet.of(StandardOpenOption.READ), look);
  }

  private <T> T with(Path path, Set<StandardOpenOption> how, Change<T> change) throws IOException {
    try (Claim claim = claimThere(path, how)) {
      return change.to((FileChannel) claim.channel, claim.lock != null);
    }
  }

  private synchronized Claim claimThere(Path path, Set<StandardOpenOption> how) throws IOException {
    requireFree(path);
    requireFile(path);
    Set<OpenOption> options = new HashSet<>(how);
    options.add(LinkOption.NOFOLLOW_LINKS);
    FileChannel channel;
    try {
      channel = FileChannel.open(path, options);
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException e) {
      throw new CannotOpenException(e);
    }
    return claim(path, channel, true, !how.contains(StandardOpenOption.WRITE));
  }

  /** To open a pipe would wait for its other end, and all recorders with it. */
  private static void requireFile(Path path) throws IOException {
    if (!attributes(path).isRegularFile()) {
      throw new NoFileException(path);
    }
  }

  /** What came of {@link #delete}. */
  enum Deletion {
    REMOVED,
    /** It is being written. */
    IN_USE,
    /** It is gone, or not what it was. */
    CHANGED
  }

  /**
   * Removes a file, unless it is being written, or it is not what it was.
   *
   * @param isStill looked at last, while no recorder can claim the file
   */
  synchronized Deletion delete(Path path, Predicate<BasicFileAttributes> isStill)
      throws IOException {
    try {
      if (claims.containsKey(key(path))) {
        return Deletion.IN_USE;
      }
      requireFile(path);
      return deleteIfUnlocked(path, isStill);
    } catch (NoSuchFileException | NoFileException e) {
      return Deletion.CHANGED;
    }
  }

  private static Deletion deleteIfUnlocked(Path path, Predicate<BasicFileAttributes> isStill)
      throws IOException {
    try (FileChannel file =
        FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      lock(file, true);
      boolean removed = isStill.test(attributes(path)) && Files.deleteIfExists(path);
      return removed ? Deletion.REMOVED : Deletion.CHANGED;
    } catch (InUseException e) {
      return Deletion.IN_USE;
    }
  }

  /** What is at a path itself, even if it is a symbolic link. */
  static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  /** What tells a file from others; its path where the file system has no such thing. */
  static Object key(Path path) throws IOException {
    Object key = attributes(path).fileKey();
    return key == null ? path.toRealPath() : key;
  }
}
