package io.github.camelaudio.wire.srtp;

import java.util.LinkedHashMap;
import java.util.Map;

/** What is known of streams, by SSRC; when there are too many, the one used longest ago goes. */
final class RecentStreams<S> extends LinkedHashMap<Long, S> {

  private static final long serialVersionUID = 1L;

  private final int most;

  RecentStreams(int most) {
    super(16, 0.75f, true);
    this.most = most;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<Long, S> eldest) {
    return size() > most;
  }
}
