package io.github.camelaudio.recorder.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileLimitTest {

  @ParameterizedTest
  @CsvSource({
    "20, NUMBER, 20",
    "7d, DURATION, 604800000",
    "12h, DURATION, 43200000",
    "10m, DURATION, 600000",
    "1s, DURATION, 1000",
    "10GB, SIZE, 10000000000",
    "512MB, SIZE, 512000000",
    "512 mb, SIZE, 512000000",
    "100KB, SIZE, 100000",
  })
  void parse_ofEveryUnit_givesPiecesMillisecondsOrBytes(
      String text, FileLimit.Kind kind, long value) {
    assertThat(FileLimit.ofFiles("keep", text)).isEqualTo(new FileLimit(kind, value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "-1",
        "m",
        "10x",
        "1.5h",
        "10mm",
        "1e9",
        "9999999999",
        "999999999TB",
        "10 0"
      })
  void parse_ofAnythingElse_saysWhatIsAllowed(String text) {
    assertThatThrownBy(() -> FileLimit.ofFiles("keep", text))
        .hasMessage(
            "option keep="
                + text
                + ": allowed are a number of files such as 20, a duration such as 10m (s, m, h, d)"
                + " or a size such as 512MB (KB, MB, GB, TB)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"20", "99KB"})
  void parse_ofAFilesLength_takesNoNumber_andNoTinySize(String text) {
    assertThatThrownBy(() -> FileLimit.ofFile("split", text))
        .hasMessageEndingWith("from 1s and 100KB on");
  }
}
