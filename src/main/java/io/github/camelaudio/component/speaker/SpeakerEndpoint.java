package io.github.camelaudio.component.speaker;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.audio.SystemClock;
import io.github.camelaudio.component.support.ContextDevices;
import io.github.camelaudio.component.support.PlayoutEndpoint;
import io.github.camelaudio.component.support.Settling;
import io.github.camelaudio.component.support.SharedEngine;
import io.github.camelaudio.component.support.TroubleHealthCheck;
import io.github.camelaudio.device.AudioDeviceException;
import io.github.camelaudio.device.DeviceState;
import io.github.camelaudio.device.MissingDevice;
import io.github.camelaudio.flow.OptionValues;
import io.github.camelaudio.playout.Mixer;
import io.github.camelaudio.playout.stats.PlayoutStats;
import java.util.Map;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.jspecify.annotations.Nullable;

/** Plays every stream that reaches it, mixed, on a speaker or any other playback device. */
@ManagedResource(description = "Speaker")
@UriEndpoint(
    firstVersion = "0.1.0",
    scheme = "speaker",
    title = "Speaker",
    syntax = "speaker:device",
    producerOnly = true,
    category = {Category.IOT})
public class SpeakerEndpoint extends PlayoutEndpoint implements Settling {

  /** The device: default, or part of a name as --devices lists it, in any case. */
  @UriPath
  @Metadata(required = true)
  private String device;

  /**
   * What the device holds when full, in milliseconds, 5 to 2000: its share of the delay. Unless it
   * is set, 40; when the device runs dry because this machine was late, it grows up to 200, and
   * shrinks again after some minutes of calm.
   */
  @UriParam(defaultValueNote = "adaptive, from 40 to 200")
  private @Nullable Integer deviceBufferMillis;

  /**
   * What the device plays: encoding/rate/channels. Streams of other formats are converted, of other
   * rates resampled.
   */
  @UriParam(defaultValue = "s16/48000/2")
  private String format = PcmFormat.DEFAULT.toString();

  /**
   * When the device is not there, or goes away: wait says so once, counts what is not played, looks
   * again every second and plays as soon as it is there; fail refuses to start the route without
   * it.
   */
  @UriParam(defaultValue = "WAIT", enums = "WAIT,FAIL")
  private MissingDevice missing = MissingDevice.WAIT;

  private final SharedEngine<Speaker> speaker = new SharedEngine<>();
  private Runnable unregisterHealth = () -> {};

  /** What speakers counted that ran before, until a route was stopped or edited. */
  private volatile Totals earlier = new Totals(PlayoutStats.NONE, 0, 0);

  public SpeakerEndpoint(String uri, SpeakerComponent component, String device) {
    super(uri, component);
    this.device = device;
  }

  /** Refuses options outside their range. */
  void check() {
    if (device.isBlank()) {
      throw OptionValues.refuse("device", device, "name a device, or write speaker:default");
    }
    checkPlayout();
    if (deviceBufferMillis != null) {
      OptionValues.range("deviceBufferMillis", deviceBufferMillis, 5, 2_000);
    }
    OptionValues.deviceFormat("format", format);
  }

  @Override
  public Producer createProducer() {
    return new SpeakerProducer(this);
  }

  @Override
  public Consumer createConsumer(Processor processor) {
    throw new UnsupportedOperationException(
        "a speaker cannot record; from(\"mic:" + device + "\") does");
  }

  /**
   * Starts playing with the first route that uses this endpoint; the others share it.
   *
   * @throws AudioDeviceException when the device must be there and is not
   */
  Speaker acquire() throws Exception {
    return speaker.acquire(getCamelContext(), reportName() + "-playout", this::newSpeaker);
  }

  private Speaker newSpeaker() throws AudioDeviceException {
    earlier = totals();
    Speaker made =
        new Speaker(
            reportName(),
            ContextDevices.of(getCamelContext()),
            device,
            OptionValues.deviceFormat("format", format),
            deviceBufferMillis == null
                ? DeviceBuffer.adaptive()
                : DeviceBuffer.fixed(deviceBufferMillis),
            settings(),
            openTrace(),
            SystemClock.INSTANCE);
    if (missing == MissingDevice.FAIL) {
      made.open();
    }
    return made;
  }

