package io.github.camelaudio.kafka;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.component.support.LinkProducer;
import io.github.camelaudio.component.support.StreamSource;
import io.github.camelaudio.peer.BlockSender;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Sends blocks to a topic. Its route never waits for a broker: blocks wait in the queue of a link,
 * whose live ones are dropped and counted while there is none, and whose others wait.
 */
final class TopicProducer extends LinkProducer {

  private final TopicEndpoint endpoint;
  private final int gatherMillis;
  private final Gathering gathering;
  private volatile @Nullable RecordSender sender;
  private @Nullable ScheduledExecutorService timer;

  TopicProducer(TopicEndpoint endpoint) {
    super(endpoint, endpoint.links());
    this.endpoint = endpoint;
    this.gatherMillis = endpoint.options().gatherMillis();
    this.gathering = new Gathering(gatherMillis, this::offer);
  }

  @Override
  protected int queueMillis() {
    return endpoint.options().queueMillis();
  }

  /** A new one for each start. */
  @Override
  protected BlockSender sender() {
    RecordSender fresh = new RecordSender(endpoint.kafka());
    sender = fresh;
    return fresh;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    if (gatherMillis > 0) {
      ScheduledExecutorService fresh =
          endpoint
              .getCamelContext()
              .getExecutorServiceManager()
              .newSingleThreadScheduledExecutor(this, reportName() + "-gather");
      timer = fresh;
      fresh.scheduleWithFixedDelay(
          () -> gathering.passPaused(System.nanoTime()),
          gatherMillis,
          gatherMillis,
          TimeUnit.MILLISECONDS);
    }
  }

  @Override
  protected void doStop() throws Exception {
    if (timer != null) {
      endpoint.getCamelContext().getExecutorServiceManager().shutdownNow(timer);
      timer = null;
    }
    gathering.passAll();
    super.doStop();
    RecordSender running = sender;
    if (running != null) {
      running.close();
      sender = null;
    }
  }

  @Override
  protected boolean take(AudioBlock block, Exchange exchange, boolean mayWait)
      throws InterruptedException {
    RecordSender running = sender;
    if (running != null && !running.knowsSource(block.streamId())) {
      running.source(block.streamId(), StreamSource.of(exchange));
    }
    return gatherMillis == 0
        ? super.take(block, exchange, mayWait)
        : gathering.take(block, mayWait, System.nanoTime());
  }
}
