package io.github.camelaudio.component.support;

import io.github.camelaudio.output.TraceFile;
import io.github.camelaudio.output.TraceStatus;
import io.github.camelaudio.playout.stats.PlayoutTrace;
import io.github.camelaudio.playout.stats.SwitchedTrace;
import java.nio.file.Path;
import java.time.InstantSource;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** The trace of one endpoint's mixers: none, or a file while it is written. Any thread. */
final class EndpointTrace {

  private final SwitchedTrace told = new SwitchedTrace();
  private final SharedEngine<TraceFile> file = new SharedEngine<>(TraceFile.METERS);
  private volatile @Nullable TraceStatus status;

  /** What mixers tell; the same whether a file is written or not. */
  PlayoutTrace told() {
    return told;
  }

  /** The file that is written; null when none is. */
  @Nullable TraceStatus status() {
    return status;
  }

  /**
   * Begins a file; one that is there is replaced.
   *
   * @throws IllegalStateException when one is written already
   * @throws java.io.IOException when it cannot be written
   */
  synchronized void start(CamelContext context, String name, Path path) throws Exception {
    TraceStatus before = status;
    if (before != null) {
      throw new IllegalStateException(
          name + " writes the trace " + before.file() + " already; stop that first");
    }
    told.set(file.acquire(context, name, "-trace", () -> new TraceFile(path)));
    status = new TraceStatus(path, InstantSource.system().instant());
  }

  /**
   * Ends the file, and waits until it is whole, two seconds at most.
   *
   * @return false when none was written
   */
  synchronized boolean stop(CamelContext context) {
    if (status == null) {
      return false;
    }
    told.set(null);
    status = null;
    file.release(context);
    return true;
  }
}
