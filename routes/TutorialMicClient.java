import org.apache.camel.builder.RouteBuilder;

/** The microphone to a playing or recording server of the Python tutorial, or to ours. peer=… */
public class TutorialMicClient extends RouteBuilder {

  @Override
  public void configure() {
    from("mic:default?format=s16/44100/2")
        .routeId("tutorial-mic-client")
        .to("netty:tcp://{{peer}}:{{micPort:4982}}?{{audio.pyshine.send}}");
  }
}
