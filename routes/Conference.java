import org.apache.camel.builder.RouteBuilder;

/**
 * Whatever senders send meets in a room, whose mix is recorded and on the radio. port=…,
 * transport=…, radioPort=…
 */
public class Conference extends RouteBuilder {

  @Override
  public void configure() {
    from("netty:{{transport}}://0.0.0.0:{{port}}?{{audio.{{transport}}.receive}}")
        .routeId("conference-in")
        .to("mixer:room");

    from("mixer:room")
        .routeId("conference-out")
        .multicast()
        .to(
            "wav:recordings?fileName=${date:now:yyyyMMdd-HHmmss}-mix.wav",
            "radio:{{transport}}://0.0.0.0:{{radioPort}}");
  }
}
