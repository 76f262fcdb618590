package io.github.camelaudio.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Three at once, and then two a second. */
class HostRatesTest {

  private static final long SECOND = 1_000_000_000L;
  private static final SenderHost HOST = new SenderHost("192.0.2.1", false);

  private final HostRates rates = new HostRates();

  private int begun(@Nullable SenderHost host, long now) {
    int begun = 0;
    while (begun < 100 && rates.has(host, now)) {
      rates.spend(host, 3, 2, now);
      begun++;
    }
    return begun;
  }

  @Test
  void eachHost_hasItsOwn() {
    assertThat(begun(HOST, 0)).isEqualTo(3);
    assertThat(begun(HOST, SECOND)).isEqualTo(2);
    assertThat(begun(new SenderHost("192.0.2.2", false), SECOND)).isEqualTo(3);
  }

  @Test
  void whatIsNotLimited_isNot() {
    assertThat(begun(null, 0)).isEqualTo(100);
  }

  @Test
  void aCrowdOfHosts_isNotRememberedForEver() {
    assertThat(begun(HOST, 0)).isEqualTo(3);
    for (int i = 0; i < HostRates.MAX_HOSTS; i++) {
      rates.spend(new SenderHost("host " + i, false), 3, 2, 0);
    }
    assertThat(begun(HOST, 0)).isEqualTo(3);
  }
}
