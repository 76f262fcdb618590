package io.github.camelaudio.component.speaker;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.audio.Samples;
import io.github.camelaudio.component.PlayoutEndpoint;
import io.github.camelaudio.component.SharedEngine;
import io.github.camelaudio.component.StreamLog;
import io.github.camelaudio.component.device.AudioDeviceException;
import io.github.camelaudio.component.device.AudioDevices;
import io.github.camelaudio.component.device.DeviceState;
import io.github.camelaudio.component.device.PlaybackDevice;
import io.github.camelaudio.playout.Mixer;
import io.github.camelaudio.playout.PlayoutSettings;
import io.github.camelaudio.playout.PlayoutStats;
import io.github.camelaudio.playout.PlayoutTrace;
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

  private static final Logger LOG = LoggerFactory.getLogger(Speaker.class);
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int PERIODS_PER_BUFFER = 4;

  private final AudioDevices devices;
  private final String deviceName;
  private final PcmFormat format;
  private final int deviceBufferMillis;
  private final AudioClock clock;
  private final DeviceState state;
  private final Mixer mixer;
  private final LongAdder unplayed = new LongAdder();
  private final LongAdder refused = new LongAdder();

  private volatile @Nullable PlaybackDevice device;
  private volatile boolean stopped;
  private volatile long lastSoundNanos;

  /**
   * Makes a speaker that does nothing yet.
   *
   * @param format what the device plays
   * @param trace told of every block, when there is one
   */
  Speaker(
      String name,
      AudioDevices devices,
      String deviceName,
      PcmFormat format,
      int deviceBufferMillis,
      PlayoutSettings settings,
      @Nullable PlayoutTrace trace,
      AudioClock clock) {
    this.devices = devices;
    this.deviceName = deviceName;
    this.format = format;
    this.deviceBufferMillis = deviceBufferMillis;
    this.clock = clock;
    this.state = new DeviceState(name);
    this.lastSoundNanos = clock.nanoTime() - TimeUnit.DAYS.toNanos(1);
    this.mixer = new Mixer(format, settings, new StreamLog(LOG, name), trace);
  }

  /**
   * Files a block to be played at its time. Any thread. A live block never waits; another one waits
   * while its stream has enough buffered, and the device is there.
   */
  void play(AudioBlock block) throws InterruptedException {
    if (state.trouble() != null) {
      unplayed.increment();
      return;
    }
    Mixer.Filing filing =
        PlayoutEndpoint.file(mixer, block, clock, () -> !stopped && state.trouble() == null);
    if (filing == Mixer.Filing.REFUSED) {
      refused.increment();
    } else if (filing == Mixer.Filing.FULL && !block.live()) {
      unplayed.increment();
    }
  }

  /**
   * Opens the device now.
   *
   * @throws AudioDeviceException when it is not there, or cannot do the format
   */
  void open() throws AudioDeviceException {
    device = devices.openPlayback(deviceName, format, format.framesOfMillis(deviceBufferMillis));
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
          feed();
        } catch (AudioDeviceException | RuntimeException e) {
          closeDevice();
          mixer.clear(clock.nanoTime());
          if (!stopped) {
            state.absent(String.valueOf(e.getMessage()), "nothing is played");
            clock.sleepUntil(clock.nanoTime() + RETRY_NANOS);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the route is being stopped
    } finally {
      closeDevice();
      mixer.clear(clock.nanoTime());
    }
  }

  private void feed() throws AudioDeviceException {
    int bufferFrames = format.framesOfMillis(deviceBufferMillis);
    int frames = Math.max(1, bufferFrames / PERIODS_PER_BUFFER);
    float[] mix = new float[frames * format.channels()];
    byte[] pcm = new byte[frames * format.bytesPerFrame()];
    while (!stopped) {
      PlaybackDevice open = device;
      if (open == null) {
        throw new AudioDeviceException("playback device '" + deviceName + "' was closed");
      }
      if (mixer.activeStreams() > 0) {
        lastSoundNanos = clock.nanoTime();
      }
      mixer.read(mix, frames, clock.nanoTime());
      Samples.encode(format.encoding(), mix, 0, pcm, 0, mix.length);
      open.write(pcm);
    }
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

  Mixer mixer() {
    return mixer;
  }

  /** Streams that play, or whose last frames are still in the device's buffer. */
  int openStreams() {
    int active = mixer.activeStreams();
    long sinceSound = clock.nanoTime() - lastSoundNanos;
    boolean sounding = sinceSound < TimeUnit.MILLISECONDS.toNanos(2L * deviceBufferMillis);
    return active > 0 || !sounding ? active : 1;
  }

  PlayoutStats stats() {
    return mixer.stats();
  }

  long unplayedBlocks() {
    return unplayed.sum();
  }

  long refusedBlocks() {
    return refused.sum();
  }
}
