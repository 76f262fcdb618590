package io.github.camelaudio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.FakeClock;
import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Filter;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.ParameterizedMessage;
import org.junit.jupiter.api.Test;

class LineLimitTest {

  private static final String OURS = "io.github.camelaudio.recorder.Recorder";
  private static final String NETTY = "io.netty.channel.DefaultChannelPipeline";

  private final FakeClock clock = new FakeClock();
  private final List<String> summed = new ArrayList<>();
  private final LineLimit limit = new LineLimit(clock, summed::add);

  private boolean passes(String logger, Level level, String format, Object value) {
    Log4jLogEvent event =
        Log4jLogEvent.newBuilder()
            .setLoggerName(logger)
            .setLevel(level)
            .setMessage(new ParameterizedMessage(format, value))
            .build();
    return limit.filter(event) != Filter.Result.DENY;
  }

  private int passed(int count, String logger, String format) {
    int passed = 0;
    for (int i = 0; i < count; i++) {
      passed += passes(logger, Level.WARN, format, i) ? 1 : 0;
    }
    return passed;
  }

  @Test
  void linesOfALibrary_areLimited_andSummedUpWhenTheWindowIsOver() {
    assertThat(passed(1_000, NETTY, "An exceptionCaught() event was fired {}")).isEqualTo(5);
    assertThat(summed).isEmpty();
    clock.advanceMillis(10_000);
    assertThat(passed(1, OURS, "hello {}")).isEqualTo(1);
    assertThat(summed)
        .containsExactly("995 more lines such as: An exceptionCaught() event was fired 999");
    assertThat(passed(10, NETTY, "An exceptionCaught() event was fired {}")).isEqualTo(5);
  }

  @Test
  void oursAreLimited_sentenceBySentence() {
    assertThat(passed(300, OURS, "{}: begins")).isEqualTo(200);
    assertThat(passed(300, OURS, "{}: ended")).isEqualTo(200);
  }

  @Test
  void calmLog_hasNothingToSumUp() {
    passed(5, NETTY, "x {}");
    clock.advanceMillis(10_000);
    passed(1, NETTY, "x {}");
    assertThat(summed).isEmpty();
  }

  @Test
  void linesForVerbose_areNotCounted() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(passes(OURS, Level.DEBUG, "{}", i)).isTrue();
    }
  }

  @Test
  void libraries_areSilentOnceTheRunStops_andWhatWasLeftOutIsSaid() {
    passed(7, NETTY, "x {}\nMessage History\n");
    limit.stopping();
    assertThat(summed).containsExactly("2 more lines such as: x 6");
    assertThat(passed(10, "org.apache.camel.processor.errorhandler.DefaultErrorHandler", "{}"))
        .isZero();
    assertThat(passed(10, OURS, "{}: recorded")).isEqualTo(10);
  }

  @Test
  void routesOfUsers_logAsMuchAsWeDo() {
    assertThat(passed(300, "my.route", "hello {}")).isEqualTo(200);
  }

  @Test
  void kindsWithoutEnd_areLimitedTogether() {
    int passed = 0;
    for (int i = 0; i < 100_000; i++) {
      passed += passes("org.apache.camel.Logger" + i, Level.WARN, "{}", i) ? 1 : 0;
    }
    assertThat(passed).isEqualTo(200 + 5);
  }
}
