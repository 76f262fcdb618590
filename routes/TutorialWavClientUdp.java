import org.apache.camel.builder.RouteBuilder;

/** Says Hello to a WAV server over UDP and plays it, the one of the tutorial or ours: peer=… */
public class TutorialWavClientUdp extends RouteBuilder {

  @Override
  public void configure() {
    from("radio:udp://{{peer}}:{{udpPort:9633}}?wire=pcm")
        .routeId("tutorial-wav-client-udp")
        // Each of its datagrams is a quarter of a second; two of them tide it over.
        .to("speaker:default?format=s16/44100/2&deviceBuffer=100ms&target=400ms");
  }
}
