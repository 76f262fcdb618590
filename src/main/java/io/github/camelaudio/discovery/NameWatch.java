package io.github.camelaudio.discovery;

import io.github.camelaudio.wire.Transport;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the service of a name is. Any thread may ask. */
public final class NameWatch {

  private static final Logger LOG = LoggerFactory.getLogger(NameWatch.class);

  private final String what;
  private final Kind kind;
  private final Transport transport;
  private final String name;
  private final Runnable moved;
  private volatile @Nullable InetSocketAddress address;

  NameWatch(String what, Kind kind, Transport transport, String name, Runnable moved) {
    this.what = what;
    this.kind = kind;
    this.transport = transport;
    this.name = name;
    this.moved = moved;
  }

  Transport transport() {
    return transport;
  }

  /**
   * The latest known; null until one was. It stays when the service says that it goes: it may come
   * back there.
   */
  public @Nullable InetSocketAddress address() {
    return address;
  }

  /** Looks again; while the place that is known is still announced, it stays. */
  void update(List<Found> all) {
    InetSocketAddress known = address;
    List<Found> there = all.stream().filter(each -> each.address().equals(known)).toList();
    if (Found.named(there, kind, transport, name) != null) {
      return;
    }
    Found now = Found.named(all, kind, transport, name);
    if (now != null) {
      address = now.address();
      LOG.info(
          "{}: found at {}:{}",
          what,
          now.address().getAddress().getHostAddress(),
          now.address().getPort());
      moved.run();
    }
  }
}
