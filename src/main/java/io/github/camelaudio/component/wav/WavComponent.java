package io.github.camelaudio.component.wav;

import io.github.camelaudio.audio.SystemClock;
import io.github.camelaudio.component.support.Options;
import io.github.camelaudio.flow.OptionValues;
import io.github.camelaudio.recorder.store.LeftOpen;
import io.github.camelaudio.recorder.store.RecordingFiles;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.jspecify.annotations.Nullable;

/** Makes {@code wav:} endpoints. */
@Component("wav")
public class WavComponent extends DefaultComponent {

  static final String COMPLETE_PROPERTY = "audio.completeRecordings";

  private final Map<String, LeftOpen> completed = new ConcurrentHashMap<>();

  /** The options that endpoints have unless they set them. */
  @Metadata private WavConfiguration configuration = new WavConfiguration();

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    WavEndpoint endpoint =
        new WavEndpoint(uri, this, remaining, (WavConfiguration) configuration.clone());
    Options.check(this, "wav", parameters);
    setProperties(endpoint, parameters);
    endpoint.check();
    return endpoint;
  }

  /**
   * Has the recordings completed that an earlier run left open, unless property {@link
   * #COMPLETE_PROPERTY} is {@code false}; once for each place that is recorded to.
   *
   * @param label what the log calls the recorder
   * @return what does it, on a thread of its own; null for nothing
   */
  @Nullable LeftOpen completeLeftOpen(String label, RecordingFiles files) {
    CamelContext context = getCamelContext();
    boolean wanted =
        context
            .getPropertiesComponent()
            .resolveProperty(COMPLETE_PROPERTY)
            .map(WavComponent::isTrue)
            .orElse(true);
    if (!wanted || files.isStandardOutput()) {
      return null;
    }
    return completed.computeIfAbsent(
        label,
        each -> {
          LeftOpen work =
              new LeftOpen(label, files.directory(), files::isOfName, SystemClock.INSTANCE);
          context.getExecutorServiceManager().newThread(label + "-left-open", work).start();
          return work;
        });
  }

  private static boolean isTrue(String value) {
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw OptionValues.refuse(COMPLETE_PROPERTY, value, "allowed are true, false");
    };
  }

  /** The options that endpoints have unless they set them. */
  public WavConfiguration getConfiguration() {
    return configuration;
  }

  public void setConfiguration(WavConfiguration configuration) {
    this.configuration = configuration;
  }
}
