package io.github.camelaudio.component.netty;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.SystemClock;
import io.github.camelaudio.component.support.BlockProducer;
import io.github.camelaudio.component.support.ContextMemory;
import io.github.camelaudio.component.support.ContextMeters;
import io.github.camelaudio.flow.StreamStart;
import io.github.camelaudio.peer.BlockSender;
import io.github.camelaudio.peer.PeerLink;
import io.github.camelaudio.wire.BlockBatch;
import io.github.camelaudio.wire.Connect;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;

/** Puts each block into the link's queue, without waiting for the network. */
final class PeerProducer extends BlockProducer {

  private static final long CONNECT_MILLIS = 500;
  private static final long DRAIN_MILLIS = 1_000;
  private static final long ENDING_MILLIS = 200;

  private final PeerEndpoint endpoint;
  private final AsyncProducer netty;
  private volatile @Nullable PeerLink link;
  private @Nullable ExecutorService thread;

  PeerProducer(PeerEndpoint endpoint, AsyncProducer netty) {
    super(endpoint);
    this.endpoint = endpoint;
    this.netty = netty;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    ServiceHelper.startService(netty);
    PeerLink fresh =
        new PeerLink(
            endpoint.reportName(),
            new NettySender(),
            PeerLink.Times.USUAL,
            ContextMemory.of(endpoint.getCamelContext()),
            SystemClock.INSTANCE);
    link = fresh;
    endpoint.added(fresh);
    thread =
        endpoint
            .getCamelContext()
            .getExecutorServiceManager()
            .newSingleThreadExecutor(this, endpoint.reportName() + "-send");
    Runnable counted =
        ContextMeters.of(endpoint.getCamelContext())
            .add(PeerLink.METERS, endpoint.reportName(), fresh);
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
    ServiceHelper.stopService(netty);
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
      endpoint.getCamelContext().getExecutorServiceManager().shutdownNow(thread);
    }
    endpoint.removed(running);
    link = null;
    thread = null;
  }

  @Override
  protected boolean take(AudioBlock block, Exchange exchange, boolean mayWait)
      throws InterruptedException {
    PeerLink running = link;
    if (running != null) {
      if (!running.offer(block, mayWait)) {
        return false;
      }
      if (mayWait && exchange.getProperty(StreamStart.PROPERTY) instanceof StreamStart start) {
        running.awaitTaken(start);
      }
    }
    return true;
  }

  /** Over TCP the peer makes a file wait. */
  @Override
  protected boolean needsPace() {
    return endpoint.reportName().startsWith("udp:");
  }

  @Override
  protected String reportName() {
    return endpoint.reportName();
  }

  /** Hands blocks to the netty producer. */
  private final class NettySender implements BlockSender {

    @Override
    public CompletableFuture<Void> send(List<AudioBlock> blocks) {
      return process(blocks.size() == 1 ? blocks.get(0) : new BlockBatch(blocks));
    }

    @Override
    public CompletableFuture<Void> connect() {
      return process(Connect.ONLY);
    }

    @Override
    public int shortConnections() {
      return endpoint.connections().shortOnes();
    }

    @Override
    public @Nullable String endingReason() {
      return endpoint.connections().endingReason();
    }

    private CompletableFuture<Void> process(Object body) {
      CompletableFuture<Void> result = new CompletableFuture<>();
      endpoint.place().update();
      // A fresh exchange each time: netty may signal an exchange again when its connection breaks
      // later.
      Exchange exchange = endpoint.getEndpoint().createExchange();
      exchange.getIn().setBody(body);
      netty.process(
          exchange,
          doneSync -> {
            Exception failure = exchange.getException();
            if (failure == null) {
              result.complete(null);
            } else {
              result.completeExceptionally(
                  endpoint.place().explain(endpoint.connections().explain(failure)));
            }
          });
      return result;
    }
  }
}
