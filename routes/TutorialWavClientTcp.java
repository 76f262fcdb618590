import org.apache.camel.builder.RouteBuilder;

/** Plays what a WAV server sends over TCP, the one of the tutorial or ours: peer=… */
public class TutorialWavClientTcp extends RouteBuilder {

  @Override
  public void configure() {
    from("radio:tcp://{{peer}}:{{tcpPort:9610}}?wire=pyaudio")
        .routeId("tutorial-wav-client-tcp")
        .to("speaker:default?format=s16/44100/2&deviceBuffer=100ms");
  }
}
