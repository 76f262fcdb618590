package io.github.camelaudio.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HostCountsTest {

  private static final SenderHost HOST = new SenderHost("192.0.2.1", false);
  private static final SenderHost OTHER = new SenderHost("192.0.2.2", false);

  private final HostCounts counts = new HostCounts();

  @Test
  void take_beyondTheMost_isRefused_untilOneIsFree() {
    assertThat(counts.take(HOST, 2)).isTrue();
    assertThat(counts.take(HOST, 2)).isTrue();
    assertThat(counts.take(HOST, 2)).isFalse();
    assertThat(counts.take(OTHER, 2)).isTrue();
    counts.free(HOST);
    assertThat(counts.take(HOST, 2)).isTrue();
    assertThat(counts.take(HOST, 2)).isFalse();
  }

  @Test
  void aHostThatHasNone_isForgotten() {
    assertThat(counts.take(HOST, 2)).isTrue();
    counts.free(HOST);
    counts.free(HOST);
    assertThat(counts.hosts()).isZero();
  }

  @Test
  void whatIsNotLimited_isNotCounted() {
    for (int i = 0; i < 10; i++) {
      assertThat(counts.take(null, 2)).isTrue();
    }
    counts.free(null);
    assertThat(counts.hosts()).isZero();
  }
}
