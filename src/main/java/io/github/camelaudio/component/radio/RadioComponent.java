package io.github.camelaudio.component.radio;

import io.github.camelaudio.component.support.Options;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Makes {@code radio:} endpoints. */
@Component("radio")
public class RadioComponent extends DefaultComponent {

  /** The options that endpoints have unless they set them. */
  @Metadata private RadioConfiguration configuration = new RadioConfiguration();

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    RadioEndpoint endpoint =
        new RadioEndpoint(uri, this, (RadioConfiguration) configuration.clone());
    endpoint.address(remaining);
    Options.check(this, "radio", parameters);
    setProperties(endpoint, parameters);
    endpoint.check();
    return endpoint;
  }

  /** The options that endpoints have unless they set them. */
  public RadioConfiguration getConfiguration() {
    return configuration;
  }

  public void setConfiguration(RadioConfiguration configuration) {
    this.configuration = configuration;
  }
}
