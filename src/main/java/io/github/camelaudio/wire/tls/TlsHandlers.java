package io.github.camelaudio.wire.tls;

import io.github.camelaudio.wire.Connect;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Puts TLS under the codecs of one connection. On its event loop. */
public final class TlsHandlers {

  static final int HANDSHAKE_SECONDS = 10;

  private TlsHandlers() {}

  /**
   * Puts TLS before all that is in the pipeline.
   *
   * @param tasks does what takes long in a handshake, signatures of milliseconds, beside the loop
   * @param reason a failure in words; null when it was not because of TLS
   * @param failed told once, when TLS fails
   */
  public static SslHandler add(
      Channel channel,
      SSLEngine engine,
      Executor tasks,
      Function<Throwable, @Nullable String> reason,
      Consumer<String> failed) {
    SslHandler tls = new SslHandler(engine, tasks);
    tls.setHandshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS);
    channel.pipeline().addFirst(tls, new Failures(engine, reason, failed));
    return tls;
  }

  /** Lets a connection count as one only when the handshake is over. */
  public static final class ConnectAfterHandshake extends ChannelOutboundHandlerAdapter {
    private final SslHandler tls;

    public ConnectAfterHandshake(SslHandler tls) {
      this.tls = tls;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise)
        throws Exception {
      if (message != Connect.ONLY) {
        super.write(ctx, message, promise);
        return;
      }
      tls.handshakeFuture()
          .addListener(
              done -> {
                if (done.isSuccess()) {
                  promise.trySuccess();
                } else {
                  promise.tryFailure(done.cause());
                }
              });
    }
  }

  /**
   * Tells why TLS failed, and keeps it from handlers that would log it with a stack trace. Ends a
   * connection whose peer asks for another handshake.
   */
  private static final class Failures extends ChannelInboundHandlerAdapter {
    private final SSLEngine engine;
    private final Function<Throwable, @Nullable String> reason;
    private final Consumer<String> failed;
    private boolean shaken;
    private boolean told;

    Failures(
        SSLEngine engine, Function<Throwable, @Nullable String> reason, Consumer<String> failed) {
      this.engine = engine;
      this.reason = reason;
      this.failed = failed;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
      if (event instanceof SslHandshakeCompletionEvent done) {
        shaken = done.isSuccess();
        if (!shaken) {
          tell(done.cause());
        }
      }
      super.userEventTriggered(ctx, event);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
      if (shaken && isShakingAgain() && ctx.channel().isActive()) {
        tell(new SSLException(TlsFailures.RENEGOTIATION));
        ctx.close();
      } else {
        super.channelReadComplete(ctx);
      }
    }

    /**
     * Whether a sender has begun another handshake, as TLS 1.2 lets it (RFC 5246 7.4.1.2): each
     * costs a signature. TLS 1.3 has none, and tickets after its handshake.
     */
    private boolean isShakingAgain() {
      return !engine.getUseClientMode()
          && engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING
          && engine.getSession().getProtocol().equals("TLSv1.2")
          && !engine.isInboundDone()
          && !engine.isOutboundDone();
    }

    /** With TLS 1.3 a peer refuses a certificate when the handshake is over here. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
      if (tell(cause)) {
        ctx.close();
      } else {
        super.exceptionCaught(ctx, cause);
      }
    }

    private boolean tell(Throwable cause) {
      String why = reason.apply(cause);
      if (why != null && !told) {
        told = true;
        failed.accept(why);
      }
      return why != null;
    }
  }
}
