package io.github.camelaudio.component.mic;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.audio.SystemClock;
import io.github.camelaudio.component.support.ContextDevices;
import io.github.camelaudio.component.support.StatusReport;
import io.github.camelaudio.device.AudioDevices;
import io.github.camelaudio.device.DeviceState;
import io.github.camelaudio.device.MissingDevice;
import io.github.camelaudio.flow.OptionValues;
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

/** Captures sound from a microphone, or any other recording device, as a live stream of blocks. */
@ManagedResource(description = "Microphone")
@UriEndpoint(
    firstVersion = "0.1.0",
    scheme = "mic",
    title = "Microphone",
    syntax = "mic:device",
    consumerOnly = true,
    category = {Category.IOT})
public class MicEndpoint extends DefaultEndpoint implements StatusReport {

  /** The device: default, or part of a name as --devices lists it, in any case. */
  @UriPath
  @Metadata(required = true)
  private String device;

  /**
   * What to record: encoding/rate/channels. Encodings are u8, s16, s24 and s32, as far as the
   * device has them.
   */
  @UriParam(defaultValue = "s16/48000/2")
  private String format = PcmFormat.DEFAULT.toString();

  /** How much sound one block holds, in milliseconds, 1 to 100: less is sooner, more is cheaper. */
  @UriParam(defaultValue = "10")
  private int blockMillis = 10;

  /**
   * What the device may hold before sound is lost, in milliseconds, 1 to 2000; at least a block is
   * taken. A sound server (PulseAudio, PipeWire) holds some seconds, whatever is asked for.
   */
  @UriParam(defaultValue = "40")
  private int deviceBufferMillis = 40;

  /**
   * How much sound waits while the route is busy, in milliseconds, 10 to 10000; then the oldest
   * goes, and is counted. The microphone itself never waits.
   */
  @UriParam(defaultValue = "200")
  private int queueMillis = 200;

  /**
   * When the device is not there, or goes away: wait says so once, looks again every second and
   * records as soon as it is there; fail refuses to start the route without it.
   */
  @UriParam(defaultValue = "WAIT", enums = "WAIT,FAIL")
  private MissingDevice missing = MissingDevice.WAIT;

  private final DeviceState state;
  private volatile @Nullable MicConsumer consumer;

  public MicEndpoint(String uri, MicComponent component, String device) {
    super(uri, component);
    this.device = device;
    this.state = new DeviceState("mic:" + device);
  }

  /** Refuses options outside their range. */
  void check() {
    if (device.isBlank()) {
      throw OptionValues.refuse("device", device, "name a device, or write mic:default");
    }
    pcmFormat();
    OptionValues.range("blockMillis", blockMillis, 1, 100);
    OptionValues.range("deviceBufferMillis", deviceBufferMillis, 1, 2_000);
    OptionValues.range("queueMillis", queueMillis, 10, 10_000);
  }

  PcmFormat pcmFormat() {
    return OptionValues.deviceFormat("format", format);
  }

  AudioDevices devices() {
    return ContextDevices.of(getCamelContext());
  }

  DeviceState state() {
    return state;
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    MicConsumer made = new MicConsumer(this, processor, SystemClock.INSTANCE);
    configureConsumer(made);
    consumer = made;
    return made;
  }

  @Override
  public Producer createProducer() {
    throw new UnsupportedOperationException(
        "a microphone cannot play; to(\"speaker:" + device + "\") does");
  }

  @Override
  public String reportName() {
    return "mic:" + device;
  }

  @Override
  public Map<String, Object> report() {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("devicePresent", isDevicePresent());
    report.put("capturedFrames", getCapturedFrames());
    report.put("droppedBlocks", getDroppedBlocks());
    return report;
  }

  @Override
  public String summary() {
    String trouble = state.trouble();
    return (double) getCapturedFrames() / pcmFormat().sampleRateHz()
        + " s captured, "
        + getDroppedBlocks()
        + " blocks dropped"
        + (trouble == null ? "" : "; " + trouble);
  }

  @ManagedAttribute(description = "Whether the device is there")
  public boolean isDevicePresent() {
    return state.isPresent();
  }

  @ManagedAttribute(description = "Frames captured since the route started")
  public long getCapturedFrames() {
    MicConsumer running = consumer;
    return running == null ? 0 : running.capturedFrames();
  }

  @ManagedAttribute(description = "Blocks dropped because the route was busy")
  public long getDroppedBlocks() {
    MicConsumer running = consumer;
    return running == null ? 0 : running.droppedBlocks();
  }

  public String getDevice() {
    return device;
  }

  public void setDevice(String device) {
    this.device = device;
  }

  public String getFormat() {
    return format;
  }

  public void setFormat(String format) {
    this.format = format;
  }

  public int getBlockMillis() {
    return blockMillis;
  }

  public void setBlockMillis(int blockMillis) {
    this.blockMillis = blockMillis;
  }

  public int getDeviceBufferMillis() {
    return deviceBufferMillis;
  }

  public void setDeviceBufferMillis(int deviceBufferMillis) {
    this.deviceBufferMillis = deviceBufferMillis;
  }

  public int getQueueMillis() {
    return queueMillis;
  }

  public void setQueueMillis(int queueMillis) {
    this.queueMillis = queueMillis;
  }

  public MissingDevice getMissing() {
    return missing;
  }

  public void setMissing(MissingDevice missing) {
    this.missing = missing;
  }
}
