package io.github.camelaudio.console.api;

import io.github.camelaudio.console.http.Turns;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Peaks of files, the latest of which are kept while their files stay as they are. Of large files
 * one is read at a time, and of small ones one, so that most of the worker threads stay free; a
 * file that grows is not read again before its last reading is done. Any thread.
 */
final class PeaksCache {

  private static final int MAX_KEPT = 100;
  private static final long LARGE_BYTES = 100L << 20;

  private record Asked(Path file, int bins) {}

  private record Key(Asked asked, long bytes, FileTime modified) {}

  private final Map<Key, Buffer> kept =
      new LinkedHashMap<>(MAX_KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Buffer> eldest) {
          return size() > MAX_KEPT;
        }
      };

  private final Turns<Asked, Buffer> large = new Turns<>();
  private final Turns<Asked, Buffer> small = new Turns<>();

  /**
   * The peaks as JSON. Looks at the disk: not for an event loop.
   *
   * @param left whether the client has left
   */
  Future<Buffer> of(Vertx vertx, Path file, int bins, BooleanSupplier left) throws IOException {
    Asked asked = new Asked(file, bins);
    Key key = new Key(asked, Files.size(file), Files.getLastModifiedTime(file));
    synchronized (this) {
      Buffer known = kept.get(key);
      if (known != null) {
        return Future.succeededFuture(known);
      }
    }
    return (key.bytes > LARGE_BYTES ? large : small).take(vertx, asked, left, () -> read(key));
  }

  private Buffer read(Key key) throws IOException {
    Buffer peaks = Peaks.of(key.asked.file, key.asked.bins).toBuffer();
    synchronized (this) {
      kept.put(key, peaks);
    }
    return peaks;
  }
}
