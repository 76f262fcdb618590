package io.github.camelaudio.wire.socket;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** The port of an address. */
public final class SocketPort {

  private SocketPort() {}

  /** 0 for an address without one, or of a channel that is closed. */
  public static int of(@Nullable SocketAddress address) {
    return address instanceof InetSocketAddress inet ? inet.getPort() : 0;
  }
}
