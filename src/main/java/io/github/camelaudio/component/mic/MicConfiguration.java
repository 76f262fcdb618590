package io.github.camelaudio.component.mic;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.component.support.CopiedConfiguration;
import io.github.camelaudio.device.MissingDevice;
import io.github.camelaudio.flow.OptionValues;
import java.time.Duration;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** The options of {@code mic:}. */
@UriParams
public class MicConfiguration extends CopiedConfiguration {

  /**
   * What to record: encoding/rate/channels. Encodings are u8, s16, s24 and s32, as far as the
   * device has them.
   */
  @UriParam(defaultValue = "s16/48000/2")
  private String format = PcmFormat.DEFAULT.toString();

  /** How much sound one block holds, 1ms to 100ms: less has less delay, more takes less CPU. */
  @UriParam(defaultValue = "10ms")
  private Duration block = ofMillis(10);

  /**
   * What the device may hold before sound is lost, 1ms to 2s; at least a block is taken. A sound
   * server (PulseAudio, PipeWire) holds some seconds, whatever is asked for.
   */
  @UriParam(defaultValue = "40ms")
  private Duration deviceBuffer = ofMillis(40);

  /**
   * How much sound waits while the route is busy, 10ms to 10s; then the oldest is dropped, and
   * counted. The microphone itself never waits.
   */
  @UriParam(defaultValue = "200ms")
  private Duration queue = ofMillis(200);

  /**
   * When the device is not there, or goes away: wait says so once, looks again every 500 ms and
   * records as soon as it is there; fail refuses to start the route without it.
   */
  @UriParam(defaultValue = "WAIT", enums = "WAIT,FAIL")
  private MissingDevice missing = MissingDevice.WAIT;

  /** Refuses options outside their range. */
  void check() {
    pcmFormat();
    OptionValues.range("block", block, ofMillis(1), ofMillis(100));
    OptionValues.range("deviceBuffer", deviceBuffer, ofMillis(1), ofSeconds(2));
    OptionValues.range("queue", queue, ofMillis(10), ofSeconds(10));
  }

  PcmFormat pcmFormat() {
    return OptionValues.deviceFormat("format", format);
  }

  int blockFrames() {
    return pcmFormat().framesOfMillis((int) block.toMillis());
  }

  /** At least a block. */
  int deviceBufferFrames() {
    int millis = (int) Math.max(deviceBuffer.toMillis(), block.toMillis());
    return pcmFormat().framesOfMillis(millis);
  }

  int queueMillis() {
    return (int) queue.toMillis();
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

  public Duration getDeviceBuffer() {
    return deviceBuffer;
  }

  public void setDeviceBuffer(Duration deviceBuffer) {
    this.deviceBuffer = deviceBuffer;
  }

  public Duration getQueue() {
    return queue;
  }

  public void setQueue(Duration queue) {
    this.queue = queue;
  }

  public MissingDevice getMissing() {
    return missing;
  }

  public void setMissing(MissingDevice missing) {
    this.missing = missing;
  }
}
