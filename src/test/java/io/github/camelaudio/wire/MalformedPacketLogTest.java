package io.github.camelaudio.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.FakeClock;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MalformedPacketLogTest {

  private static final InetSocketAddress SEVEN = at("10.0.0.7");

  private final WireCounters counters = new WireCounters();
  private final FakeClock clock = new FakeClock();
  private final MalformedPacketLog malformed = new MalformedPacketLog(counters, clock);
  private final LogLines log = new LogLines(MalformedPacketLog.class);

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void refuse_ofOneSender_saysEachReasonOnceAndCountsAll() {
    for (int i = 0; i < 100; i++) {
      malformed.refuse(SEVEN, 5004, "not RTP: version 0 instead of 2", "dropped");
      malformed.refuse(SEVEN, 5004, "another reason", "dropped");
    }
    assertEquals(
        List.of(
            "WARN port 5004: refused what 10.0.0.7 sent: not RTP: version 0 instead of 2; dropped;"
                + " more of it is only counted",
            "WARN port 5004: refused what 10.0.0.7 sent: another reason; dropped;"
                + " more of it is only counted"),
        log.lines());
    assertEquals(200, counters.snapshot().refusedPackets());
  }

  @Test
  void refuse_ofReasonsThatDifferInNumbersOnly_saysTheFirst() {
    for (int i = 0; i < 1_000; i++) {
      malformed.refuse(
          sender(40_000), 5004, "a payload of " + i + " bytes of s16/48000/2", "dropped");
      clock.advanceMillis(1_000);
    }
    assertEquals(1, log.lines().size());
  }

  @Test
  void kindOf_hasNoNumbers() {
    assertEquals(
        "a payload of # bytes, #/#/#", MalformedPacketLog.kindOf("a payload of 7 bytes, s16/48/2"));
    assertEquals(
        "opcode #, stream #: no", MalformedPacketLog.kindOf("opcode 0x8E, stream 00ab12cd: no"));
  }

  @Test
  void refuse_ofAnotherConnection_saysItAgain_afterTenSeconds() {
    malformed.refuse(sender(40_000), 5004, "a", "connection closed");
    clock.advanceMillis(9_999);
    malformed.refuse(sender(40_001), 5004, "a", "connection closed");
    assertEquals(1, log.lines().size());
    clock.advanceMillis(1);
    malformed.refuse(sender(40_002), 5004, "a", "connection closed");
    assertEquals(2, log.lines().size());
    clock.advanceMillis(100_000);
    malformed.refuse(sender(40_000), 5004, "a", "connection closed");
    malformed.refuse(sender(40_002), 5004, "a", "connection closed");
    assertEquals(2, log.lines().size(), "both are known");
  }

  /** Each packet from another port, and with another word. */
  @Test
  void refuse_ofOneHost_saysTenReasonsAtOnce_andThenOneAMinute_andSumsUpTheRest() {
    for (int i = 0; i < 3_600; i++) {
      malformed.refuse(sender(40_000 + i % 1_000), 5004, "a" + "b".repeat(i), "dropped");
      clock.advanceMillis(1_000);
    }
    long said = log.lines().stream().filter(line -> line.contains("refused what")).count();
    assertTrue(said >= 10 && said <= 71, said + " lines");
    long sums = log.lines().stream().filter(line -> line.contains("more refused packets")).count();
    assertTrue(sums >= 55 && sums <= 60, sums + " sums");
    assertTrue(
        log.lines().stream()
            .anyMatch(
                line ->
                    line.matches(
                        "WARN port 5004: … \\d\\d more refused"
                            + " packets from 1 host in the last \\d+ seconds")),
        log.lines()::toString);
  }

  @Test
  void refuse_ofAFloodOfHosts_saysAHundred_andSumsUpTheRest() {
    for (int i = 0; i < 100_000; i++) {
      malformed.refuse(forged(i), 5004, "noise", "dropped");
    }
    assertEquals(MalformedPacketLog.ALL_LINES, log.lines().size());
    clock.advanceMillis(60_000);
    malformed.refuse(at("10.9.9.9"), 5004, "noise", "dropped");
    assertEquals(
        "WARN port 5004: … 99,900 more refused packets from over 1000 hosts in the last 60 seconds",
        log.lines().get(log.lines().size() - 1));
    assertEquals(100_001, counters.snapshot().refusedPackets());
  }

  @Test
  void refuse_afterAFlood_saysTheNextReasonAgain() {
    for (int i = 0; i < 100_000; i++) {
      malformed.refuse(forged(i), 5004, "noise", "dropped");
    }
    clock.advanceMillis(30_000);
    malformed.refuse(at("10.9.9.9"), 5004, "a word", "dropped");
    assertTrue(log.lines().get(MalformedPacketLog.ALL_LINES).contains("10.9.9.9 sent: a word"));
  }

  @Test
  void warn_isSaidOnce_withinTheSameLimits() {
    for (int i = 0; i < 100; i++) {
      malformed.warn(sender(40_000), 5004, "stream " + i);
      malformed.warn(sender(40_000), 5004, "stream " + i);
    }
    assertEquals(MalformedPacketLog.HOST_LINES, log.lines().size());
    assertEquals("WARN port 5004: stream 0", log.lines().get(0));
    assertEquals(0, counters.snapshot().refusedPackets());
  }

  /** Each packet from another address of one network, which is one host. */
  @Test
  void refuse_ofAnIpv6Network_saysNoMoreThanOfOneHost() {
    for (int i = 0; i < 10_000; i++) {
      String address = "2001:db8:1:2::" + Integer.toHexString(i);
      malformed.refuseHost(at(address), 5004, "a" + "b".repeat(i % 50), "dropped");
      malformed.refuseHost(at(address), 5004, "always", "dropped");
    }
    assertEquals(MalformedPacketLog.HOST_LINES, log.lines().size());
    assertTrue(
        log.lines().get(0).contains("refused what 2001:db8:1:2:0:0:0:0 sent: a; dropped"),
        log.lines()::toString);
    malformed.refuse(SEVEN, 5004, "a", "dropped");
    assertEquals(MalformedPacketLog.HOST_LINES + 1, log.lines().size());
    clock.advanceMillis(60_000);
    malformed.refuse(SEVEN, 5004, "a", "dropped");
    assertTrue(
        log.lines().get(log.lines().size() - 1).contains(" more refused packets from 2 hosts in"),
        log.lines()::toString);
  }

  /** One of 10.0.0.0/8. */
  private static InetSocketAddress forged(int number) {
    return at("10." + number / 65_536 + "." + number / 256 % 256 + "." + number % 256);
  }

  private static InetSocketAddress at(String address) {
    return new InetSocketAddress(NetUtil.createInetAddressFromIpAddressString(address), 40_000);
  }

  private static InetSocketAddress sender(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  @Test
  void refuse_ofTwoSenders_saysItOfEach() {
    malformed.refuse(SEVEN, 5004, "a", "dropped");
    malformed.refuse(at("10.0.0.8"), 5004, "b", "dropped");
    assertEquals(2, log.lines().size());
  }

  @Test
  void host_isTheAddressWithoutItsPort() throws UnknownHostException {
    InetAddress address = InetAddress.getByAddress("a.name", new byte[] {10, 0, 0, 7});
    assertEquals("10.0.0.7", MalformedPacketLog.host(new InetSocketAddress(address, 40_000)));
    assertEquals(
        "nowhere.invalid",
        MalformedPacketLog.host(InetSocketAddress.createUnresolved("nowhere.invalid", 1)));
  }
}
