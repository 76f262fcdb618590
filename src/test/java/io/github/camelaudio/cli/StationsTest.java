package io.github.camelaudio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.discovery.Found;
import io.github.camelaudio.discovery.Kind;
import io.github.camelaudio.wire.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StationsTest {

  private static Found found(String name, String host, Map<String, String> texts) throws Exception {
    return new Found(
        Kind.STATION,
        Transport.UDP,
        name,
        new InetSocketAddress(InetAddress.getByName(host), 9610),
        texts);
  }

  @Test
  void list_hasALineForEach_withADashWhereNothingIsSaid() throws Exception {
    assertThat(
            Stations.list(
                    List.of(
                        found("Kitchen", "192.168.1.9", Map.of("wire", "rtp")),
                        found("Kitchen (2)", "fd00::2", Map.of("format", "s16/48000/2"))))
                .lines()
                .map(line -> line.strip().replaceAll(" +", " ")))
        .containsExactly(
            "NAME KIND ADDRESS WIRE FORMAT VERSION",
            "Kitchen station udp://192.168.1.9:9610 rtp - -",
            "Kitchen (2) station udp://[fd00:0:0:0:0:0:0:2]:9610 - s16/48000/2 -");
  }

  @Test
  void namesAndTextsThatMeanHarm_areEscaped() throws Exception {
    String harm = "\u001b[2J\nKitchen\u202e";
    String list = Stations.list(List.of(found(harm, "192.168.1.9", Map.of("wire", harm))));
    assertThat(list.lines()).hasSize(2);
    assertThat(list.lines().toList().get(1))
        .contains("\\u001b[2J\\u000aKitchen\\u202e")
        .doesNotContain("\u001b")
        .doesNotContain("\u202e");
  }

  @Test
  void emptyList_saysWhatToCheck() {
    assertThat(Stations.list(List.of())).contains("UDP port 5353");
  }
}
