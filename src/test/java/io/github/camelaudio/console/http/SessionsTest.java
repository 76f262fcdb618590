package io.github.camelaudio.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.FakeClock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionsTest {

  private final FakeClock clock = new FakeClock();
  private final List<String> ended = new ArrayList<>();
  private final Sessions sessions = new Sessions(clock, ended::add);

  @Test
  void aSession_hasItsRole_untilItEnds() {
    String control = sessions.begin(Role.CONTROL);
    String view = sessions.begin(Role.READ);
    assertThat(control).hasSize(43).isNotEqualTo(view);
    assertThat(sessions.role(control)).isEqualTo(Role.CONTROL);
    assertThat(sessions.role(view)).isEqualTo(Role.READ);
    sessions.end(control);
    sessions.end(control);
    sessions.end("none");
    assertThat(ended).containsExactly(control);
    assertThat(sessions.role(control)).isNull();
    assertThat(sessions.role("")).isNull();
  }

  @Test
  void aSession_endsAfterTwelveHours() {
    String word = sessions.begin(Role.CONTROL);
    clock.advanceMillis(12 * 3_600_000L);
    assertThat(sessions.role(word)).isEqualTo(Role.CONTROL);
    sessions.sweep();
    assertThat(ended).isEmpty();
    clock.advanceMillis(1);
    assertThat(sessions.role(word)).isNull();
    sessions.sweep();
    assertThat(ended).containsExactly(word);
  }

  @Test
  void beyondTheMost_theOldestEnds() {
    List<String> words = new ArrayList<>();
    for (int i = 0; i <= Sessions.MAX_SESSIONS; i++) {
      words.add(sessions.begin(Role.READ));
    }
    assertThat(sessions.role(words.get(0))).isNull();
    assertThat(ended).containsExactly(words.get(0));
    assertThat(sessions.role(words.get(1))).isEqualTo(Role.READ);
  }
}
