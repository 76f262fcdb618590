import org.apache.camel.builder.RouteBuilder;

/** Tunes in to a station, as soon as it is there: station=HOST:PORT, transport=… */
public class RadioListener extends RouteBuilder {

  @Override
  public void configure() {
    from("radio:{{transport}}://{{station}}").routeId("radio-listener").to("speaker:default");
  }
}
