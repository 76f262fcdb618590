package io.github.camelaudio.component.speaker;

import io.github.camelaudio.component.Bodies;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;

/** Hands each block to the endpoint's speaker, and goes on. */
final class SpeakerProducer extends DefaultProducer {

  private final SpeakerEndpoint endpoint;
  private @Nullable Speaker speaker;

  SpeakerProducer(SpeakerEndpoint endpoint) {
    super(endpoint);
    this.endpoint = endpoint;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    speaker = endpoint.acquire();
  }

  @Override
  protected void doStop() throws Exception {
    if (speaker != null) {
      speaker = null;
      endpoint.release();
    }
    super.doStop();
  }

  @Override
  public void process(Exchange exchange) throws InterruptedException {
    Speaker running = speaker;
    if (running != null) {
      running.play(Bodies.block(exchange, endpoint.reportName()));
    }
  }
}
