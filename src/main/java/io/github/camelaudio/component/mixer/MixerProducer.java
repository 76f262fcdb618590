package io.github.camelaudio.component.mixer;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.SystemClock;
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
    MixerEndpoint listener = endpoint.room().listener();
    if (!checked && listener != null) {
      checked = true;
      checkOptions(listener);
    }
    return endpoint
        .room()
        .speak(block, () -> StreamSource.hostOf(exchange), SystemClock.INSTANCE, mayWait);
  }

  @Override
  protected String reportName() {
    return endpoint.reportName();
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
