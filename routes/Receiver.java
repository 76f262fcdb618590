import org.apache.camel.builder.RouteBuilder;

/** Whatever senders send is played, mixed, and recorded, each to a file: port=…, transport=… */
public class Receiver extends RouteBuilder {

  @Override
  public void configure() {
    from("netty:{{transport}}://0.0.0.0:{{port}}?{{audio.{{transport}}.receive}}")
        .routeId("receiver")
        .multicast()
        .to("speaker:default", "wav:recordings?fileName=${date:now:yyyyMMdd-HHmmss}.wav");
  }
}
