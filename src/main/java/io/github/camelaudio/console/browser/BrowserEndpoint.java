package io.github.camelaudio.console.browser;

import io.github.camelaudio.audio.SystemClock;
import io.github.camelaudio.component.support.ContextMeters;
import io.github.camelaudio.flow.OptionValues;
import io.github.camelaudio.flow.StatusReport;
import io.github.camelaudio.meters.Meters;
import java.util.Locale;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** Receives what browsers capture with their microphones on the console's page, as live streams. */
@ManagedResource(description = "Microphones of browsers")
@UriEndpoint(
    firstVersion = "0.1.0",
    scheme = "browser",
    title = "Browser",
    syntax = "browser:name",
    consumerOnly = true,
    category = {Category.IOT})
public class BrowserEndpoint extends DefaultEndpoint implements StatusReport {

  /** The name of this microphone on the page, where a sender chooses it. */
  @UriPath
  @Metadata(required = true)
  private String name;

  @UriParam private BrowserConfiguration configuration;

  public BrowserEndpoint(
      String uri, BrowserComponent component, String name, BrowserConfiguration configuration) {
    super(uri, component);
    this.configuration = configuration;
    this.name = name;
  }

  /** Refuses options outside their range. */
  void check() {
    if (name.isBlank()) {
      throw OptionValues.refuse("name", name, "give it a name, such as browser:phone");
    }
    configuration.check();
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    BrowserConsumer made = new BrowserConsumer(this, processor, SystemClock.INSTANCE);
    configureConsumer(made);
    return made;
  }

  @Override
  public Producer createProducer() {
    throw new UnsupportedOperationException(
        "a browser's microphone cannot play; the console's page lets a browser listen to"
            + " any speaker: and mixer:");
  }

  @Override
  public String reportName() {
    return "browser:" + name;
  }

  @Override
  public String summary() {
    Meters<?> counted =
        ContextMeters.of(getCamelContext()).find(BrowserConsumer.METERS, reportName());
    if (counted == null || counted.count("receivedFrames") == 0) {
      return "";
    }
    return String.format(Locale.ROOT, "%.3f s received, ", counted.value("receivedSeconds"))
        + counted.count("droppedBlocks")
        + " blocks dropped";
  }

  public String getName() {
    return name;
  }

  public void setName(String name) {
    this.name = name;
  }

  public BrowserConfiguration getConfiguration() {
    return configuration;
  }

  public void setConfiguration(BrowserConfiguration configuration) {
    this.configuration = configuration;
  }
}
