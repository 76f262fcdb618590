package io.github.camelaudio.console.api;

import io.github.camelaudio.component.wav.WavEndpoint;
import io.github.camelaudio.recorder.Recorder;
import io.github.camelaudio.recorder.store.RecordingFiles;
import io.github.camelaudio.recorder.store.RecordingStatus;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;

/** Where recordings of a run are, and which are being written. Any thread. */
public final class RecordingDirectories {

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

  /** The API's own first, then those of all endpoints that record or have recorded. */
  List<Path> all() {
    Set<Path> all = new LinkedHashSet<>();
    all.add(own);
    for (WavEndpoint each : recording()) {
      directoryOf(each.getPath(), all);
    }
    return List.copyOf(all);
  }

  private static void directoryOf(String path, Set<Path> all) {
    if (path.equals(RecordingFiles.STANDARD_OUTPUT)) {
      return;
    }
    Path given = Path.of(path);
    Path parent = given.getParent();
    if (!RecordingFiles.isOneFile(path)) {
      all.add(given);
    } else {
      all.add(parent == null ? Path.of("") : parent);
    }
  }

  /** The files that are being written, by absolute path. */
  Map<Path, RecordingStatus> open() {
    Map<Path, RecordingStatus> open = new HashMap<>();
    for (WavEndpoint each : recording()) {
      Recorder recorder = each.recorder();
      if (recorder != null) {
        recorder
            .writing()
            .forEach(status -> open.put(status.file().toAbsolutePath().normalize(), status));
      }
    }
    return open;
  }

  private List<WavEndpoint> recording() {
    return context.getEndpoints().stream()
        .filter(WavEndpoint.class::isInstance)
        .map(WavEndpoint.class::cast)
        .filter(each -> each.recorder() != null)
        .toList();
  }
}
