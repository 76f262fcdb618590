package io.github.camelaudio.console.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MicrophoneModuleTest {

  @Test
  void format_isRead() {
    assertThat(MicrophoneModule.format("{\"sampleRateHz\":44100,\"channels\":1,\"more\":null}"))
        .isEqualTo(new PcmFormat(44_100, 1, Encoding.S16));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"sampleRateHz\":48000}",
        "{\"sampleRateHz\":\"48000\",\"channels\":1}",
        "{\"sampleRateHz\":48000,\"channels\":3}",
        "{\"sampleRateHz\":7999,\"channels\":1}",
        "{\"sampleRateHz\":192001,\"channels\":1}"
      })
  void otherText_isRefused_andSaysWhatIsAllowed(String text) {
    assertThatThrownBy(() -> MicrophoneModule.format(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the first message is JSON: sampleRateHz, 8000 to 192000, and channels, 1 to 2");
  }
}
