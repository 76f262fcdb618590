package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.console.browser.MicrophoneModule;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A browser's microphone over a WebSocket into a route. */
@Timeout(60)
class BrowserMicrophoneIT {

  private static final PcmFormat MONO = new PcmFormat(48_000, 1, Encoding.S16);
  private static final String FORMAT = "{\"sampleRateHz\":48000,\"channels\":1}";
  private static final int MESSAGE_BYTES = 960;

  @TempDir Path recordings;
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final List<AudioBlock> heard = new CopyOnWriteArrayList<>();
  private @Nullable ConsoleServer server;

  @BeforeEach
  void start() throws Exception {
    server = new ConsoleServer(Vertx.vertx(), new MicrophoneModule(context));
    context.getShutdownStrategy().setTimeout(2);
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("browser:phone")
                .routeId("phone")
                .process(exchange -> heard.add(exchange.getIn().getBody(AudioBlock.class)))
                .to("wav:" + recordings + "?fileName=${body.streamName}.wav&minLength=0s");
          }
        });
    context.start();
  }

  @AfterEach
  void stop() throws Exception {
    context.stop();
    Objects.requireNonNull(server).close();
  }

  private WebSocketClient connect(String name) throws Exception {
    return new WebSocketClient(
        Objects.requireNonNull(server).uri("ws", "/api/v1/microphone/" + name));
  }

  @Test
  void sine_isRecordedBitForBit() throws Exception {
    byte[] sine = new byte[50 * MESSAGE_BYTES];
    for (int i = 0; i < sine.length / 2; i++) {
      int sample = (int) Math.round(20_000 * Math.sin(i * 2 * Math.PI * 440 / 48_000));
      sine[2 * i] = (byte) sample;
      sine[2 * i + 1] = (byte) (sample >> 8);
    }
    try (WebSocketClient phone = connect("phone")) {
      phone.text(FORMAT);
      for (int from = 0; from < sine.length; from += MESSAGE_BYTES) {
        phone.binary(Arrays.copyOfRange(sine, from, from + MESSAGE_BYTES));
        Thread.sleep(5); // twice as fast as it sounds
      }
      Awaitility.await().until(() -> !heard.isEmpty());
      assertThat(phone.texts).containsExactly("{\"stream\":\"" + heard.get(0).streamName() + "\"}");
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> !heard.isEmpty() && heard.get(heard.size() - 1).last());
    context.stop();
    List<Path> files = Recordings.of(recordings);
    assertThat(files).hasSize(1);
    assertThat(Wav.data(files.get(0))).isEqualTo(sine);
    assertThat(heard.get(0).format()).isEqualTo(MONO);
  }

  @Test
  void unknownName_isClosed_withTheNamesThatThereAre() throws Exception {
    try (WebSocketClient tablet = connect("tablet")) {
      assertThat(tablet.closed.get(10, TimeUnit.SECONDS))
          .isEqualTo("4404 no route has browser:tablet; there are phone");
    }
  }

  @Test
  void whatIsNoFormat_orTooMuch_isClosedWithAReason() throws Exception {
    try (WebSocketClient phone = connect("phone")) {
      phone.binary(new byte[MESSAGE_BYTES]);
      assertThat(phone.closed.get(10, TimeUnit.SECONDS))
          .startsWith("1008 the first message is JSON");
    }
    try (WebSocketClient phone = connect("phone")) {
      phone.text(FORMAT);
      phone.binary(new byte[9_602]);
      assertThat(phone.closed.get(10, TimeUnit.SECONDS)).startsWith("1008 9602 bytes in a message");
    }
    try (WebSocketClient phone = connect("phone")) {
      phone.text(FORMAT);
      for (int i = 0; i < 20; i++) {
        phone.binary(new byte[9_600]);
      }
      assertThat(phone.closed.get(10, TimeUnit.SECONDS)).startsWith("1008 more than 2 times");
    }
  }

  @Test
  void routeThatStops_tellsTheBrowser() throws Exception {
    try (WebSocketClient phone = connect("phone")) {
      phone.text(FORMAT);
      phone.binary(new byte[MESSAGE_BYTES]);
      Awaitility.await().until(() -> !heard.isEmpty());
      context.getRouteController().stopRoute("phone");
      assertThat(phone.closed.get(10, TimeUnit.SECONDS))
          .isEqualTo("1001 the route has been stopped");
    }
    assertThat(heard.get(heard.size() - 1).last()).isTrue();
  }
}
