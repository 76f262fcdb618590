import org.apache.camel.builder.RouteBuilder;

/** What this machine's microphone hears goes to a receiver: peer=…, port=…, transport=tcp|udp. */
public class MicSender extends RouteBuilder {

  @Override
  public void configure() {
    from("mic:default")
        .routeId("mic-sender")
        .to("netty:{{transport}}://{{peer}}:{{port}}?{{audio.{{transport}}.send}}");
  }
}
