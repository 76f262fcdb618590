package io.github.camelaudio.component.mic;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.audio.SystemClock;
import io.github.camelaudio.component.support.ContextDevices;
import io.github.camelaudio.component.support.ContextMeters;
import io.github.camelaudio.device.AudioDevices;
import io.github.camelaudio.device.DeviceState;
import io.github.camelaudio.flow.OptionValues;
import io.github.camelaudio.flow.StatusReport;
import io.github.camelaudio.meters.Meters;
import java.util.Locale;
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

  @UriParam private MicConfiguration configuration;

  private final DeviceState state;

  public MicEndpoint(
      String uri, MicComponent component, String device, MicConfiguration configuration) {
    super(uri, component);
    this.configuration = configuration;
    this.device = device;
    this.state = new DeviceState("mic:" + device);
  }

  /** Refuses options outside their range. */
  void check() {
    if (device.isBlank()) {
      throw OptionValues.refuse("device", device, "name a device, or write mic:default");
    }
    configuration.check();
  }

  PcmFormat pcmFormat() {
    return configuration.pcmFormat();
  }

  AudioDevices devices() {
    return ContextDevices.of(getCamelContext());
  }

  public DeviceState state() {
    return state;
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    MicConsumer made = new MicConsumer(this, processor, SystemClock.INSTANCE);
    configureConsumer(made);
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
  public String summary() {
    Meters<?> counted = ContextMeters.of(getCamelContext()).find(MicConsumer.METERS, reportName());
    if (counted == null) {
      return "";
    }
    String trouble = state.trouble();
    return String.format(Locale.ROOT, "%.3f s captured, ", counted.value("capturedSeconds"))
        + counted.count("droppedBlocks")
        + " blocks dropped"
        + (trouble == null ? "" : "; " + trouble);
  }

  @ManagedAttribute(description = "Whether the device is there")
  public boolean isDevicePresent() {
    return state.isPresent();
  }

  public String getDevice() {
    return device;
  }

  public void setDevice(String device) {
    this.device = device;
  }

  public MicConfiguration getConfiguration() {
    return configuration;
  }

  public void setConfiguration(MicConfiguration configuration) {
    this.configuration = configuration;
  }
}
