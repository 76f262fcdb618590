package io.github.camelaudio.wire.socket;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Datagrams that the operating system received and dropped, because the socket's receive buffer was
 * full: this machine read them too late. The network lost none of them. Linux tells it for each
 * socket in the last column of {@code /proc/net/udp} and {@code udp6}, man page proc(5); elsewhere
 * the count stays 0. Any thread.
 */
public final class SocketDrops {

  /** Number, eight columns, inode, two columns, drops. The row of titles does not match. */
  private static final Pattern ROW =
      Pattern.compile("\\s*\\d+:(?:\\s+\\S+){8}\\s+(\\d+)\\s+\\S+\\s+\\S+\\s+(\\d+)\\s*");

  private static final Pattern SOCKET_LINK = Pattern.compile("socket:\\[(\\d+)]");

  private final List<Path> tables;
  private final Set<Long> open = new HashSet<>();
  private long closedDrops;

  public SocketDrops() {
    this(List.of(Path.of("/proc/net/udp"), Path.of("/proc/net/udp6")));
  }

  /**
   * @param tables files in the form of {@code /proc/net/udp}; one that is not there has no rows
   */
  public SocketDrops(List<Path> tables) {
    this.tables = tables;
  }

  /**
   * The inode of one of this process's open files.
   *
   * @return -1 when it is no socket, or the system does not tell
   */
  static long inodeOf(int fileDescriptor) {
    try {
      Path link = Files.readSymbolicLink(Path.of("/proc/self/fd/" + fileDescriptor));
      Matcher socket = SOCKET_LINK.matcher(link.toString());
      return socket.matches() ? Long.parseLong(socket.group(1)) : -1;
    } catch (IOException | UnsupportedOperationException e) {
      return -1;
    }
  }

  /** From now on counts what this socket drops. */
  synchronized void opened(long inode) {
    open.add(inode);
  }

  /** Reads the socket's count a last time. To be called before it is closed. */
  synchronized void closing(long inode) {
    if (open.contains(inode)) {
      closedDrops += read(Set.of(inode));
      open.remove(inode);
    }
  }

  /** What all sockets dropped until now, closed ones too. Reads two small files. */
  public synchronized long total() {
    return closedDrops + (open.isEmpty() ? 0 : read(open));
  }

  private long read(Set<Long> inodes) {
    return tables.stream()
        .flatMap(table -> rows(table).stream())
        .map(ROW::matcher)
        .filter(row -> row.matches() && inodes.contains(Long.parseLong(row.group(1))))
        .mapToLong(row -> Long.parseLong(row.group(2)))
        .sum();
  }

  private static List<String> rows(Path table) {
    try {
      return Files.readAllLines(table, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      return List.of(); // no Linux, or no IPv6
    }
  }
}
