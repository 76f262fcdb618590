package io.github.camelaudio.output;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.device.AudioDeviceException;
import io.github.camelaudio.device.AudioDevices;
import io.github.camelaudio.device.DeviceState;
import io.github.camelaudio.device.PlaybackDevice;
import io.github.camelaudio.device.RealTimePriority;
import io.github.camelaudio.flow.Engine;
import io.github.camelaudio.flow.LoopGuard;
import io.github.camelaudio.meters.MeterTable;
import io.github.camelaudio.playout.Mixer;
import io.github.camelaudio.playout.PlayoutMeters;
import io.github.camelaudio.playout.PlayoutSettings;
import io.github.camelaudio.playout.StreamLog;
import io.github.camelaudio.playout.stats.PlayoutStats;
import io.github.camelaudio.playout.stats.PlayoutTrace;
import io.github.camelaudio.playout.stats.StallCause;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A device that is kept open and fed: with the mix of what plays, else with silence, so that the
 * first word of a stream is not cut off. Routes call {@link #play}; one playout thread runs {@link
 * #run}, and the device alone paces it.
 */
public final class Speaker implements Engine {

  public static final MeterTable<Speaker> METERS = meters();

  private static final Logger LOG = LoggerFactory.getLogger(Speaker.class);
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long STANDSTILL_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** A virtual device may have played two seconds of silence ahead before it was opened. */
  private static final long OPENING_NANOS = TimeUnit.SECONDS.toNanos(3);

  private static final long LOG_INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long MIN_LOGGED_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private static MeterTable<Speaker> meters() {
    MeterTable.Builder<Speaker> table = MeterTable.of("speaker");
    PlayoutMeters.declare(table, Speaker::mixer);
    PlayoutMeters.declareStalls(table, Speaker::mixer);
    return table
        .counter(
            "unplayedBlocks",
            "blocks",
            "Blocks that came while the device was away or stood still",
            Speaker::unplayedBlocks)
        .counter(
            "refusedBlocks",
            "blocks",
            "Blocks of streams for which there was no place, no memory, or no time to resample them",
            Speaker::refusedBlocks)
        .counter(
            "failures",
            "times",
            "How often the playout restarted after an internal error or for lack of memory",
            speaker -> speaker.guard.restarts())
        .level(
            "bufferMillis",
            "ms",
            "What the device holds when full",
            speaker -> speaker.buffer.millis())
        .level(
            "deviceLatencyMillis",
            "ms",
            "Time from handing over a frame until it is heard; -1: not known",
            speaker -> speaker.latencyNanos < 0 ? -1 : speaker.latencyNanos / 1e6)
        .build();
  }

  private final AudioDevices devices;
  private final String deviceName;
  private final PcmFormat format;
  private final DeviceBuffer buffer;
  private final AudioClock clock;
  private final String name;
  private final DeviceState state;
  private final LoopGuard guard;
  private final Mixer mixer;
  private final MixerInput input;

  private @Nullable PlaybackDevice device;
  private volatile boolean stopped;
  private volatile long lastSoundNanos;
  private volatile long latencyNanos = -1;
  private volatile boolean flowing;

  /**
   * Makes a speaker that does nothing yet.
   *
   * @param format what the device plays
   * @param trace told of every block, when there is one
   */
  public Speaker(
      String name,
      AudioDevices devices,
      String deviceName,
      PcmFormat format,
      DeviceBuffer buffer,
      PlayoutSettings settings,
      @Nullable PlayoutTrace trace,
      AudioClock clock) {
    this.devices = devices;
    this.deviceName = deviceName;
    this.format = format;
    this.buffer = buffer;
    this.name = name;
    this.clock = clock;
    this.state = new DeviceState(name);
    this.guard = new LoopGuard(LOG, name, "the playout", clock);
    this.lastSoundNanos = clock.nanoTime() - TimeUnit.DAYS.toNanos(1);
    this.mixer = new Mixer(format, settings, new StreamLog(LOG, name), trace);
    this.input = new MixerInput(clock);
  }

  /**
   * Queues a block to be played at its time. A live block never waits; another one waits while its
   * stream has enough buffered, and the device is there. Any thread.
   *
   * @param source who sends it, asked for a new stream only
   * @param mayWait whether this call may wait
   * @return false when the block has to wait and may not; it is offered again later
   */
  public boolean play(AudioBlock block, Supplier<String> source, boolean mayWait)
      throws InterruptedException {
    if (state.trouble() != null) {
      input.drop();
      return true;
    }
    return input.offer(mixer, block, source, mayWait, this::isPlaying);
  }

  private boolean isPlaying() {
    return !stopped && state.trouble() == null;
  }

  /**
   * Opens the device now.
   *
   * @throws AudioDeviceException when it is not there, or cannot do the format
   */
  public void open() throws AudioDeviceException {
    device =
        devices.openPlayback(
            deviceName,
            format,
            DeviceFeed.periodFrames(format, buffer),
            format.framesOfMillis(buffer.millis()));
    state.present(format.toString());
  }

  /** Feeds the device until {@link #stop}. The playout thread's whole life. */
  @Override
  public void run() {
    RealTimePriority.raise();
    try {
      while (!stopped) {
        try {
          playUntilGone();
        } catch (RuntimeException | Error e) {
          recoverFrom(e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the route is being stopped
    } finally {
      closeDevice();
      mixer.clear(clock.nanoTime());
    }
  }

  /** Feeds the device until it goes away, or the speaker is stopped. */
  private void playUntilGone() throws InterruptedException {
    try {
      if (device == null) {
        open();
      }
      PlaybackDevice open = device;
      if (open != null) {
        feed(open);
      }
    } catch (AudioDeviceException e) {
      closeDevice();
      mixer.clear(clock.nanoTime());
      if (!stopped) {
        state.absent(String.valueOf(e.getMessage()), "nothing is played");
        clock.sleepUntil(clock.nanoTime() + RETRY_NANOS);
      }
    }
  }

  /**
   * A defect of ours, or no memory left: the streams are ended, which gives theirs back, and
   * restart with their next block. Where that was not the first one of late, it may be the
   * device's: it is opened again, half a second later.
   */
  private void recoverFrom(Throwable defect) throws InterruptedException {
    boolean again = guard.trouble() != null;
    guard.goesOnAfter(defect);
    try {
      if (again) {
        closeDevice();
      }
      mixer.clear(clock.nanoTime());
    } catch (RuntimeException | Error e) {
      guard.goesOnAfter(e);
    }
    if (again && !stopped) {
      clock.sleepUntil(clock.nanoTime() + RETRY_NANOS);
    }
  }

  private void feed(PlaybackDevice open) throws AudioDeviceException {
    DeviceFeed feed = new DeviceFeed(open, mixer, format, buffer, clock, new FeedLog());
    while (!stopped) {
      if (mixer.activeStreams() > 0) {
        lastSoundNanos = clock.nanoTime();
      }
      if (feed.feedPeriod()) {
        latencyNanos = open.latencyNanos();
        mixer.times().setDeviceLatency(latencyNanos);
        flowing = feed.isFlowing();
        if (!state.isPresent()) {
          state.present(format.toString());
        }
      } else if (state.isPresent()
          && feed.standstillNanos() > (feed.isFlowing() ? STANDSTILL_NANOS : OPENING_NANOS)) {
        String why = open.standstill();
        state.standsStill(
            "the device accepts no data" + (why.isEmpty() ? "" : " (" + why + ")"),
            "nothing is played");
        mixer.clear(clock.nanoTime());
      }
    }
  }

  /** Logs what the feed finds out: of each cause a line a minute at most. */
  private final class FeedLog implements DeviceFeed.Listener {
    private final Map<StallCause, Long> loggedNanos = new EnumMap<>(StallCause.class);

    @Override
    public void stalled(StallCause cause, long nanos) {
      long now = clock.nanoTime();
      Long logged = loggedNanos.get(cause);
      if (nanos < MIN_LOGGED_NANOS || (logged != null && now - logged < LOG_INTERVAL_NANOS)) {
        return;
      }
      loggedNanos.put(cause, now);
      long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
      if (cause == StallCause.MACHINE) {
        LOG.warn(
            "{}: underrun: this machine is busy, the playout thread was {} ms late", name, millis);
      } else {
        LOG.warn("{}: the device accepted no data for {} ms", name, millis);
      }
    }

    @Override
    public void resized(int millis, boolean grown) {
      LOG.info("{}: the device's buffer {} to {} ms", name, grown ? "grows" : "shrinks", millis);
    }
  }

  private void closeDevice() {
    PlaybackDevice open = device;
    device = null;
    if (open != null) {
      open.close();
    }
  }

  /** Ends {@link #run}, which no device holds up for longer than two periods. Any thread. */
  @Override
  public void stop() {
    stopped = true;
  }

  /** Whether the device takes sound at its own pace, or is known not to. */
  public boolean isSettled() {
    return flowing || state.trouble() != null;
  }

  /** Whether the device is there. Any thread. */
  public DeviceState deviceState() {
    return state;
  }

  /** What the playout thread had to recover from. Any thread. */
  public LoopGuard guard() {
    return guard;
  }

  /** What mixes the streams; its counters and gains are any thread's. */
  public Mixer mixer() {
    return mixer;
  }

  /** Streams that play, or whose last frames are still in the device's buffer. */
  public int openStreams() {
    int active = mixer.activeStreams();
    long sinceSound = clock.nanoTime() - lastSoundNanos;
    boolean sounding = sinceSound < TimeUnit.MILLISECONDS.toNanos(2L * buffer.millis());
    return active > 0 || !sounding ? active : 1;
  }

  /**
   * Whether a stream plays, or the device's buffer still has the last of all streams. Any thread.
   */
  public boolean plays(long streamId) {
    return mixer.plays(streamId) || (mixer.activeStreams() == 0 && openStreams() > 0);
  }

  /** What was counted of all streams. Any thread. */
  public PlayoutStats stats() {
    return mixer.stats();
  }

  /** What the device holds when full. Any thread. */
  public int bufferMillis() {
    return buffer.millis();
  }

  /** From handing over a frame until it is heard; negative when not known. Any thread. */
  public long latencyNanos() {
    return latencyNanos;
  }

  /** Blocks that came while there was no device. Any thread. */
  public long unplayedBlocks() {
    return input.unplayedBlocks();
  }

  /** Blocks of streams that found no slot, memory or time. Any thread. */
  public long refusedBlocks() {
    return input.refusedBlocks();
  }
}
