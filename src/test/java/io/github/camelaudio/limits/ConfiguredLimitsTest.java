package io.github.camelaudio.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfiguredLimitsTest {

  private static NetworkLimits of(Map<String, String> properties) {
    return new ConfiguredLimits(name -> Optional.ofNullable(properties.get(name))).get();
  }

  @Test
  void eachProperty_setsItsOwnLimit() {
    assertThat(of(Map.of())).isEqualTo(new NetworkLimits(1_024, 64, 16, 20, 20));
    assertThat(
            of(
                Map.of(
                    "audio.maxConnections", "1",
                    "audio.maxConnectionsPerHost", "2",
                    "audio.maxStreamsPerHost", "3",
                    "audio.newStreamsPerSecond", "4",
                    "audio.newConnectionsPerSecond", " 5 ")))
        .isEqualTo(new NetworkLimits(1, 2, 3, 4, 5));
  }

  @Test
  void whatIsNoNumberInItsRange_isRefused() {
    for (String bad : new String[] {"0", "-1", "many", "1000001", "1.5"}) {
      assertThatThrownBy(() -> of(Map.of("audio.newConnectionsPerSecond", bad)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("audio.newConnectionsPerSecond")
          .hasMessageContaining(bad);
    }
  }
}
