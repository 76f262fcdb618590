package io.github.camelaudio.component.speaker;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.component.support.PlayoutConfiguration;
import io.github.camelaudio.device.MissingDevice;
import io.github.camelaudio.flow.OptionValues;
import io.github.camelaudio.output.DeviceBuffer;
import java.time.Duration;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/** The options of {@code speaker:}. */
@UriParams
public class SpeakerConfiguration extends PlayoutConfiguration {

  /**
   * What the device holds when full, 5ms to 2s: its share of the delay. Unless it is set, 40 ms;
   * when the device runs dry because this machine was late, it grows up to 200 ms, and shrinks
   * again after some minutes of calm.
   */
  @UriParam(defaultValueNote = "adaptive, from 40ms to 200ms")
  private @Nullable Duration deviceBuffer;

  /**
   * What the device plays: encoding/rate/channels. Streams of other formats are converted, of other
   * rates resampled.
   */
  @UriParam(defaultValue = "s16/48000/2")
  private String format = PcmFormat.DEFAULT.toString();

  /**
   * When the device is not there, or goes away: wait says so once, counts what is not played, looks
   * again every 500 ms and plays as soon as it is there; fail refuses to start the route without
   * it.
   */
  @UriParam(defaultValue = "WAIT", enums = "WAIT,FAIL")
  private MissingDevice missing = MissingDevice.WAIT;

  /** Refuses options outside their range. */
  void check() {
    checkPlayout();
    if (deviceBuffer != null) {
      OptionValues.range("deviceBuffer", deviceBuffer, ofMillis(5), ofSeconds(2));
    }
    pcmFormat();
  }

  PcmFormat pcmFormat() {
    return OptionValues.deviceFormat("format", format);
  }

  DeviceBuffer newDeviceBuffer() {
    return deviceBuffer == null
        ? DeviceBuffer.adaptive()
        : DeviceBuffer.fixed((int) deviceBuffer.toMillis());
  }

  public @Nullable Duration getDeviceBuffer() {
    return deviceBuffer;
  }

  public void setDeviceBuffer(@Nullable Duration deviceBuffer) {
    this.deviceBuffer = deviceBuffer;
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
