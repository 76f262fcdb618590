package io.github.camelaudio.component.wav;

import io.github.camelaudio.component.support.Options;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Makes {@code wav:} endpoints. */
@Component("wav")
public class WavComponent extends DefaultComponent {

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

  /** The options that endpoints have unless they set them. */
  public WavConfiguration getConfiguration() {
    return configuration;
  }

  public void setConfiguration(WavConfiguration configuration) {
    this.configuration = configuration;
  }
}
