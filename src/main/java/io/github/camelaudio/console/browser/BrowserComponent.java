package io.github.camelaudio.console.browser;

import io.github.camelaudio.component.support.Options;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Makes {@code browser:} endpoints. */
@Component("browser")
public class BrowserComponent extends DefaultComponent {

  /** The options that endpoints have unless they set them. */
  @Metadata private BrowserConfiguration configuration = new BrowserConfiguration();

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    BrowserEndpoint endpoint =
        new BrowserEndpoint(uri, this, remaining, (BrowserConfiguration) configuration.clone());
    Options.check(this, "browser", parameters);
    setProperties(endpoint, parameters);
    endpoint.check();
    return endpoint;
  }

  /** The options that endpoints have unless they set them. */
  public BrowserConfiguration getConfiguration() {
    return configuration;
  }

  public void setConfiguration(BrowserConfiguration configuration) {
    this.configuration = configuration;
  }
}
