package io.github.camelaudio.component.message;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.component.support.AudioHeaders;
import io.github.camelaudio.wire.MalformedPacketException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.camel.Exchange;
import org.apache.camel.spi.DataFormat;
import org.apache.camel.spi.DataFormatName;
import org.apache.camel.spi.annotations.Dataformat;
import org.apache.camel.support.service.ServiceSupport;

/**
 * {@code marshal("audio")} makes one message of a block, an RTP packet that says all of itself, and
 * {@code unmarshal("audio")} makes the block of it again: for components that carry bytes, such as
 * {@code file:}, {@code seda:}, {@code nats:}, {@code paho-mqtt5:}, {@code amqp:}. Where there are
 * keys, it is encrypted. The headers {@link AudioHeaders#STREAM_NAME} and {@link
 * AudioHeaders#FORMAT} say what it is.
 */
@Dataformat("audio")
public final class AudioDataFormat extends ServiceSupport implements DataFormat, DataFormatName {

  @Override
  public String getDataFormatName() {
    return "audio";
  }

  @Override
  public void marshal(Exchange exchange, Object graph, OutputStream stream) throws IOException {
    if (!(graph instanceof AudioBlock block)) {
      throw new IllegalArgumentException(
          "marshal(\"audio\") takes an audio block, not "
              + graph.getClass().getName()
              + "; let the route begin with mic:, wav:, radio: or a receiving netty: endpoint");
    }
    stream.write(Messages.of(exchange.getContext()).write(block));
    describe(exchange, block);
  }

  @Override
  public Object unmarshal(Exchange exchange, InputStream stream) throws Exception {
    return unmarshal(exchange, stream.readAllBytes());
  }

  @Override
  public Object unmarshal(Exchange exchange, Object body) throws Exception {
    byte[] message =
        exchange.getContext().getTypeConverter().mandatoryConvertTo(byte[].class, exchange, body);
    return unmarshal(exchange, message);
  }

  private static AudioBlock unmarshal(Exchange exchange, byte[] message) {
    try {
      AudioBlock block = Messages.of(exchange.getContext()).read(message);
      describe(exchange, block);
      return block;
    } catch (MalformedPacketException e) {
      throw new IllegalArgumentException("unmarshal(\"audio\"): " + e.reason(), e);
    }
  }

  private static void describe(Exchange exchange, AudioBlock block) {
    exchange.getMessage().setHeader(AudioHeaders.STREAM_NAME, block.streamName());
    exchange.getMessage().setHeader(AudioHeaders.FORMAT, block.format().toString());
  }
}
