package io.github.camelaudio.console.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogTailTest {

  private final LogTail tail = new LogTail();

  private static LogTail.Line line(String message) {
    return new LogTail.Line(Instant.EPOCH, "INFO", "a.Logger", message);
  }

  @Test
  void theLatestLines_areKept() {
    for (int i = 0; i <= LogTail.MAX_LINES; i++) {
      tail.add(line("line " + i));
    }
    assertThat(tail.lines()).hasSize(LogTail.MAX_LINES).startsWith(line("line 1"));
  }

  @Test
  void aListener_hearsEachLine_untilItIsClosed() {
    List<String> heard = new ArrayList<>();
    tail.add(line("before"));
    LogTail.Listening listening = tail.listen(each -> heard.add(each.message()));
    tail.add(line("one"));
    listening.close();
    listening.close();
    tail.add(line("after"));
    assertThat(heard).containsExactly("one");
  }

  @Test
  void aLineThatAListenerCauses_isKept_andCausesNoOther() {
    tail.listen(each -> tail.add(line("of the listener")));
    tail.add(line("one"));
    tail.add(line("two"));
    assertThat(tail.lines())
        .containsExactly(
            line("one"), line("of the listener"), line("two"), line("of the listener"));
  }

  @Test
  void aLongMessage_isCut() {
    assertThat(line("x".repeat(10_000)).message()).hasSize(LogTail.MAX_CHARACTERS + 1);
  }
}
