package io.github.camelaudio.flow;

import java.util.HashSet;
import java.util.Set;

/** Remembers what has been said, so that it is said once; at most {@code MAX_SAID} things. */
public final class OnceFilter {

  private static final int MAX_SAID = 256;

  private final Set<String> said = new HashSet<>();

  /** Whether to say it now: the first time, while few enough have been said. Any thread. */
  public synchronized boolean first(String what) {
    return said.size() < MAX_SAID && said.add(what);
  }
}
