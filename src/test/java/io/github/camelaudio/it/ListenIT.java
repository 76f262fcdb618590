package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.console.live.ListenModule;
import io.github.camelaudio.console.live.SoundListener;
import io.github.camelaudio.console.live.SoundTaps;
import io.github.camelaudio.meters.MeterRegistry;
import io.github.camelaudio.meters.Meters;
import io.vertx.core.Vertx;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Listening over HTTP and WebSocket: what a tap gives comes bit for bit. */
@Timeout(60)
class ListenIT {

  private static final PcmFormat TAPPED = new PcmFormat(48_000, 2, Encoding.F32);
  private static final int WAV_HEADER_BYTES = 44;
  private static final int MESSAGE_BYTES = 1_920;
  private static final String MIX = "speaker:default";

  /** One output; the test gives its sound. */
  private static final class FakeTaps implements SoundTaps {
    final List<SoundListener> listeners = new CopyOnWriteArrayList<>();

    @Override
    public Subscription listen(String source, SoundListener listener) {
      if (!source.equals(MIX) && !source.equals(MIX + "/0a1b2c3d")) {
        throw new NoSuchElementException("no source " + source + "; there are " + MIX);
      }
      listeners.add(listener);
      return () -> listeners.remove(listener);
    }

    void give(byte[] pcm) {
      float[] samples = new float[pcm.length / 2];
      ByteBuffer values = ByteBuffer.wrap(pcm).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < samples.length; i++) {
        samples[i] = values.getShort(2 * i) / 32_768f;
      }
      listeners.forEach(each -> each.samples(TAPPED, samples, samples.length / 2));
    }
  }

  private final FakeTaps taps = new FakeTaps();
  private final MeterRegistry meters =
      new MeterRegistry(
          InstantSource.system(),
          new MeterRegistry.Listener() {
            @Override
            public void added(Meters<?> some) {}

            @Override
            public void removed(Meters<?> some) {}
          });
  private final HttpClient http = HttpClient.newHttpClient();
  private @Nullable ConsoleServer server;

  @BeforeEach
  void start() throws Exception {
    Vertx vertx = Vertx.vertx();
    ListenModule module = new ListenModule(vertx, taps);
    module.countIn(meters);
    server = new ConsoleServer(vertx, module);
  }

  @AfterEach
  void stop() throws Exception {
    server().close();
  }

  private ConsoleServer server() {
    return Objects.requireNonNull(server);
  }

  private HttpRequest.Builder request(String source) {
    return HttpRequest.newBuilder(server().uri("http", "/api/v1/listen/" + source));
  }

  private void awaitTaps(int count) {
    Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> taps.listeners.size() == count);
  }

  /** Ten milliseconds at a time, as fast as they would sound. */
  private void play(byte[] pcm) {
    for (int from = 0; from < pcm.length; from += MESSAGE_BYTES) {
      taps.give(Arrays.copyOfRange(pcm, from, from + MESSAGE_BYTES));
      Thread.onSpinWait();
    }
  }

  @Test
  void wav_isTheSourceBitForBit_andEndsWithIt() throws Exception {
    byte[] pcm = Wav.noise(PcmFormat.DEFAULT, 100, 1);
    var answer =
        http.sendAsync(
            request("speaker%3Adefault%2F0a1b2c3d").GET().build(),
            HttpResponse.BodyHandlers.ofByteArray());
    awaitTaps(1);
    play(pcm);
    taps.listeners.get(0).ended();
    HttpResponse<byte[]> whole = answer.get(10, TimeUnit.SECONDS);
    assertThat(whole.headers().firstValue("Content-Type")).contains("audio/wav");
    assertThat(whole.headers().firstValue("Cache-Control")).contains("no-store");
    byte[] body = whole.body();
    assertThat(Arrays.copyOfRange(body, WAV_HEADER_BYTES, body.length)).isEqualTo(pcm);
    awaitTaps(0);
  }

  @Test
  void ffmpeg_readsTheEndlessWav(@TempDir Path directory) throws Exception {
    byte[] pcm = Wav.noise(PcmFormat.DEFAULT, 150, 2);
    Path copy = directory.resolve("copy.wav");
    Process ffmpeg =
        new ProcessBuilder(
                "ffmpeg",
                "-nostdin",
                "-loglevel",
                "error",
                "-i",
                request(MIX).build().uri().toString(),
                "-c:a",
                "pcm_s16le",
                copy.toString())
            .redirectErrorStream(true)
            .start();
    awaitTaps(1);
    play(pcm);
    taps.listeners.get(0).ended();
    String said = new String(ffmpeg.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(ffmpeg.waitFor()).as(said).isZero();
    assertThat(Wav.data(copy)).isEqualTo(pcm);
  }

  @Test
  void twoWebSockets_shareOneTap_andGetTheSourceBitForBit() throws Exception {
    byte[] pcm = Wav.noise(PcmFormat.DEFAULT, 100, 3);
    try (WebSocketClient one = new WebSocketClient(server().uri("ws", "/api/v1/listen/" + MIX));
        WebSocketClient two = new WebSocketClient(server().uri("ws", "/api/v1/listen/" + MIX))) {
      awaitTaps(1);
      Thread.sleep(200); // the second one has come, too, which nothing shows
      play(pcm);
      for (WebSocketClient each : List.of(one, two)) {
        Awaitility.await().until(() -> each.received().length == pcm.length);
        assertThat(each.received()).isEqualTo(pcm);
        assertThat(each.messageBytes).hasSize(10).containsOnly(MESSAGE_BYTES);
        assertThat(each.texts)
            .containsExactly(
                "{\"sampleRateHz\":48000,\"channels\":2,\"source\":\"speaker:default\"}");
      }
      assertThat(taps.listeners).hasSize(1);
      taps.listeners.get(0).ended();
      assertThat(one.closed.get(10, TimeUnit.SECONDS)).isEqualTo("1000 the source has ended");
    }
    awaitTaps(0);
  }

  @Test
  void clientThatReadsNothing_losesSound_andNobodyElseDoes() throws Exception {
    byte[] pcm = Wav.noise(PcmFormat.DEFAULT, 60_000, 4);
    URI uri = request(MIX).build().uri();
    try (Socket stuck = new Socket(uri.getHost(), uri.getPort());
        WebSocketClient other = new WebSocketClient(server().uri("ws", uri.getPath()))) {
      String ask = "GET " + uri.getPath() + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
      stuck.getOutputStream().write(ask.getBytes(StandardCharsets.US_ASCII));
      Awaitility.await().until(() -> count("listeners") == 2);
      for (int from = 0; from < pcm.length; from += MESSAGE_BYTES) {
        taps.give(Arrays.copyOfRange(pcm, from, from + MESSAGE_BYTES));
        while (from - other.receivedBytes() > 5 * MESSAGE_BYTES) {
          Thread.onSpinWait();
        }
      }
      Awaitility.await().until(() -> other.receivedBytes() == pcm.length);
      assertThat(other.received()).isEqualTo(pcm);
      assertThat(count("leftOutFrames")).isPositive().isLessThan(60 * 48_000);
      assertThat(count("sentBytes")).isBetween((long) pcm.length, 2L * pcm.length - 1);
    }
    Awaitility.await().until(() -> count("listeners") == 0);
  }

  private long count(String meter) {
    return meters.all().get(0).count(meter);
  }

  @Test
  void head_saysWhatAGetWouldBring() throws Exception {
    HttpResponse<Void> there =
        http.send(
            request(MIX).method("HEAD", HttpRequest.BodyPublishers.noBody()).build(),
            HttpResponse.BodyHandlers.discarding());
    assertThat(there.statusCode()).isEqualTo(200);
    assertThat(there.headers().firstValue("Content-Type")).contains("audio/wav");
    assertThat(taps.listeners).isEmpty();
  }

  @Test
  void unknownSource_isNotFound_andSaysWhatThereIs() throws Exception {
    HttpResponse<String> answer =
        http.send(request("speaker:x").build(), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).isEqualTo("no source speaker:x; there are speaker:default");
    try (WebSocketClient socket =
        new WebSocketClient(server().uri("ws", "/api/v1/listen/speaker:x"))) {
      assertThat(socket.closed.get(10, TimeUnit.SECONDS)).startsWith("4404 no source speaker:x");
    }
  }

  @Test
  void listenersBeyondTheLimit_areRefused_untilOneLeaves() throws Exception {
    List<InputStream> bodies = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      var coming = http.sendAsync(request(MIX).build(), HttpResponse.BodyHandlers.ofInputStream());
      awaitTaps(1);
      while (!coming.isDone()) {
        play(new byte[MESSAGE_BYTES]); // the head of an answer comes with its first sound
        Thread.sleep(5);
      }
      bodies.add(coming.get().body());
    }
    HttpResponse<String> refused =
        http.send(request(MIX).build(), HttpResponse.BodyHandlers.ofString());
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.body()).startsWith("there are 32 listeners already");
    try (WebSocketClient socket =
        new WebSocketClient(server().uri("ws", "/api/v1/listen/" + MIX))) {
      assertThat(socket.closed.get(10, TimeUnit.SECONDS)).startsWith("1013 there are 32");
    }
    bodies.get(0).close();
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> {
              var again =
                  http.sendAsync(request(MIX).build(), HttpResponse.BodyHandlers.ofInputStream());
              while (!again.isDone()) {
                play(new byte[MESSAGE_BYTES]);
                Thread.sleep(5);
              }
              again.get().body().close();
              return again.get().statusCode() == 200;
            });
    for (InputStream each : bodies) {
      each.close();
    }
  }
}
