package io.github.camelaudio.component.netty;

import io.github.camelaudio.security.tls.TlsContext;
import io.github.camelaudio.wire.pipeline.WireCodecs;
import io.github.camelaudio.wire.socket.SocketPort;
import io.github.camelaudio.wire.tls.TlsFailures;
import io.github.camelaudio.wire.tls.TlsHandlers;
import io.netty.channel.Channel;
import java.util.concurrent.Executor;
import org.apache.camel.component.netty.DefaultServerInitializerFactory;
import org.apache.camel.component.netty.NettyConsumer;
import org.apache.camel.component.netty.ServerInitializerFactory;

/**
 * Receives with TLS: with a certificate of its own, and where {@code audio.tls.trust} is set only
 * from who has one, too.
 */
public final class TlsServer extends ServerInitializerFactory {

  /** The name of the bean. */
  public static final String BEAN = "audioTlsReceive";

  private final TlsContext tls;
  private final WireCodecs codecs;
  private final Executor tasks;

  /**
   * Makes the factory of all routes.
   *
   * @param codecs count and tell who was refused
   * @param tasks makes the signatures of handshakes
   */
  public TlsServer(TlsContext tls, WireCodecs codecs, Executor tasks) {
    this.tls = tls;
    this.codecs = codecs;
    this.tasks = tasks;
  }

  /**
   * Reads the files.
   *
   * @throws IllegalArgumentException when there is no certificate, or one that cannot be used
   */
  void check() {
    codecs.guard().rule();
    tls.checkReceiving();
  }

  /** Camel's own pipeline on TLS. */
  @Override
  public ServerInitializerFactory createPipelineFactory(NettyConsumer consumer) {
    return new DefaultServerInitializerFactory(consumer) {
      @Override
      protected void initChannel(Channel channel) throws Exception {
        super.initChannel(channel);
        addTo(channel);
      }
    };
  }

  /** Puts TLS under what is in the pipeline, for addresses that may reach us. */
  void addTo(Channel channel) {
    TlsHandlers.add(
        channel,
        tls.receiving(),
        tasks,
        TlsFailures::receiving,
        why ->
            codecs.refuse(
                channel.remoteAddress(),
                SocketPort.of(channel.localAddress()),
                why,
                "connection closed"));
    channel.pipeline().addFirst(codecs.guard()); // others get no answer, not even an alert
  }

  @Override
  protected void initChannel(Channel channel) {
    throw new IllegalStateException("each consumer has a factory of its own");
  }
}
