package io.github.camelaudio.component.speaker;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.audio.SystemClock;
import io.github.camelaudio.component.OpenStreams;
import io.github.camelaudio.component.Options;
import io.github.camelaudio.component.SharedEngine;
import io.github.camelaudio.component.StatusReport;
import io.github.camelaudio.component.device.AudioDeviceException;
import io.github.camelaudio.component.device.DeviceHealthCheck;
import io.github.camelaudio.component.device.JavaSoundDevices;
import io.github.camelaudio.component.device.MissingDevice;
import io.github.camelaudio.playout.PlayoutStats;
import java.util.LinkedHashMap;
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
import org.apache.camel.support.DefaultEndpoint;
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
public class SpeakerEndpoint extends DefaultEndpoint implements OpenStreams, StatusReport {

  private static final int DEFAULT_MAX_MILLIS = 500;

  /** The device: default, or part of a name as --devices lists it, in any case. */
  @UriPath
  @Metadata(required = true)
  private String device;

  /**
   * How long a stream is held before it plays, in milliseconds, 1 to 5000, so that packets that
   * come late or out of order still find their place. More survives a worse network, and is later.
   */
  @UriParam(defaultValue = "60")
  private int targetMillis = 60;

  /**
   * How much of a live stream may pile up after a burst, in milliseconds, at least twice the target
   * and at most 20000; beyond it the stream skips back to the target, counted. Unless it is set,
   * 500, or twice the target where that is more.
   */
  @UriParam(defaultValueNote = "500, or twice the target where that is more")
  private @Nullable Integer maxMillis;

  /** What the device holds when full, in milliseconds, 5 to 2000: its share of the delay. */
  @UriParam(defaultValue = "40")
  private int deviceBufferMillis = 40;

  /**
   * What the device plays: encoding/rate/channels. Unless it is set, s16 stereo at the rate of the
   * first stream; streams of another rate than the device's are refused.
   */
  @UriParam(defaultValueNote = "s16 stereo at the first stream's rate")
  private @Nullable String format;

  /**
   * When the device is not there, or goes away: wait says so once, counts what is not played, looks
   * again every second and plays as soon as it is there; fail refuses to start the route without
   * it.
   */
  @UriParam(defaultValue = "WAIT", enums = "WAIT,FAIL")
  private MissingDevice missing = MissingDevice.WAIT;

  private final SharedEngine<Speaker> speaker = new SharedEngine<>();
  private Runnable unregisterHealth = () -> {};

  public SpeakerEndpoint(String uri, SpeakerComponent component, String device) {
    super(uri, component);
    this.device = device;
  }

  /** Refuses options outside their range. */
  void check() {
    if (device.isBlank()) {
      throw Options.refuse("device", device, "name a device, or write speaker:default");
    }
    Options.range("targetMillis", targetMillis, 1, 5_000);
    Options.range("maxMillis", effectiveMaxMillis(), 2 * targetMillis, 20_000);
    Options.range("deviceBufferMillis", deviceBufferMillis, 5, 2_000);
    configuredFormat();
  }

  private int effectiveMaxMillis() {
    return maxMillis == null ? Math.max(DEFAULT_MAX_MILLIS, 2 * targetMillis) : maxMillis;
  }

  private @Nullable PcmFormat configuredFormat() {
    return format == null ? null : Options.deviceFormat("format", format);
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
    Speaker made =
        new Speaker(
            reportName(),
            JavaSoundDevices.orBound(getCamelContext()),
            device,
            configuredFormat(),
            new Speaker.Delays(targetMillis, effectiveMaxMillis(), deviceBufferMillis),
            SystemClock.INSTANCE);
    if (missing == MissingDevice.FAIL) {
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
    unregisterHealth =
        DeviceHealthCheck.register(
            getCamelContext(),
            reportName(),
            () -> {
              Speaker running = running();
              return running == null ? null : running.deviceState();
            });
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
  public String reportName() {
    return "speaker:" + device;
  }

  @Override
  public Map<String, Object> report() {
    PlayoutStats stats = stats();
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("devicePresent", isDevicePresent());
    report.put("streams", openStreams());
    report.put("playedFrames", stats.playedFrames());
    report.put("missingFrames", stats.missingFrames());
    report.put("lateFrames", stats.lateFrames());
    report.put("repeatedFrames", stats.repeatedFrames());
    report.put("skippedFrames", stats.skippedFrames());
    report.put("droppedFrames", stats.droppedFrames());
    report.put("underruns", stats.underruns());
    report.put("restarts", stats.restarts());
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
    PlayoutStats stats = running.stats();
    String trouble = running.deviceState().trouble();
    return stats.playedFrames()
        + " frames played, "
        + (getUnplayedBlocks() == 0 ? stats.troubles() : getUnplayedBlocks() + " blocks not played")
        + (trouble == null ? "" : ": " + trouble);
  }

  private PlayoutStats stats() {
    Speaker running = running();
    return running == null ? PlayoutStats.NONE : running.stats();
  }

  @ManagedAttribute(description = "Whether the device is there")
  public boolean isDevicePresent() {
    Speaker running = running();
    return running != null && running.deviceState().isPresent();
  }

  @ManagedAttribute(description = "Streams playing now")
  public int getActiveStreams() {
    return openStreams();
  }

  @ManagedAttribute(description = "Frames that came in time and were played")
  public long getPlayedFrames() {
    return stats().playedFrames();
  }

  @ManagedAttribute(description = "Frames for which silence was played")
  public long getMissingFrames() {
    return stats().missingFrames();
  }

  @ManagedAttribute(description = "Frames that came after their time")
  public long getLateFrames() {
    return stats().lateFrames();
  }

  @ManagedAttribute(description = "How often a stream had nothing left to play")
  public long getUnderruns() {
    return stats().underruns();
  }

  @ManagedAttribute(description = "Frames left out after bursts")
  public long getSkippedFrames() {
    return stats().skippedFrames();
  }

  @ManagedAttribute(description = "Blocks that came while there was no device")
  public long getUnplayedBlocks() {
    Speaker running = running();
    return running == null ? 0 : running.unplayedBlocks();
  }

  @ManagedAttribute(description = "Blocks of streams that cannot be played here")
  public long getRefusedBlocks() {
    Speaker running = running();
    return running == null ? 0 : running.refusedBlocks();
  }

  public String getDevice() {
    return device;
  }

  public void setDevice(String device) {
    this.device = device;
  }

  public int getTargetMillis() {
    return targetMillis;
  }

  public void setTargetMillis(int targetMillis) {
    this.targetMillis = targetMillis;
  }

  public @Nullable Integer getMaxMillis() {
    return maxMillis;
  }

  public void setMaxMillis(@Nullable Integer maxMillis) {
    this.maxMillis = maxMillis;
  }

  public int getDeviceBufferMillis() {
    return deviceBufferMillis;
  }

  public void setDeviceBufferMillis(int deviceBufferMillis) {
    this.deviceBufferMillis = deviceBufferMillis;
  }

  public @Nullable String getFormat() {
    return format;
  }

  public void setFormat(@Nullable String format) {
    this.format = format;
  }

  public MissingDevice getMissing() {
    return missing;
  }

  public void setMissing(MissingDevice missing) {
    this.missing = missing;
  }
}
