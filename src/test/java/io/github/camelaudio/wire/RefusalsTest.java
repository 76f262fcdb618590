package io.github.camelaudio.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RefusalsTest {

  private final WireCounters counters = new WireCounters();
  private final Refusals refusals = new Refusals(counters);
  private final LogLines log = new LogLines(Refusals.class);

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void refuse_ofOneSender_saysTheReasonOnceAndCountsAll() {
    refusals.refuse("10.0.0.7", 5004, "not RTP: version 0 instead of 2", "dropped");
    refusals.refuse("10.0.0.7", 5004, "another reason", "dropped");
    refusals.refuse("10.0.0.7", 5006, "another port", "dropped");
    assertEquals(
        List.of(
            "WARN port 5004: refused what 10.0.0.7 sent: not RTP: version 0 instead of 2; dropped;"
                + " more of it is only counted"),
        log.lines());
    assertEquals(3, counters.snapshot().refusedPackets());
  }

  @Test
  void refuse_ofTwoSenders_saysItOfEach() {
    refusals.refuse("10.0.0.7", 5004, "a", "dropped");
    refusals.refuse("10.0.0.8", 5004, "b", "dropped");
    assertEquals(2, log.lines().size());
  }

  @Test
  void refuse_ofAFloodOfSenders_stopsNamingThemAfterThousand() {
    for (int i = 0; i < 100_000; i++) {
      refusals.refuse("10.0." + i / 256 + "." + i % 256, 5004, "noise", "dropped");
    }
    assertEquals(1_001, log.lines().size());
    assertTrue(log.lines().get(1_000).contains("over 1000 senders"), () -> log.lines().get(1_000));
    assertEquals(100_000, counters.snapshot().refusedPackets());
  }

  @Test
  void host_isTheAddressWithoutItsPort() throws UnknownHostException {
    InetAddress address = InetAddress.getByAddress("a.name", new byte[] {10, 0, 0, 7});
    assertEquals("10.0.0.7", Refusals.host(new InetSocketAddress(address, 40_000)));
    assertEquals(
        "nowhere.invalid", Refusals.host(InetSocketAddress.createUnresolved("nowhere.invalid", 1)));
  }
}
