package io.github.camelaudio.cli.cache;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The archive of loaded classes (AppCDS) that makes the next start shorter. The launcher {@code
 * bin/camel-audio} says in system properties where it is, and where the JVM lists the classes that
 * this start loads. Without these properties nothing is done.
 *
 * <p>A JVM of low priority makes the archive, some seconds after the start, when no other program
 * makes the same one. It appears whole or not at all.
 */
public final class StartArchive {

  /** The file of the archive, whether it is there or not. */
  private static final String ARCHIVE = "camel-audio.archive";

  /** How long after the start it is made, in milliseconds. */
  private static final String DELAY = "camel-audio.archiveDelay";

  /** Ends the name of the file beside an archive that has its length in bytes. */
  private static final String LENGTH = ".length";

  private static final String ARCHIVE_SUFFIX = ".jsa";

  private static final Logger LOG = LoggerFactory.getLogger(StartArchive.class);
  private static final long DELAY_MILLIS = 10_000;

  /** Of other versions of the program or of Java, which may run in turns with this one. */
  private static final int MAX_ARCHIVES = 3;

  private static final Duration STALE = Duration.ofHours(1);

  private static final Pattern COMPILER =
      Pattern.compile(
          "(^| )(com/sun/tools/|com/sun/source/|javax/annotation/processing/|javax/lang/model/"
              + "|javax/tools/|jdk/internal/jrtfs/|jdk/javadoc/|jdk/nio/zipfs/)");

  private final Path archive;
  private final @Nullable Path list;

  private StartArchive(Path archive, @Nullable Path list) {
    this.archive = archive;
    this.list = list;
  }

  /** Makes the archive in the background where it is missing, once the program runs. */
  public static void makeLater() {
    String archive = System.getProperty(ARCHIVE);
    if (archive == null) {
      return;
    }
    String list = System.getProperty(ClassList.PROPERTY);
    StartArchive each;
    try {
      each = new StartArchive(Path.of(archive), list == null ? null : Path.of(list));
    } catch (InvalidPathException e) {
      LOG.debug("no archive for the next start: the locale does not have these letters", e);
      return;
    }
    long delay = Long.getLong(DELAY, DELAY_MILLIS);
    Thread thread = new Thread(() -> each.run(delay), "start-archive");
    thread.setDaemon(true);
    thread.start();
  }

