package io.github.camelaudio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

  private static final List<String> KNOWN =
      List.of("peer", "peer2", "port", "radioPort", "transport");

  @ParameterizedTest
  @CsvSource({
    "per, peer",
    "prot, port",
    "PEER, peer",
    "radioport, radioPort",
    "trasnprot, transport",
    "peer3, peer",
    "file, ",
    "x, ",
  })
  void to_isTheKnownNameWithFewestMistakes(String name, String expected) {
    assertThat(Nearest.to(name, KNOWN).orElse(null)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"ab, ab, 0", "ab, ba, 1", "abc, ac, 1", "ac, abc, 1", "abc, axc, 1", "abcd, badc, 2"})
  void mistakes_areCountedOnceEach(String first, String second, int count) {
    assertThat(Nearest.mistakes(first, second)).isEqualTo(count);
  }
}
