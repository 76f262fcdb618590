package io.github.camelaudio.component.wav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.component.support.AudioHeaders;
import io.github.camelaudio.file.stream.FileBlocks;
import io.github.camelaudio.file.wav.WavFiles;
import io.github.camelaudio.file.wav.WavWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** WAV bytes in routes: to blocks, and back. */
class WavBytesTest {

  private static final PcmFormat FORMAT = PcmFormat.parse("s16/8000/1");
  private static final int FRAMES = 4_000;

  @TempDir private Path directory = Path.of("");

  private final DefaultCamelContext context = new DefaultCamelContext();
  private final byte[] pcm = WavFiles.noise(2 * FRAMES, 3);
  private final List<AudioBlock> blocks = new ArrayList<>();
  private final BlockingQueue<Exchange> results = new LinkedBlockingQueue<>();
  private Path file = Path.of("");
  private byte[] wav = new byte[0];

  @BeforeEach
  void write() throws Exception {
    file = directory.resolve("in.wav");
    try (WavWriter writer = WavFiles.create(file, FORMAT)) {
      writer.write(0, ByteBuffer.wrap(pcm));
    }
    wav = Files.readAllBytes(file);
    WavDataFormat fast = new WavDataFormat();
    fast.setPaced(false);
    context.getRegistry().bind("fast", fast);
    Utterance short200 = new Utterance();
    short200.setPause(Duration.ofMillis(200));
    context.getRegistry().bind("short", short200);
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  private interface Routes {
    void add(RouteBuilder builder) throws Exception;
  }

  private void start(Routes routes) throws Exception {
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() throws Exception {
            routes.add(this);
          }
        });
    context.start();
  }

  private Exchange send(Object body) {
    Exchange exchange = new DefaultExchange(context);
    exchange.getIn().setBody(body);
    return context.createProducerTemplate().send("direct:in", exchange);
  }

  private void keep(Exchange exchange) {
    blocks.add(exchange.getIn().getBody(AudioBlock.class));
  }

  private static byte[] samples(List<AudioBlock> blocks) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    blocks.forEach(block -> all.writeBytes(block.toByteArray()));
    return all.toByteArray();
  }

  private Object body(String kind) throws Exception {
    return switch (kind) {
      case "bytes" -> wav;
      case "stream" -> new ByteArrayInputStream(wav);
      default -> file.toFile();
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes", "stream", "file"})
  void converter_opensAFile_asBlocks(String kind) throws Exception {
    context.start();
    FileBlocks converted =
        context.getTypeConverter().mandatoryConvertTo(FileBlocks.class, body(kind));
    converted.forEachRemaining(blocks::add);
    assertThat(samples(blocks)).isEqualTo(pcm);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes", "stream", "file"})
  void unmarshal_andSplit_giveTheBlocksOneAfterTheOther(String kind) throws Exception {
    start(
        route ->
            route
                .from("direct:in")
                .unmarshal("fast")
                .split(route.body())
                .streaming()
                .process(this::keep));
    assertThat(send(body(kind)).getException()).isNull();
    assertThat(samples(blocks)).isEqualTo(pcm);
    assertThat(blocks.get(blocks.size() - 1).last()).isTrue();
  }

  @Test
  void dataFormat_isFoundByItsName_andPacesLikeWav() throws Exception {
    start(route -> route.from("direct:in").unmarshal("wav").process(e -> results.add(e)));
    send(wav);
    FileBlocks found = results.remove().getIn().getBody(FileBlocks.class);
    assertThat(found.next().live()).isTrue();
    found.close();
  }

  @Test
  void fileComponent_toAWav_isRecordedWhole() throws Exception {
    Path out = directory.resolve("out.wav");
    start(
        route ->
            route
                .from("file:" + directory + "?fileName=in.wav&noop=true&initialDelay=0")
                .to("wav:" + out)
                .process(e -> results.add(e)));
    assertThat(results.poll(20, TimeUnit.SECONDS)).isNotNull();
    context.stop();
    assertThat(WavFiles.readAll(out)).isEqualTo(pcm);
  }

  @Test
  void bytesOfSomethingElse_areRefused_withTheReason() throws Exception {
    start(route -> route.from("direct:in").to("wav:" + directory.resolve("out.wav")));
    assertThat(send("OggS and more".getBytes(StandardCharsets.US_ASCII)).getException())
        .hasMessageContaining("cannot play the body: it is no RIFF file but an Ogg file");
    assertThat(send(12).getException()).hasMessageContaining("takes audio blocks or a WAV file");
  }

  @Test
  void marshal_makesOneWav_ofABlock_andOfAllBlocks() throws Exception {
    start(
        route ->
            route.from("direct:in").unmarshal("fast").marshal("wav").process(e -> results.add(e)));
    assertThat(send(wav).getException()).isNull();
    Exchange whole = results.remove();
    byte[] made = whole.getIn().getBody(byte[].class);
    assertThat(made).hasSize(44 + pcm.length).endsWith(pcm);
    assertThat(whole.getIn().getHeader(Exchange.CONTENT_TYPE)).isEqualTo("audio/wav");
    assertThat(whole.getIn().getHeader(AudioHeaders.TOTAL_FRAMES)).isEqualTo((long) FRAMES);
  }

  @Test
  void pollEnrich_givesTheWholeFile_asItIs() throws Exception {
    start(
        route -> route.from("direct:in").pollEnrich("wav:" + file, 0).process(e -> results.add(e)));
    assertThat(send("go").getException()).isNull();
    Exchange got = results.remove();
    assertThat(got.getIn().getBody()).isEqualTo(wav);
    assertThat(got.getIn().getHeader(Exchange.FILE_NAME)).isEqualTo("in.wav");
    assertThat(got.getIn().getHeader(AudioHeaders.FORMAT)).isEqualTo("s16/8000/1");
    assertThat(got.getIn().getHeader(AudioHeaders.DURATION_MILLIS)).isEqualTo(500L);
    Files.delete(file);
    assertThat(send("go").getException()).hasMessageContaining("in.wav: no such file");
  }

  @Test
  void pollEnrich_ofALargerFile_isRefused() throws Exception {
    Path large = directory.resolve("large.wav");
    try (WavWriter writer = WavFiles.create(large, FORMAT)) {
      writer.extendTo(34_000_000);
    }
    context.start();
    assertThatThrownBy(() -> context.createConsumerTemplate().receive("wav:" + large))
        .hasMessageContaining("larger than 64 MiB");
  }

  private AudioBlock speech(int number, boolean loud, boolean last) {
    byte[] samples = loud ? WavFiles.noise(160, number) : new byte[160];
    return AudioBlock.builder(FORMAT)
        .streamId(0xCAFE)
        .timestamp(number * 80)
        .captureEpochNanos(TimeUnit.SECONDS.toNanos(1_000_000_000) + number * 10_000_000L)
        .last(last)
        .pcm(samples);
  }

  @Test
  void utterance_isOneWav_untilAPause_orTheEnd_andSilenceIsNone() throws Exception {
    start(
        route ->
            route
                .from("direct:in")
                .aggregate(route.simple("${body.streamId}"))
                .aggregationStrategy("short")
                .process(e -> results.add(e)));
    for (int i = 0; i < 100; i++) {
      boolean loud = (i >= 10 && i < 20) || i == 80;
      assertThat(send(speech(i, loud, i == 99)).getException()).isNull();
    }
    Exchange first = results.poll(10, TimeUnit.SECONDS);
    assertThat(first).isNotNull();
    assertThat(first.getIn().getBody(byte[].class)).hasSize(44 + 40 * 160);
    assertThat(first.getIn().getHeader(AudioHeaders.STREAM_NAME)).isEqualTo("0000cafe");
    assertThat(first.getIn().getHeader(AudioHeaders.CAPTURE_TIME)).isEqualTo(1_000_000_000_000L);
    assertThat(first.getIn().getHeader(AudioHeaders.MISSING_FRAMES)).isEqualTo(0L);
    assertThat(first.getIn().getHeader(Exchange.FILE_NAME, String.class))
        .matches("2001\\d{4}-\\d{6}\\.000-0000cafe\\.wav");
    Exchange second = results.poll(10, TimeUnit.SECONDS);
    assertThat(second).isNotNull();
    assertThat(second.getIn().getHeader(AudioHeaders.TOTAL_FRAMES)).isEqualTo(50L * 80);
    send(speech(0, false, true)); // nothing but silence
    send(speech(0, true, true));
    Exchange third = results.poll(10, TimeUnit.SECONDS);
    assertThat(third).isNotNull();
    assertThat(third.getIn().getBody(byte[].class)).endsWith(speech(0, true, true).toByteArray());
  }
}
