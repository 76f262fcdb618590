package io.github.camelaudio.component.mixer;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.component.support.BlockProducer;
import io.github.camelaudio.component.support.StreamSource;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands each block to the room, and goes on. */
final class MixerProducer extends BlockProducer {

  private static final Logger LOG = LoggerFactory.getLogger(MixerProducer.class);

  private final MixerEndpoint endpoint;
  private volatile boolean checked;

  MixerProducer(MixerEndpoint endpoint) {
    super(endpoint);
    this.endpoint = endpoint;
  }

  @Override
  protected boolean take(AudioBlock block, Exchange exchange, boolean mayWait)
      throws InterruptedException {
    String consumerUri = endpoint.room().consumerUri();
    if (!checked && consumerUri != null) {
      checked = true;
      checkOptions(consumerUri);
    }
    return endpoint.room().send(block, () -> StreamSource.hostOf(exchange), mayWait);
  }

  @Override
  protected String reportName() {
    return endpoint.reportName();
  }

  private void checkOptions(String consumerUri) {
    if (endpoint.optionsGiven() && !endpoint.getEndpointUri().equals(consumerUri)) {
      LOG.warn(
          "{}: the options of to(\"{}\") do nothing; the room has those of from(\"{}\")",
          endpoint.reportName(),
          endpoint.getEndpointUri(),
          consumerUri);
    }
  }
}
