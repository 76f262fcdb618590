package io.github.camelaudio.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.audio.PcmFormat;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.TimeUnit;
import javax.sound.sampled.SourceDataLine;
import org.junit.jupiter.api.Test;

/** On a line of 40 ms that plays by a simulated clock, and can be made to stand still. */
class JavaSoundPlaybackTest {

  private static final PcmFormat MONO = new PcmFormat(48_000, 1, Encoding.S16);
  private static final int BUFFER_BYTES = 40 * 48 * 2;
  private static final int PERIOD = 480;
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private final FakeClock clock = new FakeClock();
  private final Line line = new Line();
  private final JavaSoundPlayback device = new JavaSoundPlayback("test", line.proxy(), MONO, clock);

  /** What is used of a line; the interface has some thirty methods more. */
  private final class Line {
    private long playedUntil = clock.nanoTime();
    private int held;
    private boolean still;
    private boolean open = true;
    private int starts;

    SourceDataLine proxy() {
      return (SourceDataLine)
          Proxy.newProxyInstance(
              SourceDataLine.class.getClassLoader(),
              new Class<?>[] {SourceDataLine.class},
              (self, method, arguments) -> call(method, arguments));
    }

    private Object call(Method method, Object[] arguments) {
      return switch (method.getName()) {
        case "available" -> available();
        case "getBufferSize" -> BUFFER_BYTES;
        case "isOpen" -> open;
        case "write" -> write((int) arguments[2]);
        case "stop" -> 0;
        case "start" -> start();
        default -> throw new IllegalStateException(method.getName());
      };
    }

    private int available() {
      long now = clock.nanoTime();
      if (!still) {
        held = (int) Math.max(0, held - (now - playedUntil) * 96 / MILLI);
      }
      playedUntil = now;
      return BUFFER_BYTES - held;
    }

    private int write(int bytes) {
      held += bytes;
      return bytes;
    }

    private int start() {
      starts++;
      still = false;
      return 0;
    }
  }

  private void fill() throws AudioDeviceException {
    for (int i = 0; i < 4; i++) {
      assertEquals(true, device.await(PERIOD, 20 * MILLI) >= PERIOD);
      device.write(new byte[2 * PERIOD], PERIOD);
    }
  }

  @Test
  void await_untilThereIsRoom_takesAsLongAsThatIsPlayed() throws Exception {
    fill();
    long start = clock.nanoTime();
    assertEquals(PERIOD, device.await(PERIOD, 20 * MILLI));
    assertEquals(10, (clock.nanoTime() - start) / MILLI);
    assertEquals(0, device.underruns());
  }

  @Test
  void await_whileTheLineStandsStill_startsItAgainAfterATenthOfASecond() throws Exception {
    fill();
    line.still = true;
    long start = clock.nanoTime();
    int room = 0;
    while (room == 0) {
      room = device.await(PERIOD, 20 * MILLI);
    }
    assertEquals(1, line.starts);
    assertEquals(120, (double) (clock.nanoTime() - start) / MILLI, 11);
  }

  @Test
  void underruns_countsEachTimeThatTheLineRanDry() throws Exception {
    fill();
    clock.advanceNanos(100 * MILLI);
    device.await(PERIOD, 20 * MILLI);
    device.await(PERIOD, 20 * MILLI);
    assertEquals(1, device.underruns());
    fill();
    clock.advanceNanos(100 * MILLI);
    device.await(PERIOD, 20 * MILLI);
    assertEquals(2, device.underruns());
  }

  @Test
  void await_onALineThatWasClosed_saysThatItWentAway() {
    line.open = false;
    AudioDeviceException e =
        assertThrows(AudioDeviceException.class, () -> device.await(PERIOD, MILLI));
    assertEquals("playback device 'test' went away", e.getMessage());
  }
}
