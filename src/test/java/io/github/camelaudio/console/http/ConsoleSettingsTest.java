package io.github.camelaudio.console.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleSettingsTest {

  @Test
  void withoutProperties_itIsForThisMachine() {
    ConsoleSettings settings = ConsoleSettings.read(name -> null);
    assertThat(settings.enabled()).isTrue();
    assertThat(settings.isLoopback()).isTrue();
    assertThat(settings.addresses().get(0).getHostAddress()).isEqualTo("127.0.0.1");
    assertThat(settings.url(settings.port())).isEqualTo("http://localhost:9680");
  }

  @Test
  void whereItIsOff_nothingElseIsRead() {
    assertThat(
            ConsoleSettings.read(Map.of("audio.console", "false", "audio.console.port", "no")::get)
                .enabled())
        .isFalse();
  }

  @Test
  void beyondThisMachine_itHasTls() {
    ConsoleSettings all = ConsoleSettings.read(Map.of("audio.console.host", "0.0.0.0")::get);
    assertThat(all.isLoopback()).isFalse();
    assertThat(all.url(9_681)).isEqualTo("https://0.0.0.0:9681");
    ConsoleSettings six = ConsoleSettings.read(Map.of("audio.console.host", "[::1]")::get);
    assertThat(six.isLoopback()).isTrue();
    assertThat(six.url(1)).isEqualTo("http://[::1]:1");
  }

  @ParameterizedTest
  @CsvSource({
    "audio.console, yes, 'audio.console=yes: allowed are true, false'",
    "audio.console.port, 0, audio.console.port=0: a port is a whole number from 1 to 65535",
    "audio.console.port, x, audio.console.port=x: a port is a whole number from 1 to 65535",
    "audio.console.password, secret, make its line with 'camel-audio console-password'",
    "audio.console.viewPassword, secret, make its line with 'camel-audio console-password --view'",
  })
  void aWrongValue_isRefused_withWhatToDo(String name, String value, String sentence) {
    assertThatThrownBy(() -> ConsoleSettings.read(Map.of(name, value)::get))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(sentence.replace("make its line with ", ""))
        .hasNoCause();
    assertThatThrownBy(() -> ConsoleSettings.read(Map.of(name, value)::get))
        .message()
        .satisfies(text -> assertThat(name.endsWith("assword") && text.contains("=")).isFalse());
  }
}
