package io.github.camelaudio.station;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.audio.PcmFormat;
import org.junit.jupiter.api.Test;

class DatagramPaceTest {

  /** Of 40 bytes a millisecond. */
  private static final PcmFormat FORMAT = PcmFormat.parse("s16/10000/2");

  private static final long MILLISECOND = 1_000_000;

  private final FakeClock clock = new FakeClock();
  private final DatagramPace pace = new DatagramPace(FORMAT, clock);

  @Test
  void waitNanos_beforeTheFirstDatagram_isZero() {
    assertEquals(0, pace.waitNanos());
  }

  @Test
  void waitNanos_afterADatagram_isWhatIsLeftOfItsSound() {
    pace.sent(4_000);
    assertEquals(100 * MILLISECOND, pace.waitNanos());
    clock.advanceMillis(40);
    assertEquals(60 * MILLISECOND, pace.waitNanos());
    clock.advanceMillis(61);
    assertEquals(0, pace.waitNanos());
  }

  @Test
  void sent_ofADatagramThatIsLate_isDueAgainAsIfItHadBeenInTime() {
    pace.sent(4_000);
    clock.advanceMillis(130);
    pace.sent(4_000);
    assertEquals(70 * MILLISECOND, pace.waitNanos());
  }

  @Test
  void sent_aWholeDatagramOrMoreTooLate_beginsAgainFromNow() {
    pace.sent(4_000);
    clock.advanceMillis(10_000);
    pace.sent(4_000);
    assertEquals(100 * MILLISECOND, pace.waitNanos());
  }

  @Test
  void sent_ofAnEmptyDatagram_takesNoTime() {
    pace.sent(0);
    assertEquals(0, pace.waitNanos());
  }
}
