package io.github.camelaudio.component.radio;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.component.Bodies;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;

/** Hands each block to the endpoint's station, and goes on. */
final class RadioProducer extends DefaultProducer {

  private final RadioEndpoint endpoint;
  private volatile @Nullable Station station;

  RadioProducer(RadioEndpoint endpoint) {
    super(endpoint);
    this.endpoint = endpoint;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    station = endpoint.acquire();
  }

  @Override
  protected void doStop() throws Exception {
    if (station != null) {
      station = null;
      endpoint.release();
    }
    super.doStop();
  }

  @Override
  public void process(Exchange exchange) throws InterruptedException {
    AudioBlock block = Bodies.block(exchange, endpoint.reportName());
    Station running = station;
    if (running != null) {
      if (endpoint.isWaitForListener() && !block.last()) {
        running.awaitListener();
      }
      running.send(block);
    }
  }
}
