package io.github.camelaudio.peer;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.wire.UnsendableException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Hands blocks to the network: live ones of different streams, or some of one stream that are not
 * live. Completes when the operating system took all of them, or failed to; with an {@link
 * UnsendableException} when it took all but those that no attempt could send.
 */
public interface BlockSender {
  CompletableFuture<Void> send(List<AudioBlock> blocks);

  /** Connects, so that the first block need not wait for it; nothing when there is no need. */
  default CompletableFuture<Void> connect() {
    return CompletableFuture.completedFuture(null);
  }

  /** How many connections in a row have ended soon; 0 once one lasts. */
  default int shortConnections() {
    return 0;
  }

  /** Why they ended; null where it is not known. */
  default @Nullable String endingReason() {
    return null;
  }
}
