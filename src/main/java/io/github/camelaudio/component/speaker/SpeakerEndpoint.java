package io.github.camelaudio.component.speaker;

import io.github.camelaudio.audio.SystemClock;
import io.github.camelaudio.component.support.ContextDevices;
import io.github.camelaudio.component.support.ContextMeters;
import io.github.camelaudio.component.support.PlayoutConfiguration;
import io.github.camelaudio.component.support.PlayoutEndpoint;
import io.github.camelaudio.component.support.SharedEngine;
import io.github.camelaudio.component.support.TroubleHealthCheck;
import io.github.camelaudio.device.AudioDeviceException;
import io.github.camelaudio.device.DeviceState;
import io.github.camelaudio.device.MissingDevice;
import io.github.camelaudio.flow.OptionValues;
import io.github.camelaudio.flow.Settling;
import io.github.camelaudio.meters.Meters;
import io.github.camelaudio.output.OutputStatus;
import io.github.camelaudio.output.OutputStatus.State;
import io.github.camelaudio.output.Speaker;
import io.github.camelaudio.playout.Mixer;
import io.github.camelaudio.playout.PlayoutMeters;
import io.github.camelaudio.playout.stats.PlayoutStats;
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

  private final SharedEngine<Speaker> speaker = new SharedEngine<>(Speaker.METERS);
  private Runnable unregisterHealth = () -> {};

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
    return speaker.acquire(getCamelContext(), reportName(), "-playout", this::newSpeaker);
  }

  private Speaker newSpeaker() throws AudioDeviceException {
    Speaker made =
        new Speaker(
            reportName(),
            ContextDevices.of(getCamelContext()),
            device,
            configuration.pcmFormat(),
            configuration.newDeviceBuffer(),
            settings(),
            toldOfBlocks(),
            SystemClock.INSTANCE);
    if (configuration.getMissing() == MissingDevice.FAIL) {
      made.open();
    }
    return made;
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
  public boolean plays(long streamId) {
    Speaker running = speaker.running();
    return running != null && running.plays(streamId);
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
  public String summary() {
    Meters<Speaker> counted =
        ContextMeters.of(getCamelContext()).find(Speaker.METERS, reportName());
    if (counted == null) {
      return "";
    }
    PlayoutStats stats = PlayoutMeters.stats(counted);
    long unplayed = counted.count("unplayedBlocks");
    Speaker running = running();
    String trouble = running == null ? null : running.deviceState().trouble();
    return stats.playedFrames()
        + " frames played, "
        + (unplayed == 0 ? stats.troubles() : unplayed + " blocks not played")
        + (trouble == null ? "" : ": " + trouble);
  }

  @Override
  public @Nullable Mixer mixer() {
    Speaker running = speaker.running();
    return running == null ? null : running.mixer();
  }

  @Override
  public OutputStatus outputStatus() {
    Speaker running = speaker.running();
    String trouble = DeviceState.troubleOf(running == null ? null : running.deviceState());
    State state = State.of(trouble == null, openStreams());
    if (running == null) {
      return new OutputStatus(
          reportName(), configuration.pcmFormat(), state, "no route runs it", null, null);
    }
    return new OutputStatus(
        reportName(),
        configuration.pcmFormat(),
        state,
        trouble == null ? running.guard().trouble() : trouble,
        running.bufferMillis(),
        running.latencyNanos() < 0 ? null : running.latencyNanos() / 1e6);
  }

  @ManagedAttribute(description = "Whether the device is there")
  public boolean isDevicePresent() {
    Speaker running = running();
    return running != null && running.deviceState().isPresent();
  }

  public String getDevice() {
    return device;
  }

  public void setDevice(String device) {
    this.device = device;
  }

  public SpeakerConfiguration getConfiguration() {
    return configuration;
  }

  public void setConfiguration(SpeakerConfiguration configuration) {
    this.configuration = configuration;
  }
}
