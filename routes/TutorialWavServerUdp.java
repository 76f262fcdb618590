import org.apache.camel.builder.RouteBuilder;

/** Serves a WAV file over UDP, from its start once a client says Hello: file=… (44.1 kHz) */
public class TutorialWavServerUdp extends RouteBuilder {

  @Override
  public void configure() {
    from("wav:{{file}}?onEnd=exit")
        .routeId("tutorial-wav-server-udp")
        .to("radio:udp://0.0.0.0:{{udpPort:9633}}?wire=pcm&waitForListener=true&expire=0s");
  }
}
