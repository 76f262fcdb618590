import org.apache.camel.builder.RouteBuilder;

/**
 * Tunes in to a station and is one itself, optionally on another wire: station=…, stationWire=…,
 * relayPort=…
 */
public class Relay extends RouteBuilder {

  @Override
  public void configure() {
    from("radio:{{transport}}://{{station}}?wire={{stationWire:rtp}}")
        .routeId("relay")
        .to("radio:{{relayTransport:tcp}}://0.0.0.0:{{relayPort:9611}}?wire={{relayWire:rtp}}");
  }
}
