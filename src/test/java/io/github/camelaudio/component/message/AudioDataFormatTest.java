package io.github.camelaudio.component.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.component.support.AudioHeaders;
import io.github.camelaudio.security.KeyFile;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blocks as messages, in routes. */
class AudioDataFormatTest {

  @TempDir private Path directory = Path.of("");

  private final DefaultCamelContext context = new DefaultCamelContext();
  private final BlockingQueue<Exchange> came = new LinkedBlockingQueue<>();
  private final AudioBlock block =
      AudioBlock.builder(PcmFormat.parse("s24/48000/2"))
          .streamId(0xCAFE_F00DL)
          .sequence(12)
          .timestamp(-1)
          .captureEpochNanos(1_795_132_801_250_000_000L)
          .last(true)
          .pcm(new byte[] {1, 2, 3, 4, 5, 6});

  @BeforeEach
  void addRoutes() throws Exception {
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:seda").marshal("audio").to("seda:messages");
            from("seda:messages").unmarshal("audio").process(came::add);
            from("direct:file").marshal("audio").to("file:" + directory + "?fileName=block");
            from("direct:back").unmarshal("audio");
            from("direct:message").convertBodyTo(AudioMessage.class);
          }
        });
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  private Object send(String to, Object body) {
    return context.createProducerTemplate().requestBody(to, body);
  }

  private void assertIsBlock(Object body) {
    assertThat(body).isInstanceOf(AudioBlock.class);
    AudioBlock back = (AudioBlock) body;
    assertThat(back.format()).isEqualTo(block.format());
    assertThat(back.streamName()).isEqualTo("cafef00d");
    assertThat(back.timestamp()).isEqualTo(-1);
    assertThat(back.captureEpochNanos()).isEqualTo(block.captureEpochNanos());
    assertThat(back.last()).isTrue();
    assertThat(back.toByteArray()).isEqualTo(block.toByteArray());
  }

  @Test
  void message_throughSeda_isTheBlockAgain() throws Exception {
    context.start();
    send("direct:seda", block);
    Exchange exchange = came.poll(10, TimeUnit.SECONDS);
    assertThat(exchange).isNotNull();
    assertIsBlock(exchange.getIn().getBody());
    assertThat(exchange.getIn().getHeader(AudioHeaders.STREAM_NAME)).isEqualTo("cafef00d");
    assertThat(exchange.getIn().getHeader(AudioHeaders.FORMAT)).isEqualTo("s24/48000/2");
  }

  @Test
  void message_ofAFile_isReadAsOftenAsOneLikes() {
    context.start();
    send("direct:file", block);
    for (int i = 0; i < 2; i++) {
      assertIsBlock(send("direct:back", directory.resolve("block").toFile()));
    }
  }

  @Test
  void message_underKeys_isNoPlainSoundAndComesBack() throws Exception {
    Path keys = directory.resolve("keys");
    KeyFile.add(keys, "anna", 32);
    Properties properties = new Properties();
    properties.put("audio.keys", keys.toString());
    context.getPropertiesComponent().setInitialProperties(properties);
    context.start();
    AudioMessage first = (AudioMessage) send("direct:message", block);
    AudioMessage second = (AudioMessage) send("direct:message", block);
    assertThat(first.bytes()[12] & 0xFF).isEqualTo(0xC0); // RFC 9335: encrypted
    for (AudioMessage message : List.of(second, first, second)) {
      Object back = send("direct:back", message);
      assertIsBlock(back);
      assertThat(((AudioBlock) back).keyName()).isEqualTo("anna");
    }
    first.bytes()[60] ^= 1;
    assertThatThrownBy(() -> send("direct:back", first))
        .rootCause()
        .hasMessageContaining("changed");
  }

  @Test
  void convert_ofABlock_isItsMessageAndOfItsBytesTheBlock() throws Exception {
    context.start();
    AudioMessage message = (AudioMessage) send("direct:message", block);
    assertIsBlock(
        context.getTypeConverter().mandatoryConvertTo(AudioBlock.class, exchange(), message));
    byte[] bytes = context.getTypeConverter().mandatoryConvertTo(byte[].class, message);
    assertThat(bytes).isEqualTo(message.bytes());
    assertIsBlock(
        context.getTypeConverter().mandatoryConvertTo(AudioBlock.class, exchange(), bytes));
    InputStream stream = context.getTypeConverter().mandatoryConvertTo(InputStream.class, message);
    assertIsBlock(
        context.getTypeConverter().mandatoryConvertTo(AudioBlock.class, exchange(), stream));
  }

  private Exchange exchange() {
    return context.getEndpoint("direct:back").createExchange();
  }

  @Test
  void marshal_ofNoBlock_isRefusedWithWhatToDo() {
    context.start();
    assertThatThrownBy(() -> send("direct:seda", "text"))
        .rootCause()
        .hasMessageContaining("takes an audio block, not java.lang.String");
  }

  @Test
  void unmarshal_ofNoMessage_isRefusedWithTheReason() {
    context.start();
    assertThatThrownBy(() -> send("direct:back", "text"))
        .rootCause()
        .hasMessageContaining("not RTP");
  }
}
