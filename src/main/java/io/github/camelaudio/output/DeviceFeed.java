package io.github.camelaudio.output;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.audio.Samples;
import io.github.camelaudio.device.AudioDeviceException;
import io.github.camelaudio.device.PlaybackDevice;
import io.github.camelaudio.playout.Mixer;
import io.github.camelaudio.playout.stats.StallCause;
import java.util.concurrent.TimeUnit;

/**
 * Feeds one open device, a period at a time, and finds out why it went without: either it had
 * nothing left because this machine was late, or it accepted no data. The playout thread's;
 * allocates nothing for a period.
 */
final class DeviceFeed {

  /** Told of what happens. On the playout thread. */
  interface Listener {

    /**
     * The device went without sound.
     *
     * @param nanos how late the playout thread was, or how long the device accepted no data
     */
    void stalled(StallCause cause, long nanos);

    /** The buffer's size has changed. */
    void resized(int millis, boolean grown);
  }

  /** Beyond what it holds a device may take this long before it counts as standing still. */
  private static final long STALL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final int PERIODS_PER_BUFFER = 4;
  private static final int MAX_PERIOD_MILLIS = 20;

  private final PlaybackDevice device;
  private final Mixer mixer;
  private final PcmFormat format;
  private final DeviceBuffer buffer;
  private final AudioClock clock;
  private final Listener listener;
  private final int periodFrames;
  private final long periodNanos;
  private final float[] mix;
  private final byte[] pcm;

  private long underruns;

  /** When the device last had room: reading and writing since then count as this machine's time. */
  private long lastRoomNanos;

  /** How long the device has had no room since the last write, and by how much we woke late. */
  private long waitedNanos;

  private long lateNanos;

  /** Set until the device is filled again: those pulls come faster than it plays. */
  private boolean refilling = true;

  private boolean flowing;

  private StallCause cause = StallCause.MACHINE;
  private long stallNanos;

  DeviceFeed(
      PlaybackDevice device,
      Mixer mixer,
      PcmFormat format,
      DeviceBuffer buffer,
      AudioClock clock,
      Listener listener) {
    this.device = device;
    this.mixer = mixer;
    this.format = format;
    this.buffer = buffer;
    this.clock = clock;
    this.listener = listener;
    this.periodFrames = periodFrames(format, buffer);
    this.periodNanos = format.nanosOfFrames(periodFrames);
    this.mix = new float[periodFrames * format.channels()];
    this.pcm = new byte[periodFrames * format.bytesPerFrame()];
    this.underruns = device.underruns();
    this.lastRoomNanos = clock.nanoTime();
  }

  /** How much a device with such a buffer is given at once. */
  static int periodFrames(PcmFormat format, DeviceBuffer buffer) {
    int quarter = format.framesOfMillis(buffer.millis()) / PERIODS_PER_BUFFER;
    return Math.max(1, Math.min(quarter, format.framesOfMillis(MAX_PERIOD_MILLIS)));
  }

  /**
   * Waits for room for one period, two periods at most, and fills it.
   *
   * @return whether the device had room
   */
  boolean feedPeriod() throws AudioDeviceException {
    long timeout = 2 * periodNanos;
    long before = clock.nanoTime();
    int room = device.await(periodFrames, timeout);
    long now = clock.nanoTime();
    long waited = now - before;
    if (room == 0) {
      waitedNanos += waited;
      lateNanos += Math.max(0, waited - timeout);
      return false;
    }
    checkUnderrun(now);
    if (refilling && waited > periodNanos / 4) {
      refilled(now);
    }
    mixer.read(mix, periodFrames, now);
    limitAdapting(clock.nanoTime() - now);
    Samples.encode(format.encoding(), mix, 0, pcm, 0, mix.length);
    device.write(pcm, periodFrames);
    lastRoomNanos = now;
    waitedNanos = 0;
    lateNanos = 0;
    return true;
  }

  /**
   * Reading takes at most 40 % of a period, so that the threads that bring the sound get on, too:
   * beyond it fewer streams may adapt, and one more again for each read that is short.
   */
  private void limitAdapting(long spentNanos) {
    long most = 2 * periodNanos / 5;
    int adapting = mixer.maxAdapting();
    if (spentNanos > most) {
      mixer.limitAdapting((int) (adapting * most / spentNanos));
    } else if (adapting < Mixer.MAX_STREAMS && spentNanos < most / 2) {
      mixer.limitAdapting(adapting + 1);
    }
  }

  /** Whether the device was filled once, and has asked for more at its own pace. */
  boolean isFlowing() {
    return flowing;
  }

  /** How long the device has accepted no data although this thread asked it in time. */
  long standstillNanos() {
    return Math.max(0, waitedNanos - lateNanos);
  }

  private void checkUnderrun(long now) {
    long bufferNanos = TimeUnit.MILLISECONDS.toNanos(buffer.millis());
    boolean underrun = flowing && device.underruns() != underruns;
    underruns = device.underruns();
    boolean stoodStill = standstillNanos() > bufferNanos + STALL_NANOS;
    if (underrun || stoodStill) {
      long late = now - lastRoomNanos - periodNanos;
      // A device that has just been opened may want more at once than its buffer holds.
      boolean ours = !stoodStill && late > 0;
      cause = ours ? StallCause.MACHINE : StallCause.DEVICE;
      stallNanos = Math.max(1, late);
      refilling = true;
      if (!stoodStill && buffer.underrun(now)) {
        resize(true);
      }
    } else if (buffer.calm(now)) {
      resize(false);
    }
  }

  private void resize(boolean grown) {
    if (device.resize(format.framesOfMillis(buffer.millis()))) {
      listener.resized(buffer.millis(), grown);
    }
    refilling = true;
  }

  /** The next pull is the first at the device's own pace. */
  private void refilled(long now) {
    refilling = false;
    boolean wasFlowing = flowing;
    flowing = true;
    mixer.restartPulls();
    if (!wasFlowing) {
      stallNanos = 0; // it took its time to begin
    }
    if (stallNanos > 0) {
      mixer.deviceStalled(cause, stallNanos, now);
      listener.stalled(cause, stallNanos);
      stallNanos = 0;
    }
  }
}
