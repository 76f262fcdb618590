package io.github.camelaudio.station;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.camelaudio.audio.FakeClock;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class ArrivalLimitTest {

  private final FakeClock clock = new FakeClock();
  private final ArrivalLimit limit = new ArrivalLimit(false, clock);

  private static InetAddress ip(String literal) {
    try {
      return InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(literal));
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private int admitted(String literal, int attempts) {
    int admitted = 0;
    for (int i = 0; i < attempts; i++) {
      admitted += limit.objection(ip(literal)) == null ? 1 : 0;
    }
    return admitted;
  }

  @Test
  void oneAddress_getsEightAtOnce_thenOneInTwoSeconds() {
    assertEquals(8, admitted("192.0.2.1", 100));
    clock.advanceMillis(1_999);
    assertEquals("too many new listeners in a short time", limit.objection(ip("192.0.2.1")));
    clock.advanceMillis(1);
    assertEquals(1, admitted("192.0.2.1", 100));
    assertEquals(8, admitted("192.0.2.2", 100), "another one is not concerned");
  }

  @Test
  void oneAddress_thatComesSlower_isNeverRefused() {
    for (int i = 0; i < 100; i++) {
      assertNull(limit.objection(ip("192.0.2.1")));
      clock.advanceMillis(2_000);
    }
  }

  @Test
  void longPause_savesNoMoreThanTheFirstEight() {
    admitted("192.0.2.1", 8);
    clock.advanceMillis(3_600_000);
    assertEquals(8, admitted("192.0.2.1", 100));
  }

  @Test
  void allAddressesTogether_get64AtOnce_then16ASecond() {
    int admitted = 0;
    for (int i = 0; i < 1_000; i++) {
      admitted += limit.objection(ip("10.0." + i / 256 + "." + i % 256)) == null ? 1 : 0;
    }
    assertEquals(64, admitted);
    clock.advanceMillis(1_000);
    assertEquals(8 + 8, admitted("192.0.2.1", 100) + admitted("192.0.2.2", 100));
    assertEquals(0, admitted("192.0.2.3", 100));
  }

  @Test
  void addressThatTheStationHasNoRoomFor_keepsItsOwnPermits() {
    for (int i = 0; i < 64; i++) {
      assertNull(limit.objection(ip("10.0.0." + i)));
    }
    assertEquals(0, admitted("192.0.2.1", 100));
    clock.advanceMillis(1_000);
    assertEquals(8, admitted("192.0.2.1", 100));
  }

  @Test
  void listenersThatStayForEver_haveToBeInALocalNetwork() {
    ArrivalLimit forEver = new ArrivalLimit(true, clock);
    assertEquals(
        "expire=0s is for listeners in local networks", forEver.objection(ip("192.0.2.1")));
    assertNull(forEver.objection(ip("192.168.1.20")));
  }

  @Test
  void ipv6_countsByNetwork() {
    assertEquals(4, admitted("2001:db8::1", 4));
    assertEquals(4, admitted("2001:db8::ffff:2", 100));
    assertEquals(8, admitted("2001:db8:0:1::1", 100));
  }
}
