package io.github.camelaudio.recorder.store;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.limits.SenderHost;
import org.jspecify.annotations.Nullable;

/**
 * What stays the same of a stream.
 *
 * @param id 0..2^32-1
 * @param fileName what the expression said that its files are to be called
 * @param source where it comes from, for people
 * @param sender the host that limits count it for; null for none
 */
public record StreamIdentity(long id, String fileName, String source, @Nullable SenderHost sender) {

  /** Its id as log lines and file names show it. */
  public String name() {
    return AudioBlock.nameOf(id);
  }

  /** The sender's host as limits count it, or the endpoint's name. */
  public String host() {
    return SourceName.of(source);
  }
}
