package io.github.camelaudio.wire.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketDropsTest {

  private static final String TITLES =
      "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout"
          + " inode ref pointer drops            ";

  @TempDir private Path directory;
  private Path ipv4 = Path.of("");
  private Path ipv6 = Path.of("");
  private SocketDrops drops = new SocketDrops(List.of());

  @BeforeEach
  void tables() {
    ipv4 = directory.resolve("udp");
    ipv6 = directory.resolve("udp6");
    drops = new SocketDrops(List.of(ipv4, ipv6));
  }

  @Test
  void total_ofAnOpenSocket_isTheLastColumnOfItsRow() throws IOException {
    write(ipv4, ipv4Row(4711, 12), ipv4Row(4712, 5));
    drops.opened(4711);
    assertEquals(12, drops.total());
    write(ipv4, ipv4Row(4711, 13), ipv4Row(4712, 6));
    assertEquals(13, drops.total());
  }

  @Test
  void total_ofSocketsOfBothAddressFamilies_isTheirSum() throws IOException {
    write(ipv4, ipv4Row(1, 100), ipv4Row(2, 7));
    write(ipv6, ipv6Row(3, 20), ipv6Row(4, 1_000));
    drops.opened(2);
    drops.opened(3);
    assertEquals(27, drops.total());
  }

  @Test
  void closing_keepsTheCountThatTheSocketHad() throws IOException {
    write(ipv6, ipv6Row(3, 20));
    drops.opened(3);
    drops.closing(3);
    write(ipv6);
    assertEquals(20, drops.total());
  }

  @Test
  void closing_twice_countsOnce() throws IOException {
    write(ipv4, ipv4Row(3, 20));
    drops.opened(3);
    drops.closing(3);
    drops.closing(3);
    assertEquals(20, drops.total());
  }

  @Test
  void total_whereTheSystemHasNoTables_isZero() {
    drops.opened(3);
    assertEquals(0, drops.total());
  }

  private static void write(Path table, String... rows) throws IOException {
    Files.writeString(table, TITLES + "\n" + String.join("\n", rows) + "\n");
  }

  private static String ipv4Row(long inode, long count) {
    return " 1234: 00000000:2580 00000000:0000 07 00000000:00000000 00:00000000 00000000     0      "
        + "  0 "
        + inode
        + " 2 0000000000000000 "
        + count
        + "          ";
  }

  private static String ipv6Row(long inode, long count) {
    return "  871: 00000000000000000000000000000000:2580 00000000000000000000000000000000:0000 07 "
        + "00000000:00000000 00:00000000 00000000  1000        0 "
        + inode
        + " 2 0000000000000000 "
        + count;
  }
}
