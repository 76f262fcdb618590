package io.github.camelaudio.component.mixer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.output.OutputStatus;
import io.github.camelaudio.output.Speech;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trace that begins and ends while the route runs, and what an output says of itself. */
class MixerEndpointTraceTest {

  private static final String ROOM = "mixer:hall?idle=3600s&target=20ms";

  private final DefaultCamelContext context = new DefaultCamelContext();

  @TempDir Path folder;

  @AfterEach
  void stop() {
    context.stop();
  }

  private MixerEndpoint listen(String uri) throws Exception {
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from(uri).routeId("mix").to("mock:mix?retainFirst=1");
          }
        });
    context.start();
    return context.getEndpoint(uri, MixerEndpoint.class);
  }

  private void speak(int count) {
    for (int i = 0; i < count; i++) {
      context.createProducerTemplate().sendBody("mixer:hall", Speech.block(0xBEEF, i * 480, 480));
    }
  }

  @Test
  void startTrace_whileOneIsWritten_orWhereNoneCanBe_isRefused() throws Exception {
    Path file = folder.resolve("trace.csv");
    MixerEndpoint endpoint = listen(ROOM + "&trace=" + file);
    assertEquals(file, Objects.requireNonNull(endpoint.trace()).file(), "the option's");
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class, () -> endpoint.startTrace(folder.resolve("b.csv")));
    assertEquals(
        "mixer:hall writes the trace " + file + " already; stop that first", e.getMessage());
    endpoint.stopTrace();
    Path occupied = Files.createDirectory(folder.resolve("occupied"));
    assertThrows(IOException.class, () -> endpoint.startTrace(occupied));
    assertNull(endpoint.trace());
    endpoint.startTrace(folder.resolve("c.csv"));
    context.stop();
    assertNull(endpoint.trace(), "it ends with its endpoint");
    assertThrows(IllegalStateException.class, () -> endpoint.startTrace(folder.resolve("d.csv")));
  }

  @Test
  void outputStatus_andMixer_followTheRoute() throws Exception {
    MixerEndpoint endpoint = listen(ROOM);
    assertEquals(OutputStatus.State.SILENT, endpoint.outputStatus().state());
    assertNull(endpoint.outputStatus().trouble());
    assertEquals("mixer", endpoint.outputStatus().kind());
    assertNull(endpoint.outputStatus().deviceLatencyMillis());
    speak(3);
    assertEquals(OutputStatus.State.PLAYING, endpoint.outputStatus().state());
    var before = endpoint.mixer();
    context.getRouteController().stopRoute("mix");
    assertNull(endpoint.mixer());
    assertEquals(OutputStatus.State.ABSENT, endpoint.outputStatus().state());
    assertEquals(
        "no route takes its mix; add one from(\"mixer:hall\")", endpoint.outputStatus().trouble());
    context.getRouteController().startRoute("mix");
    assertNotNull(endpoint.mixer());
    assertNotSame(before, endpoint.mixer());
  }

  @Test
  void setSolo_isSeenInTheStreamsLine() throws Exception {
    MixerEndpoint endpoint = listen(ROOM);
    speak(3);
    endpoint.setSolo("0000beef", true);
    assertTrue(
        endpoint.streams().get(0).contains("gain 0.0 dB (solo), "), endpoint.streams()::toString);
    assertThrows(IllegalArgumentException.class, () -> endpoint.setSolo("0000cafe", true));
  }
}
