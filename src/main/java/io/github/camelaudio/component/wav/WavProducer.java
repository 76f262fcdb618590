package io.github.camelaudio.component.wav;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.component.support.BlockProducer;
import io.github.camelaudio.component.support.StreamSource;
import io.github.camelaudio.flow.Receipt;
import io.github.camelaudio.limits.SenderHost;
import io.github.camelaudio.recorder.Recorder;
import io.github.camelaudio.recorder.StreamDescription;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.jspecify.annotations.Nullable;

/** Hands each block to the endpoint's recorder, and names the file of a stream's first one. */
final class WavProducer extends BlockProducer {

  private final WavEndpoint endpoint;
  private @Nullable Recorder recorder;
  private @Nullable Expression fileName;

  WavProducer(WavEndpoint endpoint) {
    super(endpoint);
    this.endpoint = endpoint;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    fileName =
        endpoint
            .getCamelContext()
            .resolveLanguage("simple")
            .createExpression(endpoint.getConfiguration().getFileName());
    fileName.init(endpoint.getCamelContext());
    recorder = endpoint.acquire();
  }

  @Override
  protected void doStop() throws Exception {
    if (recorder != null) {
      recorder = null;
      endpoint.release();
    }
    super.doStop();
  }

  @Override
  protected boolean take(AudioBlock block, Exchange exchange, boolean mayWait)
      throws InterruptedException {
    Recorder running = recorder;
    Expression name = fileName;
    Receipt receipt = exchange.getProperty(Receipt.PROPERTY, Receipt.class);
    if (running == null || name == null) {
      if (receipt != null) {
        receipt.hold(); // for ever, so that its source brings the block again
      }
      return true;
    }
    return running.record(block, new FirstExchange(exchange, name), mayWait, receipt);
  }

  @Override
  protected String reportName() {
    return endpoint.reportName();
  }

  /** What the exchange of a stream's first block says of the stream. */
  private record FirstExchange(Exchange exchange, Expression name) implements StreamDescription {

    @Override
    public String fileName() {
      return name.evaluate(exchange, String.class);
    }

    /** The sender's address, or else the endpoint that the route begins with. */
    @Override
    public String source() {
      String source = StreamSource.of(exchange);
      return source.isEmpty() ? "" : " from " + source;
    }

    @Override
    public @Nullable SenderHost sender() {
      return StreamSource.limitedHost(exchange);
    }
  }
}
