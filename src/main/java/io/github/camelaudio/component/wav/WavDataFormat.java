package io.github.camelaudio.component.wav;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.SystemClock;
import io.github.camelaudio.component.support.AudioHeaders;
import io.github.camelaudio.component.support.ExchangeBodies;
import io.github.camelaudio.file.stream.FileBlocks;
import io.github.camelaudio.file.stream.StreamCollector;
import io.github.camelaudio.flow.OptionValues;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.spi.DataFormat;
import org.apache.camel.spi.DataFormatName;
import org.apache.camel.spi.annotations.Dataformat;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;

/**
 * {@code unmarshal("wav")} makes an iterator of blocks of the bytes of a WAV or FLAC file, for
 * {@code .split(body()).streaming()}: at its own pace, like {@code wav:}, unless that is turned
 * off. {@code marshal("wav")} makes one WAV of a block, or of all blocks of an iterator.
 */
@Dataformat("wav")
public final class WavDataFormat extends ServiceSupport implements DataFormat, DataFormatName {

  private static final StreamCollector.Limits ALL =
      new StreamCollector.Limits(0, 0, Integer.MAX_VALUE, WavPollingConsumer.MAX_BYTES);

  private boolean paced = true;
  private @Nullable Duration block;

  @Override
  public String getDataFormatName() {
    return "wav";
  }

  public boolean isPaced() {
    return paced;
  }

  /** Sets whether each block comes at its due time, or as fast as the route takes them. */
  public void setPaced(boolean paced) {
    this.paced = paced;
  }

  public @Nullable Duration getBlock() {
    return block;
  }

  /** Sets how much sound one block holds, 1 to 100 ms; unless set, 10, or 100 when not paced. */
  public void setBlock(Duration block) {
    OptionValues.range("block", block, Duration.ofMillis(1), Duration.ofMillis(100));
    this.block = block;
  }

  @Override
  public void marshal(Exchange exchange, Object graph, OutputStream stream) throws IOException {
    Iterator<?> blocks =
        graph instanceof AudioBlock block
            ? List.of(block).iterator()
            : exchange.getContext().getTypeConverter().convertTo(Iterator.class, exchange, graph);
    StreamCollector collector = null;
    while (blocks != null && blocks.hasNext()) {
      if (!(blocks.next() instanceof AudioBlock block)) {
        throw new IllegalArgumentException("marshal(\"wav\") takes audio blocks, not " + graph);
      }
      collector = collector == null ? new StreamCollector(block, ALL) : collector;
      collector.add(block);
    }
    if (collector == null) {
      throw new IllegalArgumentException("marshal(\"wav\") takes audio blocks, and got none");
    }
    String name = collector.streamName() + ".wav";
    AudioHeaders.describe(
        exchange.getMessage(), collector.format(), collector.frames(), "wav", name);
    stream.write(collector.toWav());
  }

  @Override
  public Object unmarshal(Exchange exchange, InputStream stream) {
    return unmarshal(exchange, (Object) stream);
  }

  @Override
  public Object unmarshal(Exchange exchange, Object body) {
    FileBlocks blocks = ExchangeBodies.file(exchange, "unmarshal(\"wav\")");
    if (paced) {
      blocks.paced(SystemClock.INSTANCE);
    }
    return block == null ? blocks : blocks.blockMillis((int) block.toMillis());
  }
}
