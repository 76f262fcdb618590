package io.github.camelaudio.console.live;

import io.github.camelaudio.component.support.PlayoutEndpoint;
import io.github.camelaudio.playout.Mixer;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;

/** The mixers that run in a context, by the names of their speakers and mixers. Any thread. */
final class Outputs implements Supplier<Map<String, Mixer>> {

  private final CamelContext context;

  Outputs(CamelContext context) {
    this.context = context;
  }

  /** Of endpoints of one name that differ in their options, the first one that runs. */
  @Override
  public Map<String, Mixer> get() {
    Map<String, Mixer> running = new TreeMap<>();
    for (Endpoint each : context.getEndpoints()) {
      if (each instanceof PlayoutEndpoint output) {
        Mixer mixer = output.mixer();
        if (mixer != null) {
          running.putIfAbsent(output.reportName(), mixer);
        }
      }
    }
    return running;
  }
}
