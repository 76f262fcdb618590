package io.github.camelaudio.console.api;

import io.github.camelaudio.component.radio.RadioEndpoint;
import io.github.camelaudio.console.http.ApiModule;
import io.github.camelaudio.console.http.ProblemException;
import io.github.camelaudio.station.Station;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;

/** Disconnects listeners of stations. */
public final class StationsModule implements ApiModule {

  private final CamelContext context;

  public StationsModule(CamelContext context) {
    this.context = context;
  }

  @Override
  public void mount(Router router) {
    router.delete("/api/v1/stations/:station/listeners/:id").handler(this::disconnect);
  }

  private void disconnect(RoutingContext request) {
    String name = Requests.segment(request, "station");
    String id = Requests.segment(request, "id");
    Station station = find(name);
    if (!station.disconnect(number(id), "the console asked for it: " + Requests.who(request))) {
      throw ProblemException.notFound("station " + name + " has no listener of id " + id);
    }
    Requests.changed(request, name + ": listener " + id + " is disconnected");
    Requests.done(request);
  }

  private Station find(String name) {
    List<String> names = new ArrayList<>();
    for (Endpoint each : context.getEndpoints()) {
      Station station = each instanceof RadioEndpoint radio ? radio.station() : null;
      if (each instanceof RadioEndpoint radio && station != null) {
        if (radio.reportName().equals(name)) {
          return station;
        }
        names.add(radio.reportName());
      }
    }
    throw ProblemException.notFound(
        "there is no station '" + name + "'; there are " + OutputView.names(names));
  }

  private static long number(String id) {
    try {
      return Long.parseLong(id);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "a listener's id is a whole number, and not '" + id + "'", e);
    }
  }
}
