package io.github.camelaudio.cli.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WarmUpTest {

  @ParameterizedTest
  @ValueSource(strings = {"Receiver", "RadioListener", "Conference", "BrowserMicrophone"})
  void isAwaited_whereStreamsOfOthersArePlayed(String route) throws IOException {
    assertThat(WarmUp.isAwaited(List.of(text(route)))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"WavSender", "MicSender", "MicFanOut", "RadioServer", "Relay"})
  void isNotAwaited_whereNothingIsPlayed(String route) throws IOException {
    assertThat(WarmUp.isAwaited(List.of(text(route)))).isFalse();
  }

  @Test
  void isNotAwaited_whereAFileOfTheRunIsPlayed() throws IOException {
    assertThat(WarmUp.isAwaited(List.of(text("Demo")))).isFalse();
    assertThat(WarmUp.isAwaited(List.of(text("Receiver"), text("WavSender")))).isFalse();
  }

  @Test
  void isAwaited_whereItIsNotKnownWhatPlays() {
    String hidden = "from(\"netty:tcp://0.0.0.0:9600\").to(\"{{out}}\");";
    assertThat(WarmUp.isAwaited(List.of(hidden))).isTrue();
    assertThat(WarmUp.isAwaited(List.of(hidden.replace("{{out}}", "wav:{{out}}")))).isFalse();
  }

  private static String text(String route) throws IOException {
    return Files.readString(Path.of("routes", route + ".java"));
  }
}
