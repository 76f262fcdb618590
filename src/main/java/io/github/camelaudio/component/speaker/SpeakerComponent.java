package io.github.camelaudio.component.speaker;

import io.github.camelaudio.component.support.Options;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Makes {@code speaker:} endpoints. */
@Component("speaker")
public class SpeakerComponent extends DefaultComponent {

  /** The options that endpoints have unless they set them. */
  @Metadata private SpeakerConfiguration configuration = new SpeakerConfiguration();

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    SpeakerEndpoint endpoint =
        new SpeakerEndpoint(uri, this, remaining, (SpeakerConfiguration) configuration.clone());
    Options.check(this, "speaker", parameters);
    setProperties(endpoint, parameters);
    endpoint.check();
    return endpoint;
  }

  /** The options that endpoints have unless they set them. */
  public SpeakerConfiguration getConfiguration() {
    return configuration;
  }

  public void setConfiguration(SpeakerConfiguration configuration) {
    this.configuration = configuration;
  }
}
