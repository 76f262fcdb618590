package io.github.camelaudio.wire.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NtpTimeTest {

  private static final long SEED = 20261120;

  @ParameterizedTest
  @CsvSource({
    "1970-01-01T00:00:00.000000001Z",
    "2026-11-20T12:34:56.789012345Z",
    "2036-02-07T06:28:15.999999999Z",
    "2036-02-07T06:28:16Z",
    "2036-02-07T06:28:16.000000001Z",
    "2099-12-31T23:59:59.999999999Z",
  })
  void time_comesBackToTheNanosecond_alsoAfterItsWrapIn2036(Instant time) {
    long nanos = time.getEpochSecond() * 1_000_000_000 + time.getNano();
    assertEquals(nanos, NtpTime.toEpochNanos(NtpTime.ofEpochNanos(nanos)));
  }

  @Test
  void time_ofAnyMomentUntil2104_comesBackToTheNanosecond() {
    Random random = new Random(SEED);
    for (int i = 0; i < 100_000; i++) {
      long nanos = (long) (random.nextDouble() * 4.23e18);
      assertEquals(nanos, NtpTime.toEpochNanos(NtpTime.ofEpochNanos(nanos)), "seed " + SEED);
    }
  }

  @Test
  void ofEpochNanos_countsSecondsSince1900() {
    // RFC 5905 figure 4: the Unix epoch is 2,208,988,800 s into the era.
    assertEquals(2_208_988_800L << 32, NtpTime.ofEpochNanos(0));
    assertEquals(2_208_988_800L << 32 | 0x8000_0000L, NtpTime.ofEpochNanos(500_000_000));
  }
}
