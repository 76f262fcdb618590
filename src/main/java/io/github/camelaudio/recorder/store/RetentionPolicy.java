package io.github.camelaudio.recorder.store;

import io.github.camelaudio.flow.FailureText;
import io.github.camelaudio.flow.PrintableText;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The recordings below a directory, of which the oldest are removed when there are too many, too
 * much of them, or they are too old. Only files that a recorder of ours made count: their header,
 * or in FLAC a comment, says so. Their reports go with them. The writer thread's alone.
 *
 * <p>What counts of a file is what it takes on the disk, not what its gaps claim. Of too many files
 * the oldest of the source that takes the most go first, and none of a source that takes no more
 * than its share, which is the whole, divided by the number of sources.
 */
public final class RetentionPolicy {

  private static final Logger LOG = LoggerFactory.getLogger(RetentionPolicy.class);

  private final String label;
  private final Path directory;
  private final Predicate<Path> isMine;
  private final FileLimit keep;
  private final Map<Path, Kept> files = new HashMap<>();
  private boolean scanned;

  /** A completed file as it was when it was looked at last. */
  private record Kept(
      Path path, String source, long modifiedMillis, long bytes, @Nullable Object key) {

    static Kept of(Path path, String source, BasicFileAttributes attributes) {
      return new Kept(
          path,
          source,
          attributes.lastModifiedTime().toMillis(),
          DiskUse.of(path, attributes.size()),
          attributes.fileKey());
    }

    /** Whether it is the same file, and has not been written since. */
    boolean isStill(BasicFileAttributes attributes) {
      return isStillOfItsName(attributes)
          && attributes.lastModifiedTime().toMillis() <= modifiedMillis;
    }

    boolean isStillOfItsName(BasicFileAttributes attributes) {
      return attributes.isRegularFile() && Objects.equals(attributes.fileKey(), key);
    }
  }

  private static final Comparator<Kept> OLDEST_FIRST =
      Comparator.comparingLong(Kept::modifiedMillis).thenComparing(kept -> kept.path().toString());

  /** All files of one source; {@code taken} counts those that are open, too. */
  private static final class Source {
    private final PriorityQueue<Kept> oldestFirst = new PriorityQueue<>(OLDEST_FIRST);
    private long taken;
  }

  /**
   * Knows no files yet.
   *
   * @param label what the log calls the recorder
   * @param isMine which of the directory's files belong to it
   */
  public RetentionPolicy(String label, Path directory, Predicate<Path> isMine, FileLimit keep) {
    this.label = label;
    this.directory = directory;
    this.isMine = isMine;
    this.keep = keep;
  }

  /** A file of a source has been completed. */
  void add(Path path, String source) {
    Path file = path.toAbsolutePath().normalize();
    try {
      files.put(file, Kept.of(file, source, OpenRecordings.attributes(file)));
    } catch (IOException e) {
      files.remove(file); // it is removed already
    }
  }

  /**
   * Removes what is too much.
   *
   * @param open files that are being written, with their sources: these count, and stay
   * @param mayLog whether to log the next file that is removed
   */
  void prune(Map<Path, String> open, long nowMillis, BooleanSupplier mayLog) {
    if (!scanned) {
      scanned = true;
      scan();
    }
    open.keySet().forEach(files::remove);
    if (keep.kind() == FileLimit.Kind.DURATION) {
      Set.copyOf(files.values()).stream()
          .filter(kept -> nowMillis - kept.modifiedMillis() > keep.value())
          .forEach(kept -> remove(kept, mayLog));
      return;
    }
    Map<String, Source> sources = sources(open);
    Set<Path> lookedAtAgain = new HashSet<>();
    long total = sources.values().stream().mapToLong(source -> source.taken).sum();
    while (total > keep.value()) {
      Optional<Source> most = largestAboveItsShare(sources);
      if (most.isEmpty()) {
        return;
      }
      Kept oldest = most.get().oldestFirst.remove();
      if (remove(oldest, mayLog)) {
        total -= amount(oldest.bytes());
        most.get().taken -= amount(oldest.bytes());
        continue;
      }
      Kept now = files.get(oldest.path());
      if (now != null && lookedAtAgain.add(oldest.path())) {
        most.get().oldestFirst.add(now);
      }
    }
  }

