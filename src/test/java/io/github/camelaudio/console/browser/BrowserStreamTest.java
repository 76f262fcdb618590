package io.github.camelaudio.console.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.audio.PcmFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mono at 1000 Hz: 10 ms are 20 bytes. */
class BrowserStreamTest {

  private static final PcmFormat FORMAT = new PcmFormat(1_000, 1, Encoding.S16);

  private final FakeClock clock = new FakeClock();
  private final BrowserStream stream = new BrowserStream(FORMAT, 7, -5, 0xFFFF, clock);

  @Test
  void messages_becomeBlocksThatFollowEachOther() {
    AudioBlock first = stream.block(new byte[20]);
    AudioBlock second = stream.block(new byte[] {1, 2});
    assertThat(first.streamId()).isEqualTo(7);
    assertThat(first.live()).isTrue();
    assertThat(first.timestamp()).isEqualTo(-5);
    assertThat(second.timestamp()).isEqualTo(5);
    assertThat(second.sequence()).isZero();
    assertThat(second.toByteArray()).containsExactly(1, 2);
    assertThat(first.captureEpochNanos()).isEqualTo(clock.epochNanos() - 10_000_000);
    AudioBlock end = Objects.requireNonNull(stream.end());
    assertThat(end.last()).isTrue();
    assertThat(end.timestamp()).isEqualTo(6);
  }

  @Test
  void streamWithoutSound_hasNoEnd() {
    assertThat(stream.end()).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 21, 202})
  void messageOfAnotherSize_isRefused(int bytes) {
    assertThatThrownBy(() -> stream.block(new byte[bytes]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(bytes + " bytes in a message; allowed are whole frames of 2 bytes, 1 to 100");
  }

  @Test
  void longestMessage_isTaken() {
    assertThat(stream.block(new byte[200]).frames()).isEqualTo(100);
  }

  @Test
  void twiceAsFastAsItSounds_isAllowed_andFasterIsNot() {
    for (int i = 0; i < 100; i++) {
      stream.block(new byte[200]);
      clock.advanceMillis(50);
    }
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 100; i++) {
                stream.block(new byte[200]);
                clock.advanceMillis(40);
              }
            })
        .hasMessageStartingWith("more than 2 times as much sound");
  }

  @Test
  void secondThatWaitedInTheNetwork_mayComeAtOnce() {
    for (int i = 0; i < 10; i++) {
      stream.block(new byte[200]);
    }
    assertThatThrownBy(() -> stream.block(new byte[200]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
