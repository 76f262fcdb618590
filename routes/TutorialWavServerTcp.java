import org.apache.camel.builder.RouteBuilder;

/** Serves a WAV file over TCP, from its start once a client connects: file=… (44.1 kHz) */
public class TutorialWavServerTcp extends RouteBuilder {

  @Override
  public void configure() {
    from("wav:{{file}}?onEnd=exit")
        .routeId("tutorial-wav-server-tcp")
        .to("radio:tcp://0.0.0.0:{{tcpPort:9610}}?wire=pyaudio&waitForListener=true");
  }
}
