package io.github.camelaudio.recorder;

import io.github.camelaudio.limits.SenderHost;
import org.jspecify.annotations.Nullable;

/** What a route can say of the stream whose first block it brings; asked once. */
public interface StreamDescription {

  /** What its files are to be called. */
  String fileName();

  /** Where it comes from, for people: empty, or such as {@code " from 192.168.1.20:4711"}. */
  String source();

  /** The host that limits count it for; null for what this machine itself sends. */
  @Nullable SenderHost sender();
}
