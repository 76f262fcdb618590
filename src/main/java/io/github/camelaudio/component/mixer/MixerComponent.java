package io.github.camelaudio.component.mixer;

import io.github.camelaudio.audio.SystemClock;
import io.github.camelaudio.component.support.ContextMeters;
import io.github.camelaudio.component.support.Options;
import io.github.camelaudio.output.Room;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Makes {@code mixer:} endpoints, and knows the rooms that they name. */
@Component("mixer")
public class MixerComponent extends DefaultComponent {

  /** The options that endpoints have unless they set them. */
  @Metadata private MixerConfiguration configuration = new MixerConfiguration();

  private final Map<String, Room> rooms = new ConcurrentHashMap<>();
  private final Set<String> counted = ConcurrentHashMap.newKeySet();

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    MixerEndpoint endpoint =
        new MixerEndpoint(uri, this, remaining, (MixerConfiguration) configuration.clone());
    Options.check(this, "mixer", parameters);
    endpoint.setOptionsGiven(!parameters.isEmpty());
    setProperties(endpoint, parameters);
    endpoint.check();
    return endpoint;
  }

  /** The room of a name: the same for all that name it. Any thread. */
  Room room(String name) {
    return rooms.computeIfAbsent(name, each -> new Room(each, SystemClock.INSTANCE));
  }

  /** Shows what a room counts, from the start of its first endpoint on. Any thread. */
  void count(String name) {
    if (counted.add(name)) {
      ContextMeters.of(getCamelContext()).add(Room.METERS, "mixer:" + name, room(name));
    }
  }

  /** The options that endpoints have unless they set them. */
  public MixerConfiguration getConfiguration() {
    return configuration;
  }

  public void setConfiguration(MixerConfiguration configuration) {
    this.configuration = configuration;
  }
}
