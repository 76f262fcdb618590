package app;

import io.github.camelaudio.device.AudioDevices;
import io.github.camelaudio.device.NullDevices;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

@SpringBootApplication
public class Application {

  public static void main(String[] arguments) {
    SpringApplication.run(Application.class, arguments);
  }

  @Bean
  RouteBuilder sound() {
    return new RouteBuilder() {
      @Override
      public void configure() {
        from("netty:tcp://127.0.0.1:{{port}}?{{audio.tcp.receive}}")
            .process("levelMeter")
            .multicast()
            .to("speaker:default", "wav:{{recordings}}?fileName=take.wav");
        from("wav:classpath:demo/voice.wav?paced=false")
            .routeId("send")
            .to("netty:tcp://127.0.0.1:{{port}}?{{audio.tcp.send}}");
      }
    };
  }

  /** Only for machines without a sound card. */
  @Bean
  AudioDevices devices() {
    return new NullDevices();
  }
}
