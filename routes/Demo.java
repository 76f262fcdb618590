import org.apache.camel.builder.RouteBuilder;

/** One machine, both ends: a recording goes over TCP to the speaker, and is recorded. */
public class Demo extends RouteBuilder {

  @Override
  public void configure() {
    from("netty:tcp://127.0.0.1:{{port}}?{{audio.tcp.receive}}")
        .routeId("demo-receiver")
        .multicast()
        .to("speaker:default", "wav:recordings?fileName=demo-${date:now:yyyyMMdd-HHmmss}.wav");

    from("wav:classpath:demo/voice.wav?onEnd=exit")
        .routeId("demo-sender")
        .process("levelMeter")
        .to("netty:tcp://127.0.0.1:{{port}}?{{audio.tcp.send}}");
  }
}
