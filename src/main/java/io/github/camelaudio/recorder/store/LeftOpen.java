package io.github.camelaudio.recorder.store;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.file.Repaired;
import io.github.camelaudio.file.flac.FlacRepair;
import io.github.camelaudio.flow.FailureText;
import io.github.camelaudio.flow.PrintableText;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Completes the recordings below a directory that an earlier run left open: it was killed, or the
 * power went. Only files count that a recorder of ours made, as their header says, and that no
 * program is writing, as their lock says; where locks may not tell of other hosts' programs, the
 * file stays as it is. Of those it looks at the newest; an older one was completed by an earlier
 * start. One thread, once.
 *
 * <p>Who may write into the directory can put any file there. So nothing here is without a bound,
 * and each file that cannot be completed is one line.
 */
public final class LeftOpen implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(LeftOpen.class);

  /** Lines of what is not completed; the others are counted. */
  static final int MAX_LINES = 100;

  /** Files that are made to be slow to look at may take as long, all together. */
  static final long MAX_NANOS = TimeUnit.MINUTES.toNanos(10);

  private final String label;
  private final Path directory;
  private final Predicate<Path> isMine;
  private final AudioClock clock;
  private final Predicate<Path> isLockOfAllHosts;
  private final CountDownLatch done = new CountDownLatch(1);
  private int lines;

  /**
   * Does nothing yet.
   *
   * @param label what the log calls the recorder
   * @param isMine which of the directory's files belong to it
   */
  public LeftOpen(String label, Path directory, Predicate<Path> isMine, AudioClock clock) {
    this(label, directory, isMine, clock, LockReach::isAllHosts);
  }

  /** The same, told of which files a lock tells all hosts. */
  LeftOpen(
      String label,
      Path directory,
      Predicate<Path> isMine,
      AudioClock clock,
      Predicate<Path> isLockOfAllHosts) {
    this.label = label;
    this.directory = directory;
    this.isMine = isMine;
    this.clock = clock;
    this.isLockOfAllHosts = isLockOfAllHosts;
  }

  /** What a look at a file, which changes nothing, finds. */
  private enum Look {
    DONE_OR_NOT_OURS,
    LEFT_OPEN,
    /** But another host may be writing it. */
    MAYBE_LEFT_OPEN
  }

  /** Completes all, and logs a line for each. */
  @Override
  public void run() {
    try {
      if (Files.isDirectory(directory)) {
        completeNewest();
      }
    } finally {
      done.countDown();
    }
  }

  /** Whether {@link #run} is through. Any thread. */
  boolean isDone() {
    return done.getCount() == 0;
  }

  /** Waits until {@link #run} is through. Any thread. */
  void awaitDone() throws InterruptedException {
    done.await();
  }

  private void completeNewest() {
    try {
      NewestFiles newest = NewestFiles.of(directory, isMine);
      newest.oddities().forEach((path, what) -> say(path, what));
      if (newest.isCutOff()) {
        LOG.warn(
            "{}: {} has more than {} files and folders, or folders more than {} deep: recordings"
                + " behind those were not looked at; move old ones elsewhere, or try camel-audio"
                + " repair on what was left open",
            label,
            PrintableText.of(directory),
            NewestFiles.MAX_VISITED,
            NewestFiles.MAX_DEPTH);
      }
      completeAll(newest.byName());
    } catch (IOException e) {
      LOG.warn(
          "{}: {} cannot be searched: {}", label, PrintableText.of(directory), FailureText.of(e));
    }
    if (lines > MAX_LINES) {
      LOG.warn("{}: {} more such files have no line", label, lines - MAX_LINES);
    }
  }

  private void completeAll(List<Path> files) {
    long end = clock.nanoTime() + MAX_NANOS;
    for (int i = 0; i < files.size(); i++) {
      if (clock.nanoTime() - end > 0) {
        LOG.warn(
            "{}: after {} s, {} of {} recordings were not looked at; try camel-audio repair on what"
                + " was left open",
            label,
            TimeUnit.NANOSECONDS.toSeconds(MAX_NANOS),
            files.size() - i,
            files.size());
        return;
      }
      complete(files.get(i));
    }
  }

  private void complete(Path path) {
    Look look = Look.DONE_OR_NOT_OURS;
    try {
      look = OpenRecordings.ofProcess().look(path, (file, locked) -> look(file, path, locked));
      if (look == Look.LEFT_OPEN) {
        Repaired repaired =
            OpenRecordings.ofProcess().change(path, (file, locked) -> repair(file, path));
        LOG.info(
            "{}: completed {}, which was left open: {}",
            label,
            PrintableText.of(path),
            repaired.sentence());
      } else if (look == Look.MAYBE_LEFT_OPEN) {
        say(
            path,
            "was left open, or another host is writing it: locks of this file system do not say so."
                + " It stays as it is; when nothing writes it, try camel-audio repair");
      }
    } catch (OpenRecordings.InUseException | ClosedChannelException e) {
      // A recorder has it: one that overwrites it closes the channel.
      LOG.debug("{} is left alone: {}", PrintableText.of(path), FailureText.of(e));
    } catch (NoSuchFileException | OpenRecordings.NoFileException e) {
      say(path, "was removed or replaced while its directory was searched; it is left alone");
    } catch (OpenRecordings.CannotOpenException e) {
      say(path, look == Look.LEFT_OPEN ? cannotWrite(e) : cannotRead(e));
    } catch (IOException e) {
      String why = FailureText.of(e).replace("cannot repair " + PrintableText.of(path) + ": ", "");
      say(
          path,
          "was left open and stays as it is: "
              + why
              + "; copy it, and try camel-audio repair on the copy");
    }
  }

  private static String cannotRead(IOException e) {
    return "may have been left open, and cannot be read: "
        + FailureText.of(e)
        + "; let this user read and write it (chown, chmod), and try camel-audio repair";
  }

  private static String cannotWrite(IOException e) {
    return "was left open, and cannot be written: "
        + FailureText.of(e)
        + "; let this user write it (chmod u+w, chattr -i), and try camel-audio repair";
  }

  private void say(Path path, String what) {
    if (++lines <= MAX_LINES) {
      LOG.warn("{}: {} {}", label, PrintableText.of(path), what);
    }
  }

  private Look look(FileChannel file, Path path, boolean isLocked) throws IOException {
    if (RecordingOrigin.descriptionOf(file, path) == null || !wouldChange(file, path)) {
      return Look.DONE_OR_NOT_OURS;
    }
    return isLocked && isLockOfAllHosts.test(path) ? Look.LEFT_OPEN : Look.MAYBE_LEFT_OPEN;
  }

  /** Whether a repair would write to a file, which is open for reading only. */
  private static boolean wouldChange(FileChannel file, Path path) throws IOException {
    try {
      return repair(file, path).changed();
    } catch (NonWritableChannelException e) {
      return true;
    }
  }

  private static Repaired repair(FileChannel file, Path path) throws IOException {
    return RecordingRepair.repair(file, path, FlacRepair.USUAL_SEARCH_BYTES);
  }
}
