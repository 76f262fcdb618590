package io.github.camelaudio.component.support;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.SystemClock;
import io.github.camelaudio.flow.StreamStart;
import io.github.camelaudio.peer.BlockSender;
import io.github.camelaudio.peer.PeerLink;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Puts each block into the queue of a {@link PeerLink}, without waiting for the network. */
public abstract class LinkProducer extends BlockProducer {

  private static final long CONNECT_MILLIS = 500;
  private static final long DRAIN_MILLIS = 1_000;
  private static final long ENDING_MILLIS = 200;

  private final PeerLinks links;
  private volatile @Nullable PeerLink link;
  private @Nullable ExecutorService thread;

  /**
   * A producer without a link.
   *
   * @param links gets its link while it runs
   */
  protected LinkProducer(Endpoint endpoint, PeerLinks links) {
    super(endpoint);
    this.links = links;
  }

  /** How much sound of each live stream waits for the peer. */
  protected int queueMillis() {
    return PeerLink.QUEUE_MILLIS;
  }

  /** What the link hands blocks to; asked at each start. */
  protected abstract BlockSender sender();

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    PeerLink fresh =
        new PeerLink(
            reportName(),
            sender(),
            PeerLink.Times.USUAL,
            queueMillis(),
            ContextMemory.of(getEndpoint().getCamelContext()),
            SystemClock.INSTANCE);
    link = fresh;
    links.added(fresh);
    thread =
        getEndpoint()
            .getCamelContext()
            .getExecutorServiceManager()
            .newSingleThreadExecutor(this, reportName() + "-send");
    Runnable counted =
        ContextMeters.of(getEndpoint().getCamelContext()).add(PeerLink.METERS, reportName(), fresh);
    thread.execute(() -> run(fresh, counted));
    fresh.awaitConnect(CONNECT_MILLIS); // the source begins when the first block can go out
  }

  private static void run(PeerLink link, Runnable counted) {
    try {
      link.run();
    } finally {
      counted.run();
    }
  }

  @Override
  protected void doStop() throws Exception {
    PeerLink running = link;
    if (running != null) {
      stop(running);
    }
    super.doStop();
  }

  private void stop(PeerLink running) throws InterruptedException {
    running.close();
    if (thread != null) {
      thread.shutdown();
      // A stalled peer leaves the thread waiting for a write; there is no point in waiting too.
      boolean done =
          running.isSending() && thread.awaitTermination(DRAIN_MILLIS, TimeUnit.MILLISECONDS);
      if (!done) {
        thread.shutdownNow();
        thread.awaitTermination(ENDING_MILLIS, TimeUnit.MILLISECONDS);
      }
      getEndpoint().getCamelContext().getExecutorServiceManager().shutdownNow(thread);
    }
    links.removed(running);
    link = null;
    thread = null;
  }

  @Override
  protected boolean take(AudioBlock block, Exchange exchange, boolean mayWait)
      throws InterruptedException {
    if (!offer(block, mayWait)) {
      return false;
    }
    PeerLink running = link;
    if (running != null
        && mayWait
        && exchange.getProperty(StreamStart.PROPERTY) instanceof StreamStart start) {
      running.awaitTaken(start);
    }
    return true;
  }

  /**
   * Puts a block into the queue; discards it where there is no link.
   *
   * @param mayWait whether it may wait for room, if it is not live
   * @return false when it would have to, and may not
   */
  protected final boolean offer(AudioBlock block, boolean mayWait) throws InterruptedException {
    PeerLink running = link;
    return running == null || running.offer(block, mayWait);
  }

  @Override
  protected final String reportName() {
    return links.name();
  }
}
