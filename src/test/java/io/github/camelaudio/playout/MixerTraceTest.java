package io.github.camelaudio.playout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.playout.stats.PlayoutTrace;
import io.github.camelaudio.playout.stats.StallCause;
import io.github.camelaudio.playout.stats.SwitchedTrace;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MixerTraceTest {

  private static final int PERIOD = 240;

  private final SwitchedTrace trace = new SwitchedTrace();
  private final Mixer mixer =
      new Mixer(Voice.MONO, new PlayoutSettings(5, 500, 1), new Events(), trace);
  private final PullingDevice device = new PullingDevice(mixer, PERIOD);

  private static final class Told implements PlayoutTrace {
    final List<String> lines = new ArrayList<>();

    @Override
    public void block(AudioBlock block, long arrivalNanos, Reading reading, Event event) {
      lines.add(event + " " + block.streamId());
    }

    @Override
    public void ended(long streamId, long nowNanos) {
      lines.add("ended " + streamId);
    }

    @Override
    public void stalled(StallCause cause, long nanos, long nowNanos) {
      lines.add(cause + " " + nanos);
    }
  }

  @Test
  void traceThatIsSwitchedOn_isToldFromThenOn_thatAStreamBeganOnlyWhenItDid() {
    Told told = new Told();
    device.pullWhileSpeaking(2, 0, Voice.noise(1));
    trace.set(told);
    device.pullWhileSpeaking(1, 2 * PERIOD, Voice.noise(1), Voice.noise(2));
    mixer.deviceStalled(StallCause.DEVICE, 5, device.nowNanos());
    mixer.accept(Voice.noise(2).end(PERIOD), device.nowNanos());
    device.pullWhileSpeaking(5, 3 * PERIOD, Voice.noise(1));
    trace.set(null);
    device.pullWhileSpeaking(2, 8 * PERIOD, Voice.noise(1));
    assertEquals(
        List.of("NONE 1", "BEGAN 2", "DEVICE 5", "NONE 1", "NONE 1"), told.lines.subList(0, 5));
    assertEquals(1, told.lines.stream().filter("ended 2"::equals).count());
    assertEquals(3 + 5 + 1, told.lines.size(), told.lines::toString);
  }
}
