package io.github.camelaudio.component.wav;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The recordings below a directory, of which the oldest are removed when there are too many, too
 * much of them, or they are too old. Only files that a recorder of ours made count: their header,
 * or in FLAC a comment, says so. Their reports go with them. The writer thread's alone.
 */
final class KeptRecordings {

  private static final Logger LOG = LoggerFactory.getLogger(KeptRecordings.class);
  private static final int HEADER_BYTES = 1_024;

  private final String label;
  private final Path directory;
  private final Predicate<Path> isMine;
  private final Amount keep;
  private final Map<Path, Kept> files = new HashMap<>();
  private boolean scanned;

  private record Kept(Path path, long modifiedMillis, long bytes) {}

  /**
   * Knows no files yet.
   *
   * @param label what the log calls the recorder
   * @param isMine which of the directory's files belong to it
   */
  KeptRecordings(String label, Path directory, Predicate<Path> isMine, Amount keep) {
    this.label = label;
    this.directory = directory;
    this.isMine = isMine;
    this.keep = keep;
  }

  /** A file has been completed. */
  void add(Path path) {
    Path file = path.toAbsolutePath().normalize();
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      files.put(file, kept(file, attributes));
    } catch (IOException e) {
      files.remove(file); // somebody else removed it
    }
  }

  /**
   * Removes what is too much, the oldest first.
   *
   * @param open files that are being written, with their sizes: these count, and stay
   */
  void prune(Map<Path, Long> open, long nowMillis) {
    if (!scanned) {
      scanned = true;
      scan();
    }
    open.keySet().forEach(files::remove);
    List<Kept> oldestFirst = new ArrayList<>(files.values());
    oldestFirst.sort(
        Comparator.comparingLong(Kept::modifiedMillis)
            .thenComparing(kept -> kept.path().toString()));
    long count = (long) oldestFirst.size() + open.size();
    long bytes =
        oldestFirst.stream().mapToLong(Kept::bytes).sum()
            + open.values().stream().mapToLong(Long::longValue).sum();
    for (Kept kept : oldestFirst) {
      boolean tooMuch =
          switch (keep.kind()) {
            case NUMBER -> count > keep.value();
            case SIZE -> bytes > keep.value();
            case DURATION -> nowMillis - kept.modifiedMillis() > keep.value();
          };
      if (!tooMuch) {
        return;
      }
      count--;
      bytes -= kept.bytes();
      remove(kept);
    }
  }

  private void remove(Kept kept) {
    files.remove(kept.path());
    try {
      if (Files.deleteIfExists(kept.path())) {
        LOG.info("{}: removed {}, as option keep says", label, kept.path());
      }
      for (Path report : RecordingReports.beside(kept.path())) {
        Files.deleteIfExists(report);
      }
    } catch (IOException e) {
      LOG.warn("{}: {} cannot be removed: {}", label, kept.path(), e.getMessage());
    }
  }

  /** Finds what earlier runs left. */
  private void scan() {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (Stream<Path> below = Files.walk(directory.toAbsolutePath().normalize())) {
      for (Path file : (Iterable<Path>) below::iterator) {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (attributes.isRegularFile() && isMine.test(file) && isOurs(file)) {
          files.put(file, kept(file, attributes));
        }
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("{}: {} cannot be searched: {}", label, directory, e.getMessage());
    }
  }

  private static Kept kept(Path file, BasicFileAttributes attributes) {
    return new Kept(file, attributes.lastModifiedTime().toMillis(), attributes.size());
  }

  /** Whether its header has our "bext" chunk, or our comment. */
  private static boolean isOurs(Path file) throws IOException {
    boolean flac = RecordingKind.of(file) == RecordingKind.FLAC;
    boolean wav = file.toString().toLowerCase(Locale.ROOT).endsWith(".wav");
    if (!(flac || wav) || !Files.isReadable(file)) {
      return false;
    }
    try (WavInput in = WavInput.open(file)) {
      byte[] header = in.read(HEADER_BYTES);
      return flac ? FlacLayout.isOurs(header) : isOurs(header);
    }
  }

  private static boolean isOurs(byte[] header) {
    int at = WavLayout.FORM_HEADER_BYTES;
    while (at >= 0 && at + WavLayout.CHUNK_HEADER_BYTES <= header.length) {
      byte[] rest = Arrays.copyOfRange(header, at, header.length);
      WavLayout.Chunk chunk = WavLayout.chunk(rest);
      int originator = WavLayout.CHUNK_HEADER_BYTES + RecordingChunks.ORIGINATOR_OFFSET;
      if (chunk.id() == RecordingChunks.BEXT) {
        String text = new String(rest, StandardCharsets.ISO_8859_1);
        return text.startsWith(RecordingChunks.ORIGINATOR + "\0", originator);
      }
      long next = at + WavLayout.CHUNK_HEADER_BYTES + chunk.sizeBytes() + (chunk.sizeBytes() & 1);
      at = next > header.length ? -1 : (int) next;
    }
    return false;
  }
}
