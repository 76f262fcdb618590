package io.github.camelaudio.component.wav;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.component.Bodies;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;

/** Hands each block to the endpoint's recorder, and names the file of a stream's first one. */
final class WavProducer extends DefaultProducer {

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
            .createExpression(endpoint.getFileName());
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
  public void process(Exchange exchange) throws InterruptedException {
    AudioBlock block = Bodies.block(exchange, endpoint.reportName());
    Recorder running = recorder;
    Expression name = fileName;
    if (running != null && name != null) {
      running.record(block, () -> name.evaluate(exchange, String.class));
    }
  }
}
