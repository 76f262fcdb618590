package io.github.camelaudio.component.mixer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.component.support.ContextMeters;
import io.github.camelaudio.flow.LogLines;
import io.github.camelaudio.output.Room;
import io.github.camelaudio.output.Speech;
import java.util.List;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class MixerEndpointTest {

  private static final String LISTENED = "mixer:hall?idle=3600s&target=20ms";

  private final DefaultCamelContext context = new DefaultCamelContext();

  @AfterEach
  void stop() {
    context.stop();
  }

  private void listen(String uri) throws Exception {
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from(uri).to("mock:mix?retainFirst=1");
          }
        });
    context.start();
  }

  private void speak(String uri, int blocks) {
    ProducerTemplate template = context.createProducerTemplate();
    for (int i = 0; i < blocks; i++) {
      template.sendBody(uri, Speech.block(0xBEEF, i * 480, 480));
    }
  }

  private MixerEndpoint listened() {
    return context.getEndpoint(LISTENED, MixerEndpoint.class);
  }

  @Test
  void consumer_ofARoomThatHasOne_isRefused() throws Exception {
    listen("mixer:hall");
    Throwable cause = assertThrows(Exception.class, () -> listen("mixer:hall?block=20ms"));
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    assertEquals(
        "mixer:hall has a consumer already; to do several things with its mix, let one route"
            + " multicast it",
        cause.getMessage());
  }

  @Test
  void producer_withoutAListener_saysSoOnce_andCounts() {
    context.start();
    try (LogLines log = new LogLines("mixer:hall")) {
      speak("mixer:hall", 3);
      assertEquals(1, log.all().size(), log.all()::toString);
      assertTrue(log.all().get(0).contains("no consumer"));
    }
    MixerEndpoint endpoint = context.getEndpoint("mixer:hall", MixerEndpoint.class);
    assertEquals(
        3, ContextMeters.of(context).count(Room.METERS, endpoint.reportName(), "unheardBlocks"));
    assertEquals("", endpoint.summary());
  }

  @Test
  void producer_withOptionsOfItsOwn_saysOnceThatTheyDoNothing() throws Exception {
    listen(LISTENED);
    try (LogLines log = new LogLines("mixer:hall: the options")) {
      speak("mixer:hall?target=99ms", 2);
      speak("mixer:hall", 2);
      assertEquals(
          List.of(
              "WARN mixer:hall: the options of to(\"mixer://hall?target=99ms\") do nothing; the"
                  + " room has those of from(\"mixer://hall?idle=3600s&target=20ms\")"),
          log.all());
    }
  }

  @Test
  void gainAndMute_ofAStreamThatPlays_areSeenInItsLine() throws Exception {
    listen(LISTENED);
    speak("mixer:hall", 2);
    MixerEndpoint endpoint = listened();
    assertEquals(1, endpoint.openStreams());
    endpoint.setGain("0000beef", -6);
    endpoint.setMuted(" 0000BEEF ", true);
    String line = endpoint.streams().get(0);
    assertTrue(line.startsWith("0000beef s16/48000/2: held "), line);
    assertTrue(line.contains("gain -6.0 dB (muted), "), line);
    endpoint.setMuted("0000beef", false);
    assertTrue(endpoint.streams().get(0).contains("gain -6.0 dB, "));
  }

  @Test
  void gainAndMute_ofWhatDoesNotPlay_sayWhatDoes() throws Exception {
    listen(LISTENED);
    MixerEndpoint endpoint = listened();
    assertEquals(
        "stream '0000cafe' does not play on mixer:hall; there are none",
        refusal(() -> endpoint.setGain("0000cafe", 0)));
    speak("mixer:hall", 2);
    String message = refusal(() -> endpoint.setMuted("0000cafe", true));
    assertTrue(message.contains("; there are 0000beef s16/48000/2: held "), message);
    assertEquals(
        "no stream 'the loud one': a stream's name is eight hexadecimal digits",
        refusal(() -> endpoint.setGain("the loud one", 0)));
    assertEquals(
        "gain of 30.0 dB outside -120.0..24.0", refusal(() -> endpoint.setGain("0000beef", 30)));
  }

  @Test
  void gain_ofARoomThatNobodyListensTo_saysSo() {
    MixerEndpoint endpoint = context.getEndpoint("mixer:hall", MixerEndpoint.class);
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> endpoint.setGain("0000beef", 0));
    assertEquals("mixer:hall is not running", e.getMessage());
    assertEquals(List.of(), endpoint.streams());
  }

  @Test
  void format_ofFloats_isRefused() {
    Throwable cause =
        assertThrows(
            ResolveEndpointFailedException.class,
            () -> context.getEndpoint("mixer:hall?format=f32/48000/2"));
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    assertNotNull(cause.getMessage());
    assertTrue(String.valueOf(cause.getMessage()).startsWith("option format=f32/48000/2: "));
  }

  private static String refusal(Executable call) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
