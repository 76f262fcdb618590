package io.github.camelaudio.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.flow.LogLines;
import io.github.camelaudio.limits.SenderHost;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuessDelayTest {

  private static final SenderHost GUESSER = new SenderHost("192.0.2.7", false);
  private static final SenderHost OTHER = new SenderHost("192.0.2.8", false);

  private final FakeClock clock = new FakeClock();
  private final GuessDelay delay = new GuessDelay(clock);

  private void wrong(SenderHost host) {
    assertThat(delay.begin(host)).isZero();
    delay.checked(host, false);
  }

  @Test
  void eachWrongPassword_doublesTheWait_upToAMinute_andIsToldNowAndThen() {
    List<Long> waits = new ArrayList<>();
    try (LogLines lines = new LogLines("console: ")) {
      for (int i = 0; i < 10; i++) {
        wrong(GUESSER);
        waits.add(delay.begin(GUESSER));
        clock.advanceMillis(1_000 * delay.waitSeconds(GUESSER));
      }
      assertThat(lines.all())
          .containsExactly(
              "WARN console: wrong password from 192.0.2.7; each further one makes it wait longer",
              "WARN console: 4 wrong passwords from 192.0.2.7; it waits 8 s",
              "WARN console: 8 wrong passwords from 192.0.2.7; it waits 60 s");
    }
    assertThat(waits).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L, 60L);
  }

  @Test
  void whoWaits_isNotLookedAt_untilTheLastMoment_andOthersAre() {
    wrong(GUESSER);
    clock.advanceMillis(999);
    assertThat(delay.begin(GUESSER)).isEqualTo(1);
    assertThat(delay.begin(OTHER)).isZero();
    clock.advanceMillis(1);
    assertThat(delay.begin(GUESSER)).isZero();
  }

  @Test
  void aHost_hasOneAttemptAtATime() {
    assertThat(delay.begin(GUESSER)).isZero();
    assertThat(delay.begin(GUESSER)).isEqualTo(1);
    delay.checked(GUESSER, true);
    assertThat(delay.begin(GUESSER)).isZero();
  }

  @Test
  void anAttemptThatCouldNotBeChecked_doesNotCount() {
    wrong(GUESSER);
    clock.advanceMillis(1_000);
    assertThat(delay.begin(GUESSER)).isZero();
    delay.unchecked(GUESSER);
    assertThat(delay.begin(GUESSER)).isZero();
    delay.checked(GUESSER, false);
    assertThat(delay.waitSeconds(GUESSER)).isEqualTo(2);
  }

  @Test
  void theRightPassword_endsTheSeries_andSoDoesTime() {
    wrong(GUESSER);
    clock.advanceMillis(1_000);
    assertThat(delay.begin(GUESSER)).isZero();
    delay.checked(GUESSER, true);
    wrong(GUESSER);
    assertThat(delay.begin(GUESSER)).isEqualTo(1);
    clock.advanceMillis(1_000L * GuessDelay.FORGET_SECONDS + 1);
    wrong(GUESSER);
    assertThat(delay.begin(GUESSER)).as("as after the first").isEqualTo(1);
  }

  @Test
  void manyHosts_takeNoMoreMemoryThanTheirPlaces_andForgetNoneThatGuessed() {
    wrong(GUESSER);
    for (int i = 0; i < GuessDelay.MAX_HOSTS - 1; i++) {
      assertThat(delay.begin(new SenderHost("host " + i, false))).isZero();
    }
    assertThat(delay.waitSeconds(GUESSER)).isEqualTo(1);
    wrong(OTHER);
    assertThat(delay.waitSeconds(GUESSER)).as("the oldest made room").isZero();
  }
}