  private Map<String, Source> sources(Map<Path, String> open) {
    Map<String, Source> sources = new HashMap<>();
    for (Kept kept : files.values()) {
      Source source = sources.computeIfAbsent(kept.source(), name -> new Source());
      source.oldestFirst.add(kept);
      source.taken += amount(kept.bytes());
    }
    open.forEach(
        (path, name) ->
            sources.computeIfAbsent(name, any -> new Source()).taken += amount(openBytes(path)));
    return sources;
  }

  private Optional<Source> largestAboveItsShare(Map<String, Source> sources) {
    return sources.values().stream()
        .filter(source -> !source.oldestFirst.isEmpty())
        .filter(source -> (double) source.taken * sources.size() > keep.value())
        .min(
            Comparator.comparingLong((Source source) -> -source.taken)
                .thenComparing(source -> source.oldestFirst.element(), OLDEST_FIRST));
  }

  private long amount(long bytes) {
    return keep.kind() == FileLimit.Kind.NUMBER ? 1 : bytes;
  }

  private static long openBytes(Path path) {
    try {
      return DiskUse.of(path, Files.size(path));
    } catch (IOException e) {
      return 0; // it is removed already
    }
  }

  /**
   * Whether a file does not count any more: it is removed, another file has its name, or it is
   * being written. False when it has been written meanwhile.
   */
  private boolean remove(Kept kept, BooleanSupplier mayLog) {
    try {
      OpenRecordings.Deletion done = OpenRecordings.ofProcess().delete(kept.path(), kept::isStill);
      if (done == OpenRecordings.Deletion.IN_USE) {
        return true; // and is looked at again the next time
      }
      files.remove(kept.path());
      if (done == OpenRecordings.Deletion.CHANGED) {
        return isGone(kept);
      }
      if (mayLog.getAsBoolean()) {
        LOG.info("{}: removed {}, as option keep says", label, PrintableText.of(kept.path()));
      }
      for (Path report : RecordingReports.beside(kept.path())) {
        Files.deleteIfExists(report);
      }
    } catch (IOException e) {
      files.remove(kept.path());
      LOG.warn(
          "{}: {} cannot be removed: {}", label, PrintableText.of(kept.path()), FailureText.of(e));
    }
    return true;
  }

  private boolean isGone(Kept kept) throws IOException {
    try {
      BasicFileAttributes now = OpenRecordings.attributes(kept.path());
      if (kept.isStillOfItsName(now)) {
        files.put(kept.path(), Kept.of(kept.path(), kept.source(), now));
        return false;
      }
    } catch (NoSuchFileException e) {
      LOG.debug(
          "{} was removed by another program: {}",
          PrintableText.of(kept.path()),
          FailureText.of(e));
    }
    return true;
  }

  /** Finds what earlier runs left. */
  private void scan() {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try {
      Files.walkFileTree(directory.toAbsolutePath().normalize(), new Scan());
    } catch (IOException e) {
      LOG.warn("{}: {} cannot be searched: {}", label, directory, FailureText.of(e));
    }
  }

  private void addIfOurs(Path file, BasicFileAttributes attributes) throws IOException {
    String source = RecordingOrigin.sourceOf(file);
    if (source != null) {
      files.put(file, Kept.of(file, source, attributes));
    }
  }

  /** Follows no symbolic links, and goes on behind what cannot be read. */
  private final class Scan extends SimpleFileVisitor<Path> {

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile() && isMine.test(file)) {
        try {
          OpenRecordings.ofProcess().unlessOurs(file, () -> addIfOurs(file, attributes));
        } catch (IOException e) {
          LOG.debug("{} is left alone: {}", PrintableText.of(file), FailureText.of(e));
        }
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      LOG.debug("{} is left alone: {}", PrintableText.of(file), FailureText.of(e));
      return FileVisitResult.CONTINUE;
    }
  }
}