  private void run(long delayMillis) {
    try {
      String program = program();
      TimeUnit.MILLISECONDS.sleep(delayMillis);
      if (list == null) {
        removeUnusable();
      } else {
        makeOnce(list, program);
      }
    } catch (IOException e) {
      LOG.debug("no archive for the next start", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the program ends
    }
  }

  /** The JVM passes over an archive that is damaged or not its own, and goes on. */
  private void removeUnusable() throws IOException {
    Path maps = Path.of("/proc/self/maps");
    if (!Files.exists(archive) || !Files.isReadable(maps)) {
      return;
    }
    boolean used;
    try (Stream<String> lines = Files.lines(maps, StandardCharsets.ISO_8859_1)) {
      String name = String.valueOf(archive.getFileName());
      used = lines.anyMatch(line -> line.endsWith(name));
    }
    if (used) {
      return;
    }
    Files.delete(archive);
    if (Files.exists(sibling(".again"), LinkOption.NOFOLLOW_LINKS)) {
      giveUp("Java does not use what it made with these options");
    } else {
      Files.createFile(sibling(".again"));
      LOG.info("removed {}, which Java could not use; a later start makes it again", archive);
    }
  }

  private void makeOnce(Path classes, String program) throws IOException, InterruptedException {
    CacheDirectory.check(directory());
    try (FileChannel channel =
            FileChannel.open(
                sibling(".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
        @Nullable FileLock lock = channel.tryLock()) {
      if (lock != null && !isWhole()) {
        make(classes, program);
        prune();
      }
    }
  }

  private void make(Path classes, String program) throws IOException, InterruptedException {
    Path part = sibling("-" + ProcessHandle.current().pid() + ".part");
    Path input = sibling("-" + ProcessHandle.current().pid() + ".part.list");
    try {
      Files.writeString(input, classesOfNextStart(Files.readString(classes)));
      String problem =
          new ArchiveMaker()
              .run(input, part, sibling("-" + ProcessHandle.current().pid() + ".part.log"));
      if (problem != null) {
        if (!problem.isEmpty()) {
          giveUp(problem);
        }
      } else if (program.equals(program())) {
        put(part);
      } else {
        LOG.debug("no archive: the program was upgraded meanwhile, and the name is the old one's");
      }
    } finally {
      Files.deleteIfExists(part);
      Files.deleteIfExists(input);
    }
  }

  /** Keeps later starts from trying again, each at the cost of some seconds of a processor. */
  private void giveUp(String problem) throws IOException {
    Files.writeString(sibling(".failed"), problem);
    LOG.info(
        "no archive for a shorter start: {}; it is tried again when {} is removed",
        problem.lines().findFirst().orElse("?"),
        sibling(".failed"));
  }

  /** What the JVM archives: the classes of the jars that are there now. */
  private static String program() throws IOException {
    Path jar = Path.of(System.getProperty("java.class.path", ""));
    return String.valueOf(ProgramIdentity.of(jar, List.of()));
  }

  /** Java crashes on an archive that was cut off, so that the launcher compares its length. */
  private boolean isWhole() throws IOException {
    return Files.isRegularFile(archive, LinkOption.NOFOLLOW_LINKS)
        && Files.isRegularFile(length())
        && Files.readString(length()).strip().equals(Long.toString(Files.size(archive)));
  }

  private void put(Path part) throws IOException {
    try (FileChannel channel = FileChannel.open(part, StandardOpenOption.READ)) {
      channel.force(true); // else it may be empty after a power cut, and its name be there
    }
    try {
      Files.deleteIfExists(length());
      Files.move(part, archive, StandardCopyOption.ATOMIC_MOVE);
      Files.writeString(length(), Files.size(archive) + "\n");
      LOG.debug("made {}", archive);
    } catch (IOException e) { // a folder has its name
      giveUp("it cannot be put in its place: " + e);
    }
  }

  private Path length() {
    return archive.resolveSibling(archive.getFileName() + LENGTH);
  }

  /**
   * What the next start loads: without the compiler, a sixth of all, as route files are compiled
   * already. The JVM still writes the list, and its last line may be half of one.
   */
  static String classesOfNextStart(String list) {
    return list.substring(0, list.lastIndexOf('\n') + 1)
        .lines()
        .filter(line -> !COMPILER.matcher(line).find())
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  /**
   * Removes what other versions left, but for the newest, and what programs left that were killed.
   */
  private void prune() throws IOException {
    List<Path> files;
    try (Stream<Path> entries = Files.list(directory())) {
      files = entries.toList();
    }
    List<Path> archives =
        files.stream()
            .filter(each -> each.toString().endsWith(ARCHIVE_SUFFIX))
            .sorted(Comparator.comparing(StartArchive::time).reversed())
            .toList();
    List<Path> old = archives.subList(Math.min(MAX_ARCHIVES, archives.size()), archives.size());
    FileTime limit = FileTime.from(Instant.now().minus(STALE));
    for (Path each : files) {
      String name = each.toString();
      boolean ofArchive = name.endsWith(ARCHIVE_SUFFIX) || name.endsWith(LENGTH);
      if (old.contains(each) || (!ofArchive && time(each).compareTo(limit) < 0)) {
        Files.deleteIfExists(each);
        Files.deleteIfExists(Path.of(name + LENGTH));
      }
    }
  }

  private static FileTime time(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.from(Instant.now()); // gone meanwhile
    }
  }

  private Path directory() {
    return archive.toAbsolutePath().resolveSibling(".").normalize();
  }

  private Path sibling(String suffix) {
    String name = String.valueOf(archive.getFileName());
    return archive.resolveSibling(
        name.substring(0, name.length() - ARCHIVE_SUFFIX.length()) + suffix);
  }
}
