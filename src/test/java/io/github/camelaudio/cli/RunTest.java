package io.github.camelaudio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunTest {

  @TempDir Path directory;

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
    assertThat(PeerAddress.bracketed(key, value)).isEqualTo(expected);
  }

  private int check(String statements, Map<String, String> properties) throws Exception {
    Path file = directory.resolve("Checked.java");
    Files.writeString(
        file,
        "public class Checked extends org.apache.camel.builder.RouteBuilder {\n"
            + "  public void configure() {\n    "
            + statements
            + "\n  }\n}\n");
    return new Run(List.of(file), properties).check();
  }

  /** It would listen, open a device and create a file if it were started. */
  @Test
  void check_ofGoodRoutes_passes_andStartsNothing() throws Exception {
    Path recordings = directory.resolve("recordings");
    String route =
        "from(\"netty:tcp://192.0.2.1:{{port}}?{{audio.tcp.receive}}\").multicast()"
            + ".to(\"speaker:nowhere?missing=fail\", \"wav:"
            + recordings
            + "\");";
    assertThat(check(route, Map.of("port", "4711"))).isZero();
    assertThat(recordings).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "from(\"direct:a\").to(\"mock:a\")",
        "from(\"wav:a.wav?foo=1\").to(\"mock:a\");",
        "from(\"direct:a\").to(\"wav:b?existing={{nowhere}}\");",
        "from(\"direct:a\").process(\"noBean\");",
        "from(\"nosuch:a\").to(\"mock:a\");",
      })
  void check_ofARouteThatCannotStart_fails(String statements) throws Exception {
    assertThat(check(statements, Map.of())).isEqualTo(ExitCode.FAILED);
  }

  @ParameterizedTest
  @CsvSource({"per, x", "camel.main.nothing, 1", "camel.component.speaker.nothing, 1"})
  void check_ofAPropertyThatNothingKnows_fails(String name, String value) throws Exception {
    String route = "from(\"direct:a\").to(\"mock:{{peer}}\");";
    assertThat(check(route, Map.of(name, value))).isEqualTo(ExitCode.FAILED);
  }
}
