package io.github.camelaudio.console.browser;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import io.github.camelaudio.component.support.CopiedConfiguration;
import io.github.camelaudio.flow.OptionValues;
import java.time.Duration;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** The options of {@code browser:}. */
@UriParams
public class BrowserConfiguration extends CopiedConfiguration {

  /**
   * How much sound of each browser waits while the route is busy, 10ms to 10s; then the oldest is
   * dropped, and counted. The browser itself never waits.
   */
  @UriParam(defaultValue = "200ms")
  private Duration queue = ofMillis(200);

  /** Refuses options outside their range. */
  void check() {
    OptionValues.range("queue", queue, ofMillis(10), ofSeconds(10));
  }

  int queueMillis() {
    return (int) queue.toMillis();
  }

  public Duration getQueue() {
    return queue;
  }

  public void setQueue(Duration queue) {
    this.queue = queue;
  }
}
