package io.github.camelaudio.console.api;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.recorder.store.RecordingStatus;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The recordings in some directories. What was read of a file is kept while it stays as it is. */
final class RecordingList {

  /** More are not listed; the newest are. */
  static final int MAX_LISTED = 2_000;

  private static final int MAX_VISITED = 50_000;

  private final RecordingDirectories directories;
  private final Map<Path, Known> known = new LinkedHashMap<>();

  private record Entry(Path path, String directory, String name, long bytes, FileTime modified) {}

  private record Known(long bytes, FileTime modified, RecordingInfo info) {}

  RecordingList(RecordingDirectories directories) {
    this.directories = directories;
  }

  /** Reads the disk: not for an event loop. */
  synchronized JsonObject json() throws IOException {
    List<Entry> entries = new ArrayList<>();
    Set<Path> seen = new HashSet<>();
    JsonArray names = new JsonArray();
    for (RecordingDirectories.Place place : directories.all()) {
      names.add(place.name());
      collect(place, entries, seen);
    }
    entries.sort(Comparator.comparing(Entry::modified).reversed());
    List<Entry> listed = entries.subList(0, Math.min(MAX_LISTED, entries.size()));
    known.keySet().retainAll(seen);
    Map<Path, RecordingStatus> open = directories.open();
    JsonArray recordings = new JsonArray();
    for (Entry each : listed) {
      recordings.add(json(each, open.get(each.path)));
    }
    return new JsonObject()
        .put("directories", names)
        .put("recordings", recordings)
        .put("notListed", entries.size() - listed.size());
  }

  private static void collect(RecordingDirectories.Place place, List<Entry> entries, Set<Path> seen)
      throws IOException {
    if (!Files.isDirectory(place.directory())) {
      return;
    }
    Path root = place.directory().toRealPath(); // the directory itself may be a symbolic link
    Files.walkFileTree(
        root,
        EnumSet.noneOf(java.nio.file.FileVisitOption.class),
        place.depth(),
        new SimpleFileVisitor<>() {
          private int visited;

          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes of) {
            return isHidden(directory) && !directory.equals(root)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes of) {
            String name = root.relativize(file).toString().replace('\\', '/');
            if (of.isRegularFile() && isAudio(name) && place.has(name) && seen.add(file)) {
              entries.add(new Entry(file, place.name(), name, of.size(), of.lastModifiedTime()));
            }
            return ++visited < MAX_VISITED ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE; // not readable for this user: not listed
          }
        });
  }

  private static boolean isHidden(Path directory) {
    return String.valueOf(directory.getFileName()).startsWith(".");
  }

  private static boolean isAudio(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return RecordingNames.AUDIO.stream().anyMatch(lower::endsWith);
  }

  private JsonObject json(Entry entry, @org.jspecify.annotations.Nullable RecordingStatus open)
      throws IOException {
    JsonObject json =
        new JsonObject()
            .put("file", entry.directory + "/" + entry.name)
            .put("directory", entry.directory)
            .put("name", entry.name)
            .put("bytes", entry.bytes)
            .put("modified", entry.modified.toInstant().truncatedTo(ChronoUnit.MILLIS).toString())
            .put("open", open != null);
    if (open != null) {
      return json.put("seconds", open.seconds())
          .put("format", open.format().toString())
          .put("stream", open.stream())
          .putNull("gaps")
          .put("report", null)
          .put("trouble", null);
    }
    RecordingInfo info = info(entry);
    PcmFormat format = info.format();
    Path picture = RecordingInfo.beside(entry.path, ".png");
    return json.put("seconds", info.seconds())
        .put("format", format == null ? null : format.toString())
        .put("stream", info.stream())
        .put("gaps", info.gaps())
        .put("report", Files.isRegularFile(picture) ? entry.name + ".png" : null)
        .put("trouble", info.trouble());
  }

  private RecordingInfo info(Entry entry) throws IOException {
    Known before = known.get(entry.path);
    if (before != null && before.bytes == entry.bytes && before.modified.equals(entry.modified)) {
      return before.info;
    }
    RecordingInfo info = RecordingInfo.read(entry.path);
    known.put(entry.path, new Known(entry.bytes, entry.modified, info));
    return info;
  }
}
