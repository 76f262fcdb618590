import org.apache.camel.builder.RouteBuilder;

/** Plays what microphone clients send, all of them mixed: those of the tutorial, and ours. */
public class TutorialSpeakerServer extends RouteBuilder {

  @Override
  public void configure() {
    from("netty:tcp://0.0.0.0:{{micPort:4982}}?{{audio.pyshine.receive}}")
        .routeId("tutorial-speaker-server")
        .to("speaker:default?format=s16/44100/2&deviceBuffer=100ms");
  }
}
