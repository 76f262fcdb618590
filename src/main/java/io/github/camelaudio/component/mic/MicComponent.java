package io.github.camelaudio.component.mic;

import io.github.camelaudio.component.support.Options;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Makes {@code mic:} endpoints. */
@Component("mic")
public class MicComponent extends DefaultComponent {

  /** The options that endpoints have unless they set them. */
  @Metadata private MicConfiguration configuration = new MicConfiguration();

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    MicEndpoint endpoint =
        new MicEndpoint(uri, this, remaining, (MicConfiguration) configuration.clone());
    Options.check(this, "mic", parameters);
    setProperties(endpoint, parameters);
    endpoint.check();
    return endpoint;
  }

  /** The options that endpoints have unless they set them. */
  public MicConfiguration getConfiguration() {
    return configuration;
  }

  public void setConfiguration(MicConfiguration configuration) {
    this.configuration = configuration;
  }
}