  public record Totals(PlayoutStats stats, long unplayedBlocks, long refusedBlocks) {}

  private Totals totals() {
    Totals before = earlier;
    Speaker running = running();
    return running == null
        ? before
        : new Totals(
            before.stats.plus(running.stats()),
            before.unplayedBlocks + running.unplayedBlocks(),
            before.refusedBlocks + running.refusedBlocks());
  }

  /** Stops playing with the last route. */
  void release() {
    speaker.release(getCamelContext());
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    Runnable device =
        TroubleHealthCheck.register(
            getCamelContext(),
            reportName(),
            () -> {
              Speaker running = running();
              return DeviceState.troubleOf(running == null ? null : running.deviceState());
            });
    Runnable playout =
        TroubleHealthCheck.register(
            getCamelContext(),
            reportName() + "-playout",
            () -> {
              Speaker running = running();
              return running == null ? null : running.guard().trouble();
            });
    unregisterHealth =
        () -> {
          device.run();
          playout.run();
        };
  }

  @Override
  protected void doStop() throws Exception {
    unregisterHealth.run();
    super.doStop();
  }

  private @Nullable Speaker running() {
    return speaker.latest();
  }

  @Override
  public int openStreams() {
    Speaker running = running();
    return running == null ? 0 : running.openStreams();
  }

  @Override
  public boolean isSettled() {
    Speaker running = running();
    return running == null || running.isSettled();
  }

  @Override
  public String reportName() {
    return "speaker:" + device;
  }

  @Override
  public Map<String, Object> report() {
    Map<String, Object> report = playoutReport();
    report.put("devicePresent", isDevicePresent());
    report.put("unplayedBlocks", getUnplayedBlocks());
    report.put("refusedBlocks", getRefusedBlocks());
    return report;
  }

  @Override
  public String summary() {
    Speaker running = running();
    if (running == null) {
      return "";
    }
    PlayoutStats stats = stats();
    String trouble = running.deviceState().trouble();
    return stats.playedFrames()
        + " frames played, "
        + (getUnplayedBlocks() == 0 ? stats.troubles() : getUnplayedBlocks() + " blocks not played")
        + (trouble == null ? "" : ": " + trouble);
  }

  @Override
  protected @Nullable Mixer mixer() {
    Speaker running = running();
    return running == null ? null : running.mixer();
  }

  @Override
  protected PlayoutStats stats() {
    return totals().stats();
  }

  @ManagedAttribute(description = "Whether the device is there")
  public boolean isDevicePresent() {
    Speaker running = running();
    return running != null && running.deviceState().isPresent();
  }

  @ManagedAttribute(description = "Blocks that came while there was no device")
  public long getUnplayedBlocks() {
    return totals().unplayedBlocks();
  }

  @ManagedAttribute(description = "Blocks of streams that cannot be played here")
  public long getRefusedBlocks() {
    return totals().refusedBlocks();
  }

  public String getDevice() {
    return device;
  }

  public void setDevice(String device) {
    this.device = device;
  }

  @ManagedAttribute(description = "What the device holds when full, in ms")
  public int getBufferMillis() {
    Speaker running = running();
    return running == null ? 0 : running.deviceBufferMillis();
  }

  @ManagedAttribute(
      description = "Time from handing over a frame until it is heard, in ms; negative: not known")
  public double getDeviceLatencyMillis() {
    Speaker running = running();
    return running == null ? -1 : running.deviceLatencyNanos() / 1e6;
  }

  public @Nullable Integer getDeviceBufferMillis() {
    return deviceBufferMillis;
  }

  public void setDeviceBufferMillis(@Nullable Integer deviceBufferMillis) {
    this.deviceBufferMillis = deviceBufferMillis;
  }

  public String getFormat() {
    return format;
  }

  public void setFormat(String format) {
    this.format = format;
  }

  public MissingDevice getMissing() {
    return missing;
  }

  public void setMissing(MissingDevice missing) {
    this.missing = missing;
  }
}
