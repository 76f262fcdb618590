package io.github.camelaudio.component.radio;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.component.support.BlockProducer;
import io.github.camelaudio.station.Station;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Hands each block to the endpoint's station, and goes on. */
final class RadioProducer extends BlockProducer {

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
  protected boolean take(AudioBlock block, Exchange exchange, boolean mayWait)
      throws InterruptedException {
    Station running = station;
    if (running == null) {
      return true;
    }
    boolean needsListener = endpoint.getConfiguration().isWaitForListener() && !block.last();
    if (!mayWait) {
      return running.trySend(block, needsListener);
    }
    if (needsListener) {
      running.awaitListener();
    }
    running.send(block);
    return true;
  }

  /** A station is one for all listeners, and over UDP none of them makes a file wait. */
  @Override
  protected boolean needsPace() {
    return true;
  }

  @Override
  protected String reportName() {
    return endpoint.reportName();
  }
}
