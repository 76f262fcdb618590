package io.github.camelaudio.recorder.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
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
  private final Set<Object> keys = new HashSet<>();

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
  record Claim(SeekableByteChannel channel, Object key) implements Closeable {
    @Override
    public void close() throws IOException {
      try {
        channel.close();
      } finally {
        OF_PROCESS.release(key);
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

  /**
   * Makes a file, and claims it.
   *
   * @param opening fails when the file is there
   * @throws InUseException when another writer took it meanwhile
   */
  Claim create(Path path, Opening opening) throws IOException {
    SeekableByteChannel channel = opening.open();
    synchronized (this) {
      return claim(path, channel);
    }
  }

  /**
   * Opens and claims a file that is there, unless it is being written.
   *
   * @param opening changes nothing of the file yet
   * @throws InUseException when it is being written
   */
  synchronized Claim reopen(Path path, Opening opening) throws IOException {
    requireFree(path);
    return claim(path, opening.open());
  }

  private void requireFree(Path path) throws IOException {
    if (keys.contains(key(path))) {
      throw new InUseException("another recorder of this program");
    }
  }

  /** Whether a recorder of this process is writing a file. */
  synchronized boolean contains(Path path) throws IOException {
    return keys.contains(keyOfTarget(path));
  }

  /** The same as {@link #key} of what a symbolic link leads to. */
  private static Object keyOfTarget(Path path) throws IOException {
    return key(path.toRealPath());
  }

  private Claim claim(Path path, SeekableByteChannel channel) throws IOException {
    try {
      Object key = key(path);
      if (!lock(channel, false)) {
        throw new InUseException("another program");
      }
      keys.add(key);
      return new Claim(channel, key);
    } catch (IOException | RuntimeException | Error e) {
      channel.close();
      throw e;
    }
  }

  private synchronized void release(Object key) {
    keys.remove(key);
  }

  /** False when another process has the lock. */
  private static boolean lock(SeekableByteChannel channel, boolean shared) {
    if (!(channel instanceof FileChannel file)) {
      return true;
    }
    try {
      FileLock lock = file.tryLock(LOCK_PLACE, 1, shared); // until the channel is closed
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    } catch (IOException e) {
      LOG.debug("this file system has no locks", e);
      return true;
    }
  }

  /** Something that opens and closes a file. */
  interface Work {
    void run() throws IOException;
  }

  /** Does something that opens and closes a file, unless this process is writing it. */
  synchronized void unlessOurs(Path path, Work work) throws IOException {
    if (!keys.contains(key(path))) {
      work.run();
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
      if (keys.contains(key(path))) {
        return Deletion.IN_USE;
      }
      return deleteIfUnlocked(path, isStill);
    } catch (NoSuchFileException e) {
      return Deletion.CHANGED;
    }
  }

  private static Deletion deleteIfUnlocked(Path path, Predicate<BasicFileAttributes> isStill)
      throws IOException {
    try (FileChannel file =
        FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      if (!lock(file, true)) {
        return Deletion.IN_USE;
      }
      boolean removed = isStill.test(attributes(path)) && Files.deleteIfExists(path);
      return removed ? Deletion.REMOVED : Deletion.CHANGED;
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
