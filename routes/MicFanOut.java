import org.apache.camel.builder.RouteBuilder;

/** One microphone to two receivers and a local recording; none of the three disturbs the others. */
public class MicFanOut extends RouteBuilder {

  @Override
  public void configure() {
    from("mic:default")
        .routeId("mic-fan-out")
        .multicast()
        .to(
            "netty:{{transport}}://{{peer}}:{{port}}?{{audio.{{transport}}.send}}",
            "netty:{{transport}}://{{peer2}}:{{port2}}?{{audio.{{transport}}.send}}",
            "wav:recordings?fileName=mic-${date:now:yyyyMMdd-HHmmss}.wav");
  }
}
