package io.github.camelaudio.component.netty;

import io.github.camelaudio.security.tls.TlsContext;
import io.github.camelaudio.wire.tls.TlsFailures;
import io.github.camelaudio.wire.tls.TlsHandlers;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.camel.component.netty.ClientInitializerFactory;
import org.apache.camel.component.netty.DefaultClientInitializerFactory;
import org.apache.camel.component.netty.NettyConfiguration;
import org.apache.camel.component.netty.NettyProducer;
import org.jspecify.annotations.Nullable;

/** Connects with TLS, and only to who has a certificate for its host. */
public final class TlsClient extends ClientInitializerFactory {

  /** The name of the bean. */
  public static final String BEAN = "audioTlsSend";

  private static final String CAMELS_HANDLER = "handler";

  private final TlsContext tls;
  private final Executor tasks;

  /**
   * Makes the factory of all routes.
   *
   * @param tasks makes the signatures of handshakes
   */
  public TlsClient(TlsContext tls, Executor tasks) {
    this.tls = tls;
    this.tasks = tasks;
  }

  /**
   * Reads the files.
   *
   * @throws IllegalArgumentException when one of them cannot be used
   */
  void check() {
    tls.checkSending();
  }

  /** Why a connection failed; null when it was not because of TLS. */
  @Nullable String reason(Throwable failure) {
    return TlsFailures.sending(failure, tls.hasCertificate());
  }

  /** Camel's own pipeline on TLS. */
  @Override
  public ClientInitializerFactory createPipelineFactory(NettyProducer producer) {
    return new DefaultClientInitializerFactory(producer) {
      @Override
      protected void initChannel(Channel channel) throws Exception {
        super.initChannel(channel);
        NettyConfiguration peer = producer.getConfiguration();
        addTo(channel, peer.getHost(), peer.getPort(), why -> {});
      }
    };
  }

  /**
   * Puts TLS under Camel's pipeline.
   *
   * @param host whose certificate the peer needs
   * @param failed told once, when TLS fails
   */
  void addTo(Channel channel, String host, int port, Consumer<String> failed) {
    String bare = host.replaceAll("^\\[|]$", "");
    SslHandler handler =
        TlsHandlers.add(channel, tls.sending(bare, port), tasks, this::reason, failed);
    channel
        .pipeline()
        .addBefore(CAMELS_HANDLER, null, new TlsHandlers.ConnectAfterHandshake(handler));
  }

  @Override
  protected void initChannel(Channel channel) {
    throw new IllegalStateException("each producer has a factory of its own");
  }
}
