package io.github.camelaudio.console.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WebSocketsTest {

  @Test
  void reasonThatFits_staysAsItIs() {
    String reason = "x".repeat(123);
    assertThat(WebSockets.shortened(reason)).isEqualTo(reason);
  }

  @Test
  void reasonThatIsTooLong_isCutToWhatAControlFrameHolds() {
    assertThat(WebSockets.shortened("x".repeat(124))).isEqualTo("x".repeat(120) + "...");
  }

  @Test
  void reasonOfLongCharacters_isCutBetweenThem() {
    String shortened = WebSockets.shortened("a" + "\uD83D\uDC2B".repeat(60));
    assertThat(shortened).isEqualTo("a" + "\uD83D\uDC2B".repeat(29) + "...");
    assertThat(shortened.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(123);
  }
}
