import org.apache.camel.builder.RouteBuilder;

/** A WAV file goes to a receiver at its own pace, then the run ends: file=…, peer=…, port=… */
public class WavSender extends RouteBuilder {

  @Override
  public void configure() {
    from("wav:{{file:classpath:demo/voice.wav}}?onEnd=exit&paced={{paced:true}}")
        .routeId("wav-sender")
        .to("netty:{{transport}}://{{peer}}:{{port}}?{{audio.{{transport}}.send}}");
  }
}
