package io.github.camelaudio.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class StreamTraceTest {

  private static final Grid COLUMNS = new Grid(0, 0.1, 100);
  private static final Grid BARS = new Grid(0, 0.5, 20);

  private final StreamTrace stream = new StreamTrace(7, COLUMNS, BARS);

  @Test
  void whatWasConcealed_standsBetweenTheLineBeforeAndTheOneThatTells() {
    stream.add(Traces.row(1, 30, 0, 0));
    stream.add(Traces.row(3, 30, 48_000, 0));
    assertThat(stream.concealedPerSecond(1)).isZero();
    for (int bar = 2; bar < 6; bar++) {
      assertThat(stream.concealedPerSecond(bar)).isEqualTo(500, within(1e-6));
    }
    assertThat(stream.concealedPerSecond(6)).isZero();
  }

  @Test
  void whatCameTooLate_standsWhereItWasMissing() {
    stream.add(Traces.row(1, 30, 0, 0));
    stream.add(Traces.row(3.2, -2_000, 480, 480));
    assertThat(stream.latePerSecond(2)).isEqualTo(20, within(1e-6));
    assertThat(stream.latePerSecond(6)).isZero();
  }

  @Test
  void totalsOfAStreamThatBeginsAnew_areAdded() {
    stream.add(Traces.row(1, 30, 480, 0, TraceFormat.Event.BEGAN));
    stream.add(Traces.row(2, 30, 960, 0));
    stream.add(Traces.row(3, 30, 480, 0, TraceFormat.Event.BEGAN));
    // Three blocks came, and as much was concealed.
    assertThat(stream.concealedShare()).isEqualTo(0.5);
  }

  @Test
  void totalsBeyondAllSound_areSharesAllTheSame() {
    stream.add(Traces.row(1, 30, Long.MAX_VALUE, 0, TraceFormat.Event.BEGAN));
    stream.add(Traces.row(2, 30, Long.MAX_VALUE, 9, TraceFormat.Event.BEGAN));
    assertThat(stream.concealedShare()).isEqualTo(1);
    assertThat(stream.lateShare()).isBetween(0.0, 1e-9);
  }

  @Test
  void totalsBeforeTheTraceBegan_areNotOfIt() {
    stream.add(Traces.row(1, 30, 48_000, 48_000));
    stream.add(Traces.row(2, 30, 48_480, 48_000));
    assertThat(stream.concealedShare()).isEqualTo(1.0 / 3);
    assertThat(stream.lateShare()).isZero();
  }

  @Test
  void totalsOfLinesOutOfOrder_countOnce() {
    stream.add(Traces.row(1, 30, 480, 0, TraceFormat.Event.BEGAN));
    stream.add(Traces.row(0.9, 30, 0, 0));
    stream.add(Traces.row(1.1, 30, 480, 0));
    assertThat(stream.concealedShare()).isEqualTo(0.25);
  }

  @Test
  void lateFrames_wereNotPlayed() {
    stream.add(Traces.row(1, 30, 0, 0));
    stream.add(Traces.row(2, -5, 480, 480));
    assertThat(stream.concealedShare()).isEqualTo(0.5);
    assertThat(stream.lateShare()).isEqualTo(0.5);
    assertThat(stream.lateBlocks()).isEqualTo(1);
    assertThat(stream.leastDelayMillis()).isEqualTo(-5);
    assertThat(stream.leastDelaySeconds()).isEqualTo(2);
  }

  @Test
  void lineThatTellsAnEvent_isNoBlock() {
    stream.add(
        new TraceRow(
            1,
            7,
            0,
            48_000,
            -9,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            0,
            0,
            0,
            0,
            0,
            Double.NaN,
            TraceFormat.Event.ENDED));
    assertThat(stream.blocks()).isZero();
    assertThat(stream.lateBlocks()).isZero();
    assertThat(stream.delay().has(10)).isFalse();
    assertThat(stream.concealedShare()).isZero();
  }
}
