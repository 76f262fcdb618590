package io.github.camelaudio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunTest {

  @ParameterizedTest
  @CsvSource({
    "peer, ::1, [::1]",
    "PEER2, fe80::1%eth0, [fe80::1%eth0]",
    "peer, 2001:DB8::192.0.2.1, [2001:DB8::192.0.2.1]",
    "peer, [::1], [::1]",
    "peer, 192.168.1.20, 192.168.1.20",
    "peer, host:9600, host:9600",
    "peer, localhost, localhost",
    "file, ::1, ::1",
  })
  void bracketed_putsAPeersBareIpv6AddressInBrackets(String key, String value, String expected) {
    assertThat(Run.bracketed(key, value)).isEqualTo(expected);
  }
}
