package app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.camelaudio.audio.AudioBlock;
import java.io.ByteArrayOutputStream;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.apache.camel.Exchange;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.junit5.CamelContextConfiguration;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.Test;

/** A route is tested without a sound card: its speaker is a mock. */
class SoundRoutesTest extends CamelTestSupport {

  @Override
  public void configureContext(CamelContextConfiguration configuration) {
    super.configureContext(configuration);
    configuration.withMockEndpointsAndSkip("speaker:*");
  }

  @Override
  protected RoutesBuilder createRouteBuilder() {
    return new SoundRoutes();
  }

  @Test
  void route_sendsTheWholeVoiceToTheSpeaker() throws Exception {
    AudioInputStream voice =
        AudioSystem.getAudioInputStream(getClass().getResource("/demo/voice.wav"));
    MockEndpoint speaker = getMockEndpoint("mock:speaker:default");
    speaker.expectedMessageCount(65); // 64 of 100 ms, as it is not paced, and the end
    speaker.assertIsSatisfied();
    ByteArrayOutputStream played = new ByteArrayOutputStream();
    for (Exchange exchange : speaker.getExchanges()) {
      AudioBlock block = exchange.getIn().getBody(AudioBlock.class);
      assertEquals(voice.getFormat().getChannels(), block.format().channels());
      played.writeBytes(exchange.getIn().getBody(byte[].class));
    }
    assertArrayEquals(voice.readAllBytes(), played.toByteArray());
  }
}
