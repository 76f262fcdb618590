package io.github.camelaudio.playout;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.meters.Distribution;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A delay of 40 ms and a device that pulls 10 ms at once. Every second block is 6 ms late. */
class MixerTimesTest {

  private static final int FRAMES = 480;
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private final Mixer mixer =
      new Mixer(Voice.MONO, new PlayoutSettings(40, 500, 5), new Events(), null);
  private final Voice voice = Voice.noise(1);
  private long turns;

  private void play(int count) {
    float[] out = new float[FRAMES];
    for (long end = turns + count; turns < end; turns++) {
      long now = turns * 10 * MILLI;
      mixer.accept(voice.block(turns * FRAMES, FRAMES), now + turns % 2 * 6 * MILLI);
      mixer.read(out, FRAMES, now + 9 * MILLI);
    }
  }

  @Test
  void jitter_isHowMuchLaterThanTheFastestOneEachBlockCame() {
    play(200);
    Distribution jitter = mixer.times().jitter().read();
    assertThat(jitter.count()).isEqualTo(200);
    assertThat(jitter.sumMillis()).isEqualTo(600);
    assertThat(jitter.counts()[0]).as("up to 1 ms").isEqualTo(100);
    assertThat(jitter.counts()[4]).as("5 to 7 ms").isEqualTo(100);
  }

  @Test
  void latency_isWhatIsHeldAndWhatTheDeviceTakes() {
    play(100);
    Distribution before = mixer.times().latency().read();
    assertThat(before.count()).isBetween(90L, 96L); // those that came before it played are not
    assertThat(before.quantileMillis(0.5)).isBetween(30.0, 50.0);
    mixer.times().setDeviceLatency(100 * MILLI);
    play(100);
    Distribution all = mixer.times().latency().read();
    assertThat(all.sumMillis() - before.sumMillis())
        .isBetween(100 * (before.sumMillis() / before.count() + 95), 100 * 160.0);
    mixer.times().setDeviceLatency(-1);
    play(100);
    assertThat(mixer.times().latency().read().sumMillis() - all.sumMillis()).isLessThan(5_000);
  }
}
