package io.github.camelaudio.wire.tls;

import io.github.camelaudio.wire.Connect;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** Puts TLS under the codecs of one connection. On its event loop. */
public final class TlsHandlers {

  static final int HANDSHAKE_SECONDS = 10;

  private TlsHandlers() {}

  /**
   * Puts TLS before all that is in the pipeline.
   *
   * @param reason a failure in words; null when it was not because of TLS
   * @param failed told once, when TLS fails
   */
  public static SslHandler add(
      Channel channel,
      SSLEngine engine,
      Function<Throwable, @Nullable String> reason,
      Consumer<String> failed) {
    SslHandler tls = new SslHandler(engine);
    tls.setHandshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS);
    channel.pipeline().addFirst(tls, new Failures(reason, failed));
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

  /** Tells why TLS failed, and keeps it from handlers that would log it with a stack trace. */
  private static final class Failures extends ChannelInboundHandlerAdapter {
    private final Function<Throwable, @Nullable String> reason;
    private final Consumer<String> failed;
    private boolean told;

    Failures(Function<Throwable, @Nullable String> reason, Consumer<String> failed) {
      this.reason = reason;
      this.failed = failed;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
      if (event instanceof SslHandshakeCompletionEvent done && !done.isSuccess()) {
        tell(done.cause());
      }
      super.userEventTriggered(ctx, event);
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
