package io.github.camelaudio.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginRuleTest {

  @ParameterizedTest(name = "{0} at {1}, {2}: {3}")
  @CsvSource(
      nullValues = "-",
      value = {
        "-, localhost:9680, -, true",
        "-, localhost:9680, none, true",
        "http://localhost:9680, localhost:9680, same-origin, true",
        "https://Studio:9680, studio:9680, same-origin, true",
        "http://localhost:3000, localhost:9680, same-site, false",
        "http://evil.example, localhost:9680, cross-site, false",
        "http://evil.example, localhost:9680, -, false",
        "http://localhost:9680.evil.example, localhost:9680, -, false",
        "null, localhost:9680, -, false",
        "localhost:9680, localhost:9680, -, false",
        "-, localhost:9680, cross-site, false",
        "http://localhost:9680, -, -, false",
      })
  void onlyTheConsolesOwnPage_andPrograms_mayChangeSomething(
      String origin, String host, String fetchSite, boolean allowed) {
    assertThat(OriginRule.allows(origin, host, fetchSite)).isEqualTo(allowed);
  }
}
