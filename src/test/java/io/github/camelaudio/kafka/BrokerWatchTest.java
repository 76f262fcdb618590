package io.github.camelaudio.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.flow.LogLines;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BrokerWatchTest {

  private final LogLines log = new LogLines("kafka:radio");
  private double bytes;
  private final BrokerWatch watch = new BrokerWatch("kafka:radio", "here:9092", () -> bytes, 0);

  @AfterEach
  void end() {
    log.close();
  }

  private void lookFrom(int second, int until) {
    for (int i = second; i <= until; i++) {
      watch.look(TimeUnit.SECONDS.toNanos(i));
    }
  }

  @Test
  void brokerThatSaysNothingForFiveSeconds_isAway_andBackWithItsFirstByte() {
    lookFrom(1, 4);
    assertThat(watch.trouble()).isNull();
    lookFrom(5, 20);
    assertThat(watch.trouble()).isEqualTo("no broker of here:9092 answers");
    bytes = 7;
    lookFrom(21, 24);
    assertThat(watch.trouble()).isNull();
    assertThat(log.all())
        .containsExactly(
            "WARN kafka:radio: no broker of here:9092 answers; waiting",
            "INFO kafka:radio: a broker answers");
  }

  @Test
  void brokerThatGoesOn_isNotSpokenOf() {
    for (int i = 1; i < 60; i++) {
      bytes++;
      lookFrom(i, i);
    }
    assertThat(log.all()).isEmpty();
  }

  @Test
  void failure_isSaidOnce_untilItIsOver() {
    watch.failed("not authorized to read");
    watch.failed("not authorized to read");
    assertThat(watch.trouble()).isEqualTo("not authorized to read");
    watch.succeeded();
    watch.succeeded();
    assertThat(watch.trouble()).isNull();
    assertThat(log.all())
        .containsExactly(
            "WARN kafka:radio: cannot read: not authorized to read; trying again",
            "INFO kafka:radio: reads again");
  }
}
