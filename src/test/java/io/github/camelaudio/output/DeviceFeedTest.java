package io.github.camelaudio.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.device.AudioDeviceException;
import io.github.camelaudio.device.PlaybackDevice;
import io.github.camelaudio.playout.Mixer;
import io.github.camelaudio.playout.PlayoutSettings;
import io.github.camelaudio.playout.StreamLog;
import io.github.camelaudio.playout.stats.PlayoutTrace;
import io.github.camelaudio.playout.stats.StallCause;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A device that plays 48 frames a millisecond of a simulated clock out of a buffer. */
class DeviceFeedTest {

  private static final PcmFormat MONO = new PcmFormat(48_000, 1, Encoding.S16);
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private final FakeClock clock = new FakeClock();
  private final Device device = new Device();
  private final List<String> events = new ArrayList<>();
  private final DeviceBuffer buffer = DeviceBuffer.adaptive();
  private final DeviceFeed feed =
      new DeviceFeed(device, mixer(), MONO, buffer, clock, new Events());

  private static Mixer mixer() {
    return new Mixer(MONO, new PlayoutSettings(10, 100, 1), silentLog(), null);
  }

  private static StreamLog silentLog() {
    return new StreamLog(LoggerFactory.getLogger(DeviceFeedTest.class), "test");
  }

  private final class Events implements DeviceFeed.Listener {
    @Override
    public void stalled(StallCause cause, long nanos) {
      events.add(cause + " " + nanos / MILLI);
    }

    @Override
    public void resized(int millis, boolean grown) {
      events.add((grown ? "grown " : "shrunk ") + millis);
    }
  }

  /** The device itself: it plays while the clock goes on, and can be made to stand still. */
  private final class Device implements PlaybackDevice {
    private int size = 40 * 48;
    private double held;
    private long playedUntil = clock.nanoTime();
    private long stillUntil = Long.MIN_VALUE;
    private long underruns;
    private boolean started;

    private void play() {
      long now = clock.nanoTime();
      long from = Math.max(playedUntil, Math.min(now, stillUntil));
      double wanted = (now - from) * 48.0 / MILLI;
      playedUntil = now;
      if (started && wanted > held) {
        underruns++;
        started = false;
      }
      held = Math.max(0, held - wanted);
    }

    @Override
    public int await(int frames, long timeoutNanos) {
      long deadline = clock.nanoTime() + timeoutNanos;
      play();
      while (size - held < frames && clock.nanoTime() < deadline) {
        clock.advanceNanos(MILLI);
        play();
      }
      return size - held < frames ? 0 : (int) (size - held);
    }

    @Override
    public void write(byte[] pcm, int frames) {
      play();
      held += frames;
      started = true;
    }

    @Override
    public long underruns() {
      return underruns;
    }

    @Override
    public boolean resize(int bufferFrames) {
      size = bufferFrames;
      return true;
    }

    @Override
    public long latencyNanos() {
      return -1;
    }

    @Override
    public String standstill() {
      return "";
    }

    @Override
    public String name() {
      return "simulated";
    }

    @Override
    public void close() {}
  }

  private void run(int millis) throws AudioDeviceException {
    long end = clock.nanoTime() + millis * MILLI;
    while (clock.nanoTime() < end) {
      feed.feedPeriod();
    }
  }

  /** Makes the mix take time for each block that it files. */
  private PlayoutTrace slow(long[] costNanos) {
    return new PlayoutTrace() {
      @Override
      public void block(AudioBlock block, long arrival, Reading reading, Event event) {
        clock.advanceNanos(costNanos[0]);
      }

      @Override
      public void ended(long streamId, long nowNanos) {}

      @Override
      public void stalled(StallCause cause, long nanos, long nowNanos) {}
    };
  }

  @Test
  void turn_whenTheMixTakesTooLong_letsFewerStreamsAdapt_andAllAgainWhenItIsShort()
      throws Exception {
    long[] costNanos = {0};
    Mixer mixer = new Mixer(MONO, new PlayoutSettings(10, 100, 1), silentLog(), slow(costNanos));
    DeviceFeed feeding = new DeviceFeed(device, mixer, MONO, buffer, clock, new Events());
    for (int turn = 0; turn < 200; turn++) {
      costNanos[0] = turn < 20 ? 5 * MILLI : 0; // half of a period
      AudioBlock block =
          AudioBlock.builder(MONO).streamId(1).timestamp(turn * 480).live(true).pcm(new byte[960]);
      mixer.accept(block, clock.nanoTime());
      feeding.feedPeriod();
      if (turn == 19) {
        assertTrue(mixer.maxAdapting() < 5, mixer.maxAdapting() + " streams");
      }
    }
    assertEquals(Mixer.MAX_STREAMS, mixer.maxAdapting());
  }

  @Test
  void turn_whenTheMixTookLongerThanTheDeviceHolds_isThisMachinesFault() throws Exception {
    long[] costNanos = {0};
    Mixer mixer = new Mixer(MONO, new PlayoutSettings(10, 100, 1), silentLog(), slow(costNanos));
    DeviceFeed feeding = new DeviceFeed(device, mixer, MONO, buffer, clock, new Events());
    for (int turn = 0; turn < 40; turn++) {
      costNanos[0] = turn == 20 ? 100 * MILLI : 0;
      AudioBlock block =
          AudioBlock.builder(MONO).streamId(1).timestamp(turn * 480).live(true).pcm(new byte[960]);
      mixer.accept(block, clock.nanoTime());
      feeding.feedPeriod();
    }
    assertTrue(events.stream().anyMatch(each -> each.startsWith("MACHINE")), events.toString());
    assertTrue(events.stream().noneMatch(each -> each.startsWith("DEVICE")), events.toString());
  }

  @Test
  void turn_inTime_tellsOfNothing() throws Exception {
    run(10_000);
    assertEquals(List.of(), events);
    assertEquals(0, device.underruns);
  }

  @Test
  void turn_whenThisMachineWasLateForLessThanTheDeviceHolds_tellsOfNothing() throws Exception {
    run(100);
    clock.advanceNanos(25 * MILLI);
    run(100);
    assertEquals(List.of(), events);
  }

  @Test
  void turn_whenThisMachineWasLate_saysByHowMuch_andTheBufferGrows() throws Exception {
    run(100);
    clock.advanceNanos(100 * MILLI);
    run(100);
    assertEquals(List.of("grown 60", "MACHINE 90"), events);
    assertEquals(60 * 48, device.size);
  }

  @Test
  void turn_whenTheDeviceStoodStill_saysForHowLong_andTheBufferStays() throws Exception {
    run(100);
    device.stillUntil = clock.nanoTime() + 400 * MILLI;
    run(600);
    assertEquals(1, events.size(), events.toString());
    assertEquals("DEVICE 400", events.get(0));
    assertEquals(40, buffer.millis());
  }

  @Test
  void turn_afterMinutesOfCalm_shrinksWhatHadGrown() throws Exception {
    run(100);
    clock.advanceNanos(100 * MILLI);
    run(181_000);
    assertEquals(List.of("grown 60", "MACHINE 90", "shrunk 50"), events);
  }
}
