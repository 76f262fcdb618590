package io.github.camelaudio.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WrapTest {

  @ParameterizedTest
  @CsvSource({
    "5, 5, 0",
    "6, 5, 1",
    "5, 6, -1",
    "0, 65535, 1",
    "65535, 0, -1",
    "10, 65530, 16",
    "32767, 0, 32767",
    "32768, 0, -32768",
    "0, 32768, -32768",
    "32769, 0, -32767",
  })
  void sequenceDistance_holdsAcrossTheWrap(int later, int earlier, int distance) {
    assertEquals(distance, Wrap.sequenceDistance(later, earlier));
  }

  @ParameterizedTest
  @CsvSource({
    "480, 0, 480",
    "0, 480, -480",
    "-2147483648, 2147483647, 1",
    "2147483647, -2147483648, -1",
    "0, -1, 1",
    "100, -380, 480",
    "2147483647, 0, 2147483647",
  })
  void timestampDistance_holdsAcrossTheWrap(int later, int earlier, int distance) {
    assertEquals(distance, Wrap.timestampDistance(later, earlier));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 1",
    "65535, 1, 0",
    "65530, 10, 4",
    "0, -1, 65535",
    "3, -65539, 0",
    "7, 65536, 7"
  })
  void sequencePlus_staysWithinSixteenBits(int sequence, int steps, int expected) {
    assertEquals(expected, Wrap.sequencePlus(sequence, steps));
  }
}
