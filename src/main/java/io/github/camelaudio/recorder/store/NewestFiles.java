package io.github.camelaudio.recorder.store;

import io.github.camelaudio.flow.FailureText;
import io.github.camelaudio.flow.PrintableText;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest files below a directory that have the name of a recording. Follows no symbolic links
 * below the directory, and goes on behind what cannot be read. One thread, once.
 */
final class NewestFiles extends SimpleFileVisitor<Path> {

  private static final Logger LOG = LoggerFactory.getLogger(NewestFiles.class);

  /** How many there are at most: three times as many as a recorder may have open at once. */
  static final int MAX_FILES = 1_000;

  /** Files and folders. */
  static final int MAX_VISITED = 100_000;

  /** Each folder on the way takes a descriptor of the process. */
  static final int MAX_DEPTH = 32;

  /** What has the name of a recording and is none, at most. */
  private static final int MAX_ODDITIES = 1_000;

  private final Path named;
  private final Path real;
  private final Predicate<Path> isMine;
  private final PriorityQueue<Candidate> newest =
      new PriorityQueue<>(Comparator.comparingLong(Candidate::modifiedMillis));
  private final Map<Path, String> oddities = new TreeMap<>();
  private int visited;
  private boolean cutOff;

  private record Candidate(Path path, long modifiedMillis) {}

  private NewestFiles(Path directory, Predicate<Path> isMine) throws IOException {
    this.named = directory.toAbsolutePath().normalize();
    this.real = directory.toRealPath();
    this.isMine = isMine;
  }

  /**
   * Searches a directory.
   *
   * @param isMine which of its files count
   */
  static NewestFiles of(Path directory, Predicate<Path> isMine) throws IOException {
    NewestFiles files = new NewestFiles(directory, isMine);
    Files.walkFileTree(files.real, EnumSet.noneOf(FileVisitOption.class), MAX_DEPTH, files);
    return files;
  }

  /** Sorted by name. */
  List<Path> byName() {
    return newest.stream()
        .map(Candidate::path)
        .sorted(Comparator.comparing(Path::toString))
        .toList();
  }

  /** What has a recording's name and is no file, and what to do about it, as a clause. */
  Map<Path, String> oddities() {
    return oddities;
  }

  /** Whether there is more than was looked at. */
  boolean isCutOff() {
    return cutOff;
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
    if (!folder.equals(real)) {
      noteOddity(folder, attributes);
    }
    return count();
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    if (attributes.isDirectory()) {
      cutOff = true; // it is too deep
      return FileVisitResult.CONTINUE;
    }
    Path path = named.resolve(real.relativize(file));
    // An empty one may have been made by another program this moment.
    if (!attributes.isRegularFile()) {
      noteOddity(file, attributes);
    } else if (attributes.size() > 0 && hasNameOfARecording(path)) {
      newest.add(new Candidate(path, attributes.lastModifiedTime().toMillis()));
      if (newest.size() > MAX_FILES) {
        newest.remove();
      }
    }
    return count();
  }

  private boolean hasNameOfARecording(Path path) {
    return RecordingFiles.isOneFile(path.toString()) && isMine.test(path);
  }

  private void noteOddity(Path at, BasicFileAttributes attributes) {
    Path path = named.resolve(real.relativize(at));
    if (hasNameOfARecording(path) && oddities.size() < MAX_ODDITIES) {
      oddities.put(path, whatToDo(attributes));
    }
  }

  private static String whatToDo(BasicFileAttributes attributes) {
    if (attributes.isSymbolicLink()) {
      return "is a symbolic link, and is not followed; if what it leads to was left open, try"
          + " camel-audio repair on it";
    }
    return attributes.isDirectory()
        ? "is a directory and no recording; rename it if a recorder is to make that file"
        : "is a pipe or device and no recording; remove it";
  }

  private FileVisitResult count() {
    if (visited == MAX_VISITED) {
      cutOff = true;
      return FileVisitResult.TERMINATE;
    }
    visited++;
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException e) {
    LOG.debug("{} is left alone: {}", PrintableText.of(file), FailureText.of(e));
    return count();
  }

  @Override
  public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
    return FileVisitResult.CONTINUE; // what could be listed of it was
  }
}
