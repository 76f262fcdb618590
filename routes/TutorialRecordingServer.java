import org.apache.camel.builder.RouteBuilder;

/** Plays what microphone clients send, and records each client to a file of its own. */
public class TutorialRecordingServer extends RouteBuilder {

  @Override
  public void configure() {
    from("netty:tcp://0.0.0.0:{{micPort:4982}}?{{audio.pyshine.receive}}")
        .routeId("tutorial-recording-server")
        .multicast()
        .to(
            "speaker:default?format=s16/44100/2&deviceBuffer=100ms",
            "wav:recordings?format=s16/44100/2");
  }
}
