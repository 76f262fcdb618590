package io.github.camelaudio.component.wav;

import io.github.camelaudio.component.support.Options;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Makes {@code wav:} endpoints. */
@Component("wav")
public class WavComponent extends DefaultComponent {

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    WavEndpoint endpoint = new WavEndpoint(uri, this, remaining);
    Options.check(this, "wav", parameters);
    setProperties(endpoint, parameters);
    endpoint.check();
    return endpoint;
  }
}
