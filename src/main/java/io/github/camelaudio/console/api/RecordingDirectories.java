package io.github.camelaudio.console.api;

import io.github.camelaudio.component.wav.WavEndpoint;
import io.github.camelaudio.recorder.Recorder;
import io.github.camelaudio.recorder.store.RecordingFiles;
import io.github.camelaudio.recorder.store.RecordingStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;

/** Where recordings of a run are, and which are being written. Any thread. */
public final class RecordingDirectories {

  private static final int MAX_DEPTH = 4;

  private final CamelContext context;
  private final Path own;

  /**
   * @param own where recorders that the API starts write to; need not be there
   */
  public RecordingDirectories(CamelContext context, Path own) {
    this.context = context;
    this.own = own;
  }

  /** Where new files go that the API makes. */
  Path own() {
    return own;
  }

  /**
   * A directory that has recordings.
   *
   * @param only paths of endpoints of one file: the directory's other files are no recordings; none
   *     for all audio files in it and below
   */
  record Place(Path directory, List<String> only) {

    /** As answers write it. */
    String name() {
      return RecordingNames.of(directory);
    }

    /** How far below the directory its recordings are, at most. */
    int depth() {
      return only.isEmpty() ? MAX_DEPTH : 1;
    }

    /** Whether a file may be one of its recordings: by its place below it, with slashes. */
    boolean has(String name) {
      List<String> parts = List.of(name.split("/", -1));
      return parts.size() <= depth()
          && parts.stream().noneMatch(each -> each.startsWith("."))
          && (only.isEmpty()
              || only.stream().anyMatch(each -> RecordingFiles.isNameOf(each, name)));
    }
  }

  /** The API's own first, then those of all endpoints that record or have recorded. */
  List<Place> all() {
    Map<String, Place> all = new LinkedHashMap<>();
    add(new Place(own, List.of()), all);
    for (WavEndpoint each : recording()) {
      String path = each.getPath();
      if (RecordingFiles.isOneFile(path)) {
        Path parent = Path.of(path).getParent();
        add(new Place(parent == null ? Path.of("") : parent, List.of(path)), all);
      } else if (!path.equals(RecordingFiles.STANDARD_OUTPUT)) {
        add(new Place(Path.of(path), List.of()), all);
      }
    }
    return List.copyOf(all.values());
  }

  private static void add(Place place, Map<String, Place> all) {
    all.merge(
        place.name(),
        place,
        (one, other) -> {
          boolean whole = one.only.isEmpty() || other.only.isEmpty();
          List<String> both = new ArrayList<>(one.only);
          both.addAll(other.only);
          return new Place(one.directory, whole ? List.of() : List.copyOf(both));
        });
  }

  /** The files that are being written, by real path. Looks at the disk. */
  Map<Path, RecordingStatus> open() {
    Map<Path, RecordingStatus> open = new HashMap<>();
    for (WavEndpoint each : recording()) {
      Recorder recorder = each.recorder();
      if (recorder != null) {
        recorder.writing().forEach(status -> open.put(real(status.file()), status));
      }
    }
    return open;
  }

  private static Path real(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      return file.toAbsolutePath().normalize(); // gone meanwhile
    }
  }

  private List<WavEndpoint> recording() {
    return context.getEndpoints().stream()
        .filter(WavEndpoint.class::isInstance)
        .map(WavEndpoint.class::cast)
        .filter(each -> each.recorder() != null)
        .toList();
  }
}
