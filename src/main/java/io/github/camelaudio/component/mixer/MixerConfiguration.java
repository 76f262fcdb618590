package io.github.camelaudio.component.mixer;

import static java.time.Duration.ofMillis;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.component.support.PlayoutConfiguration;
import io.github.camelaudio.flow.OptionValues;
import java.time.Duration;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** The options of {@code mixer:}. */
@UriParams
public class MixerConfiguration extends PlayoutConfiguration {

  /** The mix: encoding/rate/channels. Streams of other formats are converted and resampled. */
  @UriParam(defaultValue = "s16/48000/2")
  private String format = PcmFormat.DEFAULT.toString();

  /** How long each block of the mix is, 1ms to 100ms. */
  @UriParam(defaultValue = "10ms")
  private Duration block = ofMillis(10);

  /** Refuses options outside their range. */
  void check() {
    pcmFormat();
    OptionValues.range("block", block, ofMillis(1), ofMillis(100));
    checkPlayout();
  }

  PcmFormat pcmFormat() {
    return OptionValues.deviceFormat("format", format);
  }

  public String getFormat() {
    return format;
  }

  public void setFormat(String format) {
    this.format = format;
  }

  public Duration getBlock() {
    return block;
  }

  public void setBlock(Duration block) {
    this.block = block;
  }
}
