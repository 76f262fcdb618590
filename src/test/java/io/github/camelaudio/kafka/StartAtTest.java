package io.github.camelaudio.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartAtTest {

  private static final long NOW = Instant.parse("2026-11-20T14:05:00Z").toEpochMilli();

  private static StartAt parse(String text) {
    return StartAt.parse("audio.kafka.from", text);
  }

  @Test
  void withoutOne_orNow_isNow_andNotPast() {
    assertThat(StartAt.parse("audio.kafka.from", null)).isEqualTo(StartAt.NOW);
    assertThat(parse(" NOW ")).isEqualTo(StartAt.NOW);
    assertThat(StartAt.NOW.isPast()).isFalse();
  }

  @Test
  void beginning_isPast() {
    assertThat(parse("beginning").kind()).isEqualTo(StartAt.Kind.BEGINNING);
    assertThat(parse("beginning").isPast()).isTrue();
  }

  @Test
  void time_isThatTime() {
    assertThat(parse("2026-11-20T14:04:30Z"))
        .isEqualTo(new StartAt(StartAt.Kind.TIME, NOW - 30_000));
  }

  @Test
  void timeAgo_isSoMuchBeforeTheReaderBegins() {
    assertThat(parse("-30s")).isEqualTo(new StartAt(StartAt.Kind.AGO, 30_000));
    assertThat(parse("-5m")).isEqualTo(new StartAt(StartAt.Kind.AGO, 300_000));
    assertThat(parse("-1h30m")).isEqualTo(new StartAt(StartAt.Kind.AGO, 5_400_000));
  }

  @ParameterizedTest
  @ValueSource(strings = {"yesterday", "30s", "-", "-x", "2026-11-20", "14:05", "-30 parsecs"})
  void anythingElse_isRefusedWithWhatIsAllowed(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("audio.kafka.from")
        .hasMessageContaining("-30s")
        .hasMessageContaining("2026-11-20T14:05:00Z");
  }
}
