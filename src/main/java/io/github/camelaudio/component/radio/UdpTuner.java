package io.github.camelaudio.component.radio;

import io.github.camelaudio.wire.Greeting;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tunes in by saying hello, and saying it again before the station forgets: with a greeting of our
 * own wire, which the station answers, or with a text, which only sound answers.
 */
final class UdpTuner extends Tuner {

  private static final int RECEIVE_BUFFER_BYTES = 1 << 20;
  private static final int MAX_DATAGRAM_BYTES = 65_535;
  private static final int UNANSWERED = 3;

  /** Then with another socket, to whatever address the station's name has by then. */
  private static final int GIVEN_UP = 10;

  private static final int RENEW_MILLIS = 5_000;
  private static final int RENEWALS_IN_A_LEASE = 3;

  /** However short the lease that the station tells. */
  private static final int MIN_RENEW_MILLIS = 500;

  /** However long it is: a station that was started anew does not know us. */
  private static final int MAX_RENEW_MILLIS = 10_000;

  private final @Nullable String text;
  private Greeting.Cookie cookie = Greeting.Cookie.NONE;
  private int leaseSeconds;
  private int unanswered;
  private boolean welcomed;
  private @Nullable ScheduledFuture<?> nextHello;

  /**
   * @param text what to say; null for the greeting of our own wire
   */
  UdpTuner(
      Target target,
      Decoders decoders,
      Program program,
      TunerCounters counters,
      EventLoop loop,
      @Nullable String text) {
    super(target, decoders, program, counters, loop);
    this.text = text;
  }

  @Override
  Bootstrap bootstrap() {
    return new Bootstrap()
        .channel(NioDatagramChannel.class)
        .option(ChannelOption.SO_RCVBUF, RECEIVE_BUFFER_BYTES)
        .option(ChannelOption.RCVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(MAX_DATAGRAM_BYTES));
  }

  @Override
  void prepare(Channel fresh) {
    unanswered = 0;
    welcomed = false;
    fresh.pipeline().addLast(new GreetingHandler());
  }

  @Override
  void connected(Channel fresh) {
    hello(fresh);
  }

  private void hello(Channel channel) {
    if (!channel.isActive()) {
      return;
    }
    if (unanswered >= GIVEN_UP) {
      channel.pipeline().fireUserEventTriggered(new Lost("no answer")); // perhaps it has moved
      return;
    }
    if (unanswered >= UNANSWERED) {
      away("no answer");
    }
    unanswered++;
    say(channel, Greeting.Kind.HELLO);
    int pause = unanswered > 1 || !welcomed ? nextPauseMillis() : renewMillis();
    if (text != null) {
      pause = Math.min(pause, RENEW_MILLIS); // it may have heard us, and have nothing to say
    }
    schedule(channel, pause);
  }

  private void schedule(Channel channel, int millis) {
    cancelHello();
    nextHello = loop().schedule(() -> hello(channel), millis, TimeUnit.MILLISECONDS);
  }

  private void cancelHello() {
    if (nextHello != null) {
      nextHello.cancel(false);
    }
  }

  private int renewMillis() {
    if (leaseSeconds <= 0) {
      return RENEW_MILLIS;
    }
    long third = TimeUnit.SECONDS.toMillis(leaseSeconds) / RENEWALS_IN_A_LEASE;
    return (int) Math.max(MIN_RENEW_MILLIS, Math.min(third, MAX_RENEW_MILLIS));
  }

  private void say(Channel channel, Greeting.Kind kind) {
    if (text != null) {
      channel.writeAndFlush(Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8)));
    } else {
      channel.writeAndFlush(new Greeting(kind, cookie, 0).write(channel.alloc()));
    }
  }

  private void answered(Channel channel) {
    boolean waited = unanswered > 0;
    unanswered = 0;
    welcomed = true;
    up();
    if (waited) {
      schedule(channel, renewMillis());
    }
  }

  @Override
  void leaving(Channel current) {
    cancelHello();
    if (text == null && current.isActive()) {
      say(current, Greeting.Kind.LEAVE);
    }
  }

  /** Hears the station's greetings; what else comes is sound. */
  private final class GreetingHandler extends ChannelInboundHandlerAdapter {

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (message instanceof DatagramPacket datagram) {
        Greeting greeting = text == null ? Greeting.read(datagram.content()) : null;
        if (greeting != null) {
          datagram.release();
          greeted(ctx.channel(), greeting);
          return;
        }
        if (text != null) {
          answered(ctx.channel());
        }
      }
      ctx.fireChannelRead(message);
    }

    /** One answer to each hello counts: what nobody asked for could change our state for ever. */
    private void greeted(Channel channel, Greeting greeting) {
      if (unanswered == 0) {
        return;
      }
      switch (greeting.kind()) {
        case COOKIE -> {
          if (!cookie.equals(greeting.cookie())) {
            cookie = greeting.cookie();
            say(channel, Greeting.Kind.HELLO);
          }
        }
        case WELCOME -> {
          leaseSeconds = greeting.leaseSeconds();
          answered(channel);
        }
        case FULL -> {
          unanswered = 1;
          away("it is full");
        }
        case HELLO, LEAVE -> {
          // Only listeners say that.
        }
      }
    }
  }
}
