package io.github.camelaudio.wire.socket;

import com.sun.jna.Function;
import com.sun.jna.Platform;
import com.sun.jna.ptr.IntByReference;
import io.github.camelaudio.audio.AudioClock;
import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.unix.Errors;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says when nothing listens where datagrams go, as that machine tells with ICMP port unreachable
 * (RFC 1122 3.2.2.1), and when something listens there again: a line for each change. Linux tells
 * it of a socket that is not connected, too, when it is asked to; other systems do not. One thread
 * at a time.
 */
public final class PortWatch {

  /** Linux answers one datagram a second or more, unless another limit is set. */
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(5);

  // Of Linux, ip(7) and ipv6(7).
  private static final int IPPROTO_IP = 0;
  private static final int IP_RECVERR = 11;
  private static final int IPPROTO_IPV6 = 41;
  private static final int IPV6_RECVERR = 25;

  /**
   * What routers and machines tell with ICMP (RFC 1812 5.2.7.1, RFC 4443 3.1), as Linux numbers it:
   * EHOSTUNREACH, ENETUNREACH, EHOSTDOWN, ENONET, EACCES.
   */
  private static final Set<Integer> TOLD = Set.of(-113, -101, -112, -64, -13);

  /** After a longer pause nothing was told because nothing was sent. */
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final Logger LOG = LoggerFactory.getLogger(PortWatch.class);

  private final AudioClock clock;
  private @Nullable InetSocketAddress recipient;
  private boolean unreachable;
  private long toldNanos;
  private long sentNanos;

  public PortWatch(AudioClock clock) {
    this.clock = clock;
  }

  /** Has a socket tell of closed ports, where netty's own transport for Linux has opened it. */
  public static void watch(Channel channel) {
    if (channel instanceof EpollDatagramChannel epoll) {
      int socket = epoll.fd().intValue();
      boolean asked = set(socket, IPPROTO_IP, IP_RECVERR);
      asked |= set(socket, IPPROTO_IPV6, IPV6_RECVERR);
      LOG.debug("the socket tells of closed ports: {}", asked);
    }
  }

  private static boolean set(int socket, int level, int option) {
    try {
      Function setsockopt = Function.getFunction(Platform.C_LIBRARY_NAME, "setsockopt");
      IntByReference on = new IntByReference(1);
      return setsockopt.invokeInt(new Object[] {socket, level, option, on, Integer.BYTES}) == 0;
    } catch (LinkageError e) {
      LOG.debug("closed ports are not told", e);
      return false;
    }
  }

  /** Whether a failure is what another machine or a router told of an earlier datagram. */
  public static boolean isTold(Throwable failure) {
    return SocketFailures.isPortUnreachable(failure)
        || (failure instanceof Errors.NativeIoException system
            && TOLD.contains(system.expectedErr()));
  }

  /** A datagram goes out. */
  public void sent(InetSocketAddress to) {
    long now = clock.nanoTime();
    if (now - sentNanos > PAUSE_NANOS) {
      toldNanos = now;
    }
    sentNanos = now;
    recipient = to;
    if (unreachable && now - toldNanos >= QUIET_NANOS) {
      unreachable = false;
      LOG.info("{}: something listens there now", name(to));
    }
  }

  /** An earlier one met a closed port. */
  public void unreachable() {
    toldNanos = clock.nanoTime();
    InetSocketAddress to = recipient;
    if (to != null && !unreachable) {
      unreachable = true;
      LOG.warn(
          "{}: nothing listens there, what is sent is lost; start the receiver, or set"
              + " transport=tcp if it listens on TCP",
          name(to));
    }
  }

  private static String name(InetSocketAddress address) {
    return "udp://" + address.getHostString() + ":" + address.getPort();
  }
}
