package io.github.camelaudio.component;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.component.support.ExchangeBodies;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.MessageHelper;
import org.apache.camel.support.processor.DefaultExchangeFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An audio block as a message body, as the rest of Camel sees it. */
class AudioBodyTest {

  private static final byte[] PCM = {1, 2, 3, 4, 5, 6, 7, 8};

  private final DefaultCamelContext context = new DefaultCamelContext();
  private final AudioBlock block =
      AudioBlock.builder(PcmFormat.DEFAULT)
          .streamId(0xCAFE_F00DL)
          .sequence(12)
          .timestamp(-1)
          .last(true)
          .pcm(PCM.clone());

  @BeforeEach
  void start() {
    context.start();
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  @ParameterizedTest
  @CsvSource({
    "${body.streamId}, 3405705229",
    "${body.streamName}, cafef00d",
    "${body.format}, s16/48000/2",
    "${body.format.sampleRateHz}, 48000",
    "${body.timestamp}, -1",
    "${body.sequence}, 12",
    "${body.frames}, 2",
    "${body.last}, true",
    "take-${body.streamName}.wav, take-cafef00d.wav",
  })
  void simple_readsTheFieldsOfABlock(String text, String expected) {
    Expression expression = context.resolveLanguage("simple").createExpression(text);
    expression.init(context);
    assertEquals(expected, expression.evaluate(exchange(block), String.class));
  }

  @Test
  void typeConverter_givesTheSamples() throws Exception {
    Exchange exchange = exchange(block);
    assertArrayEquals(PCM, exchange.getIn().getBody(byte[].class));
    assertArrayEquals(PCM, exchange.getIn().getBody(InputStream.class).readAllBytes());
    ByteBuffer buffer = exchange.getIn().getBody(ByteBuffer.class);
    assertEquals(ByteBuffer.wrap(PCM), buffer);
    assertTrue(buffer.isReadOnly());
  }

  @Test
  void text_isRefused_withWhatToUse() {
    Exchange exchange = exchange(block);
    Expression body = context.resolveLanguage("simple").createExpression("it is ${body}");
    body.init(context);
    for (Executable each :
        List.<Executable>of(
            () -> exchange.getIn().getBody(String.class),
            () -> body.evaluate(exchange, String.class))) {
      Exception e = assertThrows(RuntimeCamelException.class, each);
      assertTrue(
          String.valueOf(e.getMessage()).contains("a block of audio has no text; use its fields"),
          e.getMessage());
    }
  }

  @Test
  void logging_showsTheBlock() {
    Exchange exchange = exchange(block);
    String shown = MessageHelper.extractBodyForLogging(exchange.getIn());
    assertTrue(shown.startsWith("Message: AudioBlock[cafef00d s16/48000/2"), shown);
    assertTrue(new DefaultExchangeFormatter().format(exchange).contains("AudioBlock[cafef00d"));
  }

  @Test
  void file_ofAnotherBody_saysWhatToDo() {
    for (Object body : new Object[] {12, "text"}) {
      Exchange exchange = exchange(body);
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () -> ExchangeBodies.file(exchange, "speaker:default"));
      assertTrue(
          String.valueOf(e.getMessage())
              .startsWith(
                  "speaker:default takes audio blocks or a WAV file, not "
                      + body.getClass().getName()),
          e.getMessage());
    }
  }

  private Exchange exchange(Object body) {
    Exchange exchange = new DefaultExchange(context);
    exchange.getIn().setBody(body);
    return exchange;
  }
}
