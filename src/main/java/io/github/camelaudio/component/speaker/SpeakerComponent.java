package io.github.camelaudio.component.speaker;

import io.github.camelaudio.component.support.Options;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Makes {@code speaker:} endpoints. */
@Component("speaker")
public class SpeakerComponent extends DefaultComponent {

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    SpeakerEndpoint endpoint = new SpeakerEndpoint(uri, this, remaining);
    Options.check(this, "speaker", parameters);
    setProperties(endpoint, parameters);
    endpoint.check();
    return endpoint;
  }
}
