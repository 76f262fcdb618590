package io.github.camelaudio.station;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.wire.rtp.HelloMessage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class CookiesTest {

  private final FakeClock clock = new FakeClock();
  private final Cookies cookies = new Cookies(clock);

  private static InetSocketAddress address(String host, int port) throws UnknownHostException {
    return new InetSocketAddress(InetAddress.getByName(host), port);
  }

  @Test
  void cookie_isGoodForItsAddressAndPortOnly() throws Exception {
    HelloMessage.Cookie cookie = cookies.issue(address("192.0.2.1", 5_000));
    assertTrue(cookies.matches(address("192.0.2.1", 5_000), cookie));
    assertFalse(cookies.matches(address("192.0.2.1", 5_001), cookie));
    assertFalse(cookies.matches(address("192.0.2.2", 5_000), cookie));
    assertFalse(cookies.matches(address("2001:db8::1", 5_000), cookie));
  }

  @Test
  void cookie_ofOtherBits_isNone() throws Exception {
    InetSocketAddress address = address("192.0.2.1", 5_000);
    HelloMessage.Cookie cookie = cookies.issue(address);
    assertFalse(cookies.matches(address, HelloMessage.Cookie.NONE));
    for (int bit = 0; bit < Long.SIZE; bit++) {
      long flip = 1L << bit;
      assertFalse(
          cookies.matches(address, new HelloMessage.Cookie(cookie.high() ^ flip, cookie.low())));
      assertFalse(
          cookies.matches(address, new HelloMessage.Cookie(cookie.high(), cookie.low() ^ flip)));
    }
  }

  @Test
  void cookie_isGoodForOneToTwoMinutes() throws Exception {
    InetSocketAddress address = address("2001:db8::1", 5_000);
    for (int startMillis = 0; startMillis < 60_000; startMillis += 7_000) {
      HelloMessage.Cookie cookie = cookies.issue(address);
      int goodMillis = 0;
      while (cookies.matches(address, cookie)) {
        clock.advanceMillis(1_000);
        goodMillis += 1_000;
      }
      assertTrue(goodMillis > 60_000 && goodMillis <= 120_000, "good for " + goodMillis + " ms");
      clock.advanceMillis(7_000);
    }
  }

  @Test
  void cookie_withinOneMinute_isTheSame() throws Exception {
    InetSocketAddress address = address("192.0.2.1", 5_000);
    assertEquals(cookies.issue(address), cookies.issue(address));
  }

  @Test
  void cookie_ofAnotherStation_isNone() throws Exception {
    InetSocketAddress address = address("192.0.2.1", 5_000);
    Cookies others = new Cookies(clock);
    assertNotEquals(cookies.issue(address), others.issue(address));
    assertFalse(cookies.matches(address, others.issue(address)));
  }
}
