package io.github.camelaudio.recorder.store;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.file.Repaired;
import io.github.camelaudio.file.flac.FlacRepair;
import io.github.camelaudio.flow.FailureText;
import io.github.camelaudio.flow.PrintableText;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Completes the recordings below a directory that an earlier run left open: it was killed, or the
 * power went. Only files count that a recorder of ours made, as their header says, and that no
 * program is writing, as their lock says. Of those it looks at the newest; an older one was
 * completed by an earlier start. One thread, once.
 */
public final class LeftOpen implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(LeftOpen.class);

  /** How many files are looked at: three times as many as a recorder may have open at once. */
  static final int MAX_FILES = 1_000;

  private static final int MAX_VISITED = 100_000;

  /** Without locks, a file that was written so recently may still be written by a program. */
  private static final long QUIET_MILLIS = TimeUnit.MINUTES.toMillis(1);

  private static final Repaired UNTOUCHED = new Repaired(false, "another program's");

  private final String label;
  private final Path directory;
  private final Predicate<Path> isMine;
  private final AudioClock clock;

  /**
   * Does nothing yet.
   *
   * @param label what the log calls the recorder
   * @param isMine which of the directory's files belong to it
   */
  public LeftOpen(String label, Path directory, Predicate<Path> isMine, AudioClock clock) {
    this.label = label;
    this.directory = directory;
    this.isMine = isMine;
    this.clock = clock;
  }

  private record Candidate(Path path, long modifiedMillis) {}

  /** Completes all, and logs a line for each. */
  @Override
  public void run() {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try {
      Newest newest = new Newest(directory.toRealPath());
      Files.walkFileTree(newest.real, newest);
      newest.inOrder().forEach(this::complete);
    } catch (IOException e) {
      LOG.warn("{}: {} cannot be searched: {}", label, directory, FailureText.of(e));
    }
  }

  private void complete(Candidate candidate) {
    Path path = candidate.path();
    try {
      Repaired repaired =
          OpenRecordings.ofProcess()
              .change(path, (file, isLocked) -> completeIfOurs(file, isLocked, candidate));
      if (repaired.changed()) {
        LOG.info(
            "{}: completed {}, which was left open: {}",
            label,
            PrintableText.of(path),
            repaired.sentence());
      }
    } catch (OpenRecordings.InUseException | NoSuchFileException | AccessDeniedException e) {
      LOG.debug("{} is left alone: {}", PrintableText.of(path), FailureText.of(e));
    } catch (IOException e) {
      LOG.warn(
          "{}: {} was left open and stays as it is: {}; copy it, and try camel-audio repair on the"
              + " copy",
          label,
          PrintableText.of(path),
          FailureText.of(e).replace("cannot repair " + PrintableText.of(path) + ": ", ""));
    }
  }

  private Repaired completeIfOurs(FileChannel file, boolean isLocked, Candidate candidate)
      throws IOException {
    long quiet = TimeUnit.NANOSECONDS.toMillis(clock.epochNanos()) - candidate.modifiedMillis();
    if ((!isLocked && quiet < QUIET_MILLIS)
        || RecordingOrigin.descriptionOf(file, candidate.path()) == null) {
      return UNTOUCHED;
    }
    return RecordingRepair.repair(file, candidate.path(), FlacRepair.USUAL_SEARCH_BYTES);
  }

  /** Follows no symbolic links below the directory, and goes on behind what cannot be read. */
  private final class Newest extends SimpleFileVisitor<Path> {
    private final Path named = directory.toAbsolutePath().normalize();
    private final Path real;
    private final PriorityQueue<Candidate> newest =
        new PriorityQueue<>(Comparator.comparingLong(Candidate::modifiedMillis));

    private int visited;

    Newest(Path real) {
      this.real = real;
    }

    List<Candidate> inOrder() {
      List<Candidate> all = new ArrayList<>(newest);
      all.sort(Comparator.comparing(each -> each.path().toString()));
      return all;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      Path path = named.resolve(real.relativize(file));
      // An empty one may have been made by another program this moment.
      if (attributes.isRegularFile()
          && attributes.size() > 0
          && RecordingFiles.isOneFile(path.toString())
          && isMine.test(path)) {
        newest.add(new Candidate(path, attributes.lastModifiedTime().toMillis()));
        if (newest.size() > MAX_FILES) {
          newest.remove();
        }
      }
      return ++visited < MAX_VISITED ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      LOG.debug("{} is left alone: {}", PrintableText.of(file), FailureText.of(e));
      return FileVisitResult.CONTINUE;
    }
  }
}
