package io.github.camelaudio.station;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A socket that sends one datagram to many addresses with few calls. It keeps the addresses in a
 * table; never waits. One thread at a time.
 */
interface ManySocket extends AutoCloseable {

  /** The system has no room now; see {@link #send}. */
  int BUSY = -11; // EAGAIN, and EWOULDBLOCK, of Linux

  /**
   * Adds an address behind the others.
   *
   * @param source the address of this machine that what is sent there comes from; null leaves it to
   *     the system
   */
  void add(InetSocketAddress address, @Nullable InetAddress source);

  /**
   * Copies the address, with its source, at one index of the table to another, over what is there.
   */
  void move(int from, int to);

  /** Takes the last address out. */
  void removeLast();

  /**
   * Sends a datagram to the addresses from index {@code from} to {@code to}, without the latter.
   *
   * @return to how many it went, the first of them; or, when not even to the first, the system's
   *     error as a negative number, {@link #BUSY} when there is no room
   */
  int send(ByteBuf datagram, int from, int to);

  /**
   * What an error that {@link #send} returned means, as the exception that a channel would raise.
   */
  IOException failure(int error);

  /** Must not be used any more. */
  @Override
  void close();
}
