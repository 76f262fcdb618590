import org.apache.camel.builder.RouteBuilder;

/** A station: every listener hears a file, in a loop. file=…, radioPort=…, transport=… */
public class RadioServer extends RouteBuilder {

  @Override
  public void configure() {
    from("wav:{{file:classpath:demo/voice.wav}}?loop=true")
        .routeId("radio-server")
        .to("radio:{{transport}}://0.0.0.0:{{radioPort}}");
  }
}
