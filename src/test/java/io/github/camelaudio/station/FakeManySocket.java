package io.github.camelaudio.station;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A socket that takes as many datagrams as the test lets it, and knows which address got which. */
final class FakeManySocket implements ManySocket {

  private final List<InetSocketAddress> table = new ArrayList<>();
  private final Map<Integer, List<Integer>> got = new HashMap<>();
  private final Map<Integer, Integer> errors = new HashMap<>();
  private int takes = Integer.MAX_VALUE;

  /** It takes so many datagrams more, then has no room. */
  void takes(int datagrams) {
    takes = datagrams;
  }

  /** What is sent to a port fails with an error, a negative number. */
  void fails(int port, int error) {
    errors.put(port, error);
  }

  /** The first byte of each datagram that went to a port, in order. */
  List<Integer> got(int port) {
    return got.getOrDefault(port, List.of());
  }

  @Override
  public void add(InetSocketAddress address, @Nullable InetAddress source) {
    table.add(address);
  }

  @Override
  public void move(int from, int to) {
    table.set(to, table.get(from));
  }

  @Override
  public void removeLast() {
    table.remove(table.size() - 1);
  }

  @Override
  public int send(ByteBuf datagram, int from, int to) {
    int sent = 0;
    for (InetSocketAddress address : table.subList(from, to)) {
      int error = errors.getOrDefault(address.getPort(), 0);
      if (takes == 0 || error != 0) {
        return sent > 0 ? sent : takes == 0 ? BUSY : error;
      }
      takes--;
      int number = datagram.getByte(datagram.readerIndex());
      got.computeIfAbsent(address.getPort(), port -> new ArrayList<>()).add(number);
      sent++;
    }
    return sent;
  }

  @Override
  public IOException failure(int error) {
    return new IOException("error " + -error);
  }

  @Override
  public void close() {
    table.clear();
  }
}
