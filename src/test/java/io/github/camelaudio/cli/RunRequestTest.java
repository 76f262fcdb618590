package io.github.camelaudio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunRequestTest {

  @Test
  void commands_areThoseOfTheCommandLine() {
    assertThat(Main.commandLine().getSubcommands().keySet())
        .containsExactlyInAnyOrderElementsOf(RunRequest.COMMANDS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "routes/Receiver.java", "receiver", "receiver wav-sender peer=::1", "port=1"})
  void plain_ofRoutesAndProperties_isARun(String line) {
    assertThat(RunRequest.plain(words(line))).isNotNull();
  }

  /** Picocli does those, and says what is wrong with them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--check receiver",
        "receiver --log=json",
        "receiver --verbose",
        "-h",
        "devices",
        "run receiver",
        "receiver devices",
        "@words",
        "nonsense",
        "routes/None.java",
        "=x",
      })
  void plain_ofAnyOtherLine_isNone(String line) {
    assertThat(RunRequest.plain(words(line))).isNull();
  }

  private static String[] words(String line) {
    return line.isEmpty() ? new String[0] : line.split(" ");
  }
}
