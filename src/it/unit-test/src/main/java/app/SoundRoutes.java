package app;

import org.apache.camel.builder.RouteBuilder;

public class SoundRoutes extends RouteBuilder {

  @Override
  public void configure() {
    from("wav:classpath:demo/voice.wav?paced=false").process("levelMeter").to("speaker:default");
  }
}
