package io.github.camelaudio.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostRuleTest {

  private final HostRule rule =
      new HostRule(
          List.of("localhost", "Studio", "studio.local"),
          address -> address.getHostAddress().equals("192.0.2.7"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST:9680",
        "localhost.:1",
        "127.0.0.1:9680",
        "[::1]:9680",
        "[::1]",
        "studio",
        "studio.local:80",
        "192.0.2.7:9680",
      })
  void ownNamesAndAddresses_areAccepted_withAnyPort(String header) {
    assertThat(rule.accepts(header)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "localhost.evil.example",
        "192.0.2.8:9680",
        "[2001:db8::1]:9680",
        "localhost@evil.example",
        "localhost:9680:1",
        "localhost evil.example",
        "1.2.3",
        "::1",
        "",
      })
  void foreignNamesAndAddresses_areRefused(String header) {
    assertThat(rule.accepts(header)).isFalse();
  }

  @Test
  void noHeader_isRefused() {
    assertThat(rule.accepts(null)).isFalse();
  }
}
