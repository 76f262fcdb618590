package io.github.camelaudio.component.speaker;

import io.github.camelaudio.audio.SystemClock;
import io.github.camelaudio.component.support.ContextDevices;
import io.github.camelaudio.component.support.PlayoutConfiguration;
import io.github.camelaudio.component.support.PlayoutEndpoint;
import io.github.camelaudio.component.support.Settling;
import io.github.camelaudio.component.support.SharedEngine;
import io.github.camelaudio.component.support.TroubleHealthCheck;
import io.github.camelaudio.device.AudioDeviceException;
import io.github.camelaudio.device.DeviceState;
import io.github.camelaudio.device.MissingDevice;
import io.github.camelaudio.flow.OptionValues;
import io.github.camelaudio.output.DeviceBuffer;
import io.github.camelaudio.output.Speaker;
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

  @UriParam private SpeakerConfiguration configuration;

  private final SharedEngine<Speaker> speaker = new SharedEngine<>();
  private Runnable unregisterHealth = () -> {};

  /** What speakers counted that ran before, until a route was stopped or edited. */
  private volatile Totals earlier = new Totals(PlayoutStats.NONE, 0, 0);

  public SpeakerEndpoint(
      String uri, SpeakerComponent component, String device, SpeakerConfiguration configuration) {
    super(uri, component);
    this.configuration = configuration;
    this.device = device;
  }

  /** Refuses options outside their range. */
  void check() {
    if (device.isBlank()) {
      throw OptionValues.refuse("device", device, "name a device, or write speaker:default");
    }
    configuration.check();
    settings();
  }

  @Override
  protected PlayoutConfiguration playoutConfiguration() {
    return configuration;
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
            configuration.pcmFormat(),
            configuration.newDeviceBuffer(),
            settings(),
            openTrace(),
            SystemClock.INSTANCE);
    if (configuration.getMissing() == MissingDevice.FAIL) {
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

  public SpeakerConfiguration getConfiguration() {
    return configuration;
  }

  public void setConfiguration(SpeakerConfiguration configuration) {
    this.configuration = configuration;
  }
}
