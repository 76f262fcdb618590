package io.github.camelaudio.console.socket;

import io.github.camelaudio.console.http.ProblemException;
import io.github.camelaudio.limits.HostCounts;
import io.github.camelaudio.limits.SenderHost;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * How many connections of one kind there may be, altogether and of one host. This machine itself is
 * limited by the first only. Any thread.
 */
public final class Places {

  private static final int UNAVAILABLE = 503;

  private final int most;
  private final int mostOfHost;
  private final String what;
  private final HostCounts hosts = new HostCounts();
  private int taken;

  /**
   * All are free.
   *
   * @param what has a place, in the plural, such as {@code listeners}
   */
  public Places(int most, int mostOfHost, String what) {
    this.most = most;
    this.mostOfHost = mostOfHost;
    this.what = what;
  }

  /**
   * Takes a place.
   *
   * @param client null where it is not known; then only the first limit holds
   * @return to be run when the connection ends; further calls do nothing
   * @throws ProblemException with status 503, when there is none
   */
  public synchronized Runnable take(@Nullable SocketAddress client) {
    if (taken >= most) {
      throw new ProblemException(
          UNAVAILABLE, "there are " + most + " " + what + " already; try again when one has left");
    }
    SenderHost host = SenderHost.limited(address(client));
    if (!hosts.take(host, mostOfHost)) {
      throw new ProblemException(
          UNAVAILABLE,
          "this host has " + mostOfHost + " " + what + " already; close one of them first");
    }
    taken++;
    return new Runnable() {
      private boolean freed;

      @Override
      public void run() {
        synchronized (Places.this) {
          if (!freed) {
            freed = true;
            taken--;
            hosts.free(host);
          }
        }
      }
    };
  }

  /** How many are taken. */
  public synchronized int taken() {
    return taken;
  }

  /** The address is one already; nothing is looked up. */
  private static @Nullable InetSocketAddress address(@Nullable SocketAddress client) {
    String address = client == null ? null : client.hostAddress();
    if (client == null || address == null) {
      return null;
    }
    try {
      return new InetSocketAddress(InetAddress.getByName(address), client.port());
    } catch (UnknownHostException e) {
      return null; // it is no address: a local socket
    }
  }
}
