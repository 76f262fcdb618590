package io.github.camelaudio.console.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Peaks of files, the latest of which are kept while their files stay as they are. Of large files
 * one is read at a time, and of small ones one, so that most of the worker threads stay free. Any
 * thread.
 */
final class PeaksCache {

  private static final int MAX_KEPT = 100;
  private static final long LARGE_BYTES = 100L << 20;

  private record Key(Path file, int bins, long bytes, FileTime modified) {}

  private final Map<Key, Future<Buffer>> kept =
      new LinkedHashMap<>(MAX_KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Future<Buffer>> eldest) {
          return size() > MAX_KEPT;
        }
      };

  private Future<?> large = Future.succeededFuture();
  private Future<?> small = Future.succeededFuture();

  /** The peaks as JSON. Looks at the disk: not for an event loop. */
  Future<Buffer> of(Vertx vertx, Path file, int bins) throws IOException {
    Key key = new Key(file, bins, Files.size(file), Files.getLastModifiedTime(file));
    synchronized (this) {
      Future<Buffer> known = kept.get(key);
      if (known != null && !known.failed()) {
        return known;
      }
      boolean isLarge = key.bytes > LARGE_BYTES;
      Future<Buffer> made =
          (isLarge ? large : small)
              .transform(
                  before -> vertx.executeBlocking(() -> Peaks.of(file, bins).toBuffer(), false));
      if (isLarge) {
        large = made;
      } else {
        small = made;
      }
      kept.put(key, made);
      return made;
    }
  }
}
