package io.github.camelaudio.component.mixer;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.SystemClock;
import io.github.camelaudio.component.Bodies;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands each block to the room, and goes on. */
final class MixerProducer extends DefaultProducer {

  private static final Logger LOG = LoggerFactory.getLogger(MixerProducer.class);

  private final MixerEndpoint endpoint;
  private volatile boolean checked;

  MixerProducer(MixerEndpoint endpoint) {
    super(endpoint);
    this.endpoint = endpoint;
  }

  @Override
  public void process(Exchange exchange) throws InterruptedException {
    AudioBlock block = Bodies.block(exchange, endpoint.reportName());
    MixerEndpoint listener = endpoint.room().listener();
    if (!checked && listener != null) {
      checked = true;
      checkOptions(listener);
    }
    endpoint.room().speak(block, SystemClock.INSTANCE);
  }

  private void checkOptions(MixerEndpoint listener) {
    if (endpoint.optionsGiven() && !endpoint.equals(listener)) {
      LOG.warn(
          "{}: the options of to(\"{}\") do nothing; the room has those of from(\"{}\")",
          endpoint.reportName(),
          endpoint.getEndpointUri(),
          listener.getEndpointUri());
    }
  }
}
