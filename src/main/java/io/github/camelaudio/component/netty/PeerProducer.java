package io.github.camelaudio.component.netty;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.component.support.LinkProducer;
import io.github.camelaudio.peer.BlockSender;
import io.github.camelaudio.wire.BlockBatch;
import io.github.camelaudio.wire.Connect;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;

/** Sends blocks through a netty producer. */
final class PeerProducer extends LinkProducer {

  private final PeerEndpoint endpoint;
  private final AsyncProducer netty;

  PeerProducer(PeerEndpoint endpoint, AsyncProducer netty) {
    super(endpoint, endpoint.links());
    this.endpoint = endpoint;
    this.netty = netty;
  }

  @Override
  protected void doStart() throws Exception {
    ServiceHelper.startService(netty);
    super.doStart();
  }

  @Override
  protected void doStop() throws Exception {
    super.doStop();
    ServiceHelper.stopService(netty);
  }

  @Override
  protected BlockSender sender() {
    return new NettySender();
  }

  /** Over TCP the peer makes a file wait. */
  @Override
  protected boolean needsPace() {
    return endpoint.reportName().startsWith("udp:");
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
