package io.github.camelaudio.component.radio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RadioAddressTest {

  @ParameterizedTest
  @CsvSource({
    "tcp://kitchen, kitchen",
    "udp://kitchen/, kitchen",
    "tcp://kitchen:, kitchen",
    "tcp://Living%20Room, Living Room",
    "tcp://Living Room, Living Room",
    "tcp://a+b, a+b",
    "tcp://100%, 100%",
    "tcp://K%C3%BCche, Küche",
  })
  void withoutPortAndDot_itIsTheNameOfAStation(String remaining, String name) {
    RadioAddress address = RadioAddress.parse(remaining);
    assertTrue(address.isName());
    assertEquals(name, address.host());
    assertThrows(IllegalArgumentException.class, address::checkPlace);
  }

  @Test
  void withPort_itIsAPlace() {
    RadioAddress address = RadioAddress.parse("tcp://kitchen:9610");
    assertFalse(address.isName());
    address.checkPlace();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tcp://localhost",
        "tcp://LOCALHOST/",
        "tcp://localhost:",
        "tcp://192.168.1.9",
        "tcp://192.168.1.9:",
        "tcp://",
        "tcp://:",
      })
  void whatIsNeitherNameNorPlace_isRefused(String remaining) {
    assertThrows(IllegalArgumentException.class, () -> RadioAddress.parse(remaining));
  }
}
