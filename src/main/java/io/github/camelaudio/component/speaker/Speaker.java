package io.github.camelaudio.component.speaker;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.audio.Samples;
import io.github.camelaudio.component.SharedEngine;
import io.github.camelaudio.component.device.AudioDeviceException;
import io.github.camelaudio.component.device.AudioDevices;
import io.github.camelaudio.component.device.DeviceState;
import io.github.camelaudio.component.device.PlaybackDevice;
import io.github.camelaudio.playout.FixedDelayPlayout;
import io.github.camelaudio.playout.Mixer;
import io.github.camelaudio.playout.PlayoutStats;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A device that is kept open and fed: with the mix of what plays, else with silence, so that the
 * first word of a stream is not cut off. Routes call {@link #play}; one playout thread runs {@link
 * #run}, and the device alone paces it.
 */
final class Speaker implements SharedEngine.Engine {

  /** All in milliseconds, as the endpoint's options of these names. */
  record Delays(int targetMillis, int maxMillis, int deviceBufferMillis) {}

  private static final Logger LOG = LoggerFactory.getLogger(Speaker.class);
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long FULL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final int PERIODS_PER_BUFFER = 4;

  private final String name;
  private final AudioDevices devices;
  private final String deviceName;
  private final @Nullable PcmFormat configured;
  private final Delays delays;
  private final AudioClock clock;
  private final DeviceState state;
  private final Mixer.Listener listener = new StreamLog();
  private final LongAdder unplayed = new LongAdder();
  private final LongAdder refused = new LongAdder();

  private volatile Mixer mixer;
  private volatile @Nullable PlaybackDevice device;
  private volatile boolean stopped;
  private volatile long lastSoundNanos;
  private int impossibleRateHz;
  private PlayoutStats earlierStats = PlayoutStats.NONE;

  /**
   * Makes a speaker that does nothing yet.
   *
   * @param configured what the device plays; null for s16 stereo at the first stream's rate
   */
  Speaker(
      String name,
      AudioDevices devices,
      String deviceName,
      @Nullable PcmFormat configured,
      Delays delays,
      AudioClock clock) {
    this.name = name;
    this.devices = devices;
    this.deviceName = deviceName;
    this.configured = configured;
    this.delays = delays;
    this.clock = clock;
    this.state = new DeviceState(name);
    this.lastSoundNanos = clock.nanoTime() - TimeUnit.DAYS.toNanos(1);
    this.mixer = newMixer(configured == null ? PcmFormat.DEFAULT : configured);
  }

  private Mixer newMixer(PcmFormat format) {
    return new Mixer(
        format,
        () ->
            new FixedDelayPlayout(
                format.channels(),
                format.framesOfMillis(delays.targetMillis),
                format.framesOfMillis(delays.maxMillis)),
        listener);
  }

  /**
   * Files a block to be played at its time. Any thread. A live block never waits; another one waits
   * while its stream has enough buffered, and the device is there.
   */
  void play(AudioBlock block) throws InterruptedException {
    Mixer.Filing filing = Mixer.Filing.FULL;
    while (filing == Mixer.Filing.FULL && !stopped) {
      if (state.trouble() != null) {
        unplayed.increment();
        return;
      }
      filing = mixerFor(block).accept(block, clock.nanoTime());
      if (filing == Mixer.Filing.FULL) {
        if (block.live()) {
          return; // its stream has counted it
        }
        clock.sleepUntil(clock.nanoTime() + FULL_NANOS);
      }
    }
    if (filing == Mixer.Filing.REFUSED) {
      refused.increment();
    }
  }

  /** The mixer, at the block's rate when nothing else plays and the device may follow. */
  private Mixer mixerFor(AudioBlock block) {
    Mixer current = mixer;
    int rate = block.format().sampleRateHz();
    if (configured != null || current.format().sampleRateHz() == rate) {
      return current;
    }
    synchronized (this) {
      boolean idle = mixer.activeStreams() == 0 && block.frames() > 0;
      if (idle && rate != impossibleRateHz) {
        earlierStats = earlierStats.plus(mixer.stats());
        mixer = newMixer(new PcmFormat(rate, 2, Encoding.S16));
      }
      return mixer;
    }
  }

  /**
   * Opens the device now.
   *
   * @throws AudioDeviceException when it is not there, or cannot do the format
   */
  void open() throws AudioDeviceException {
    PcmFormat format = mixer.format();
    device =
        devices.openPlayback(deviceName, format, format.framesOfMillis(delays.deviceBufferMillis));
    state.present(format.toString());
  }

  /** Feeds the device until {@link #stop}. The playout thread's whole life. */
  @Override
  public void run() {
    try {
      while (!stopped) {
        try {
          if (device == null) {
            open();
          }
          feed(mixer);
        } catch (AudioDeviceException | RuntimeException e) {
          closeDevice();
          mixer.clear();
          if (!stopped && !wentBackToTheDefaultRate()) {
            state.absent(String.valueOf(e.getMessage()), "nothing is played");
            clock.sleepUntil(clock.nanoTime() + RETRY_NANOS);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the route is being stopped
    } finally {
      closeDevice();
      mixer.clear();
    }
  }

  /**
   * When a stream's rate was followed and the device does not open with it, goes back to the rate
   * that it usually has; streams of the other one are refused from then on.
   */
  private synchronized boolean wentBackToTheDefaultRate() {
    int rate = mixer.format().sampleRateHz();
    if (configured != null || rate == PcmFormat.DEFAULT.sampleRateHz()) {
      return false;
    }
    impossibleRateHz = rate;
    LOG.warn("{}: the device does not open with {}", name, mixer.format());
    earlierStats = earlierStats.plus(mixer.stats());
    mixer = newMixer(PcmFormat.DEFAULT);
    return true;
  }

  /** Feeds the device from one mixer, until there is another one. */
  private void feed(Mixer from) throws AudioDeviceException {
    PcmFormat format = from.format();
    int bufferFrames = format.framesOfMillis(delays.deviceBufferMillis);
    int frames = Math.max(1, bufferFrames / PERIODS_PER_BUFFER);
    float[] mix = new float[frames * format.channels()];
    byte[] pcm = new byte[frames * format.bytesPerFrame()];
    while (!stopped && mixer == from) {
      PlaybackDevice open = device;
      if (open == null) {
        throw new AudioDeviceException("playback device '" + deviceName + "' was closed");
      }
      if (from.activeStreams() > 0) {
        lastSoundNanos = clock.nanoTime();
      }
      from.read(mix, frames, clock.nanoTime());
      Samples.encode(format.encoding(), mix, 0, pcm, 0, mix.length);
      open.write(pcm);
    }
    closeDevice(); // the next mixer wants another format
  }

  private void closeDevice() {
    PlaybackDevice open = device;
    device = null;
    if (open != null) {
      open.close();
    }
  }

  /** Ends {@link #run}. Any thread. */
  @Override
  public void stop() {
    stopped = true;
    PlaybackDevice open = device;
    if (open != null) {
      open.close();
    }
  }

  DeviceState deviceState() {
    return state;
  }

  /** Streams that play, or whose last frames are still in the device's buffer. */
  int openStreams() {
    int active = mixer.activeStreams();
    long sinceSound = clock.nanoTime() - lastSoundNanos;
    boolean sounding = sinceSound < TimeUnit.MILLISECONDS.toNanos(2L * delays.deviceBufferMillis);
    return active > 0 || !sounding ? active : 1;
  }

  synchronized PlayoutStats stats() {
    return earlierStats.plus(mixer.stats());
  }

  long unplayedBlocks() {
    return unplayed.sum();
  }

  long refusedBlocks() {
    return refused.sum();
  }

  /** One line when a stream begins, one with its totals when it ends. */
  private final class StreamLog implements Mixer.Listener {

    @Override
    public void began(AudioBlock first) {
      LOG.info("{}: stream {} begins, {}", name, first.streamName(), first.format());
    }

    @Override
    public void ended(long streamId, PlayoutStats stats) {
      LOG.info(
          "{}: stream {} ended, {} frames played, {}",
          name,
          AudioBlock.nameOf(streamId),
          stats.playedFrames(),
          stats.troubles());
    }

    @Override
    public void refused(AudioBlock block, String reason) {
      LOG.warn("{}: stream {} is not played: {}", name, block.streamName(), reason);
    }
  }
}
