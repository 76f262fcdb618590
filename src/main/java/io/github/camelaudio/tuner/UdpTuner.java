package io.github.camelaudio.tuner;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.security.KeyRing;
import io.github.camelaudio.wire.rtp.HelloMessage;
import io.github.camelaudio.wire.rtp.HelloSeal;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tunes in by saying hello, and saying it again before the station evicts us: with a hello of our
 * own wire, which the station answers, or with a text, which only sound answers. Sound that came
 * all the time and stops asks for a hello at once: a router between may have given us another port.
 */
public final class UdpTuner extends Tuner {

  private static final int RECEIVE_BUFFER_BYTES = 1 << 20;
  private static final int MAX_DATAGRAM_BYTES = 65_535;
  private static final int UNANSWERED = 3;

  /** Then with another socket, to whatever address the station's name has by then. */
  private static final int GIVEN_UP = 10;

  /** Of a text, whose station tells no lease: three in the 10 seconds that ours has. */
  private static final int RENEW_MILLIS = 3_000;

  private static final int RENEWALS_IN_A_LEASE = 3;

  /** However short the lease that the station tells. */
  private static final int MIN_RENEW_MILLIS = 500;

  /** The longest pause between two hellos: a restarted station does not know us. */
  private static final int MAX_RENEW_MILLIS = 10_000;

  private final @Nullable String text;
  private final @Nullable HelloSeal seal;
  private final SoundWatch watch = new SoundWatch();
  private HelloMessage.Cookie cookie = HelloMessage.Cookie.NONE;

  /** Where the latest connection's hellos go. */
  private @Nullable Channel current;

  /** Whether the hello that is out was sent again with a cookie. Each one is, at most once. */
  private boolean cookieReturned;

  private int leaseSeconds;
  private int unanswered;
  private boolean welcomed;
  private boolean silenced;
  private @Nullable ScheduledFuture<?> nextHello;
  private @Nullable ScheduledFuture<?> nextLook;

  /**
   * @param text what to say; null for the hello of our own wire
   * @param keys what seals that hello, and must have sealed its answers; null for none
   */
  public UdpTuner(
      Target target,
      Decoders decoders,
      BlockSink sink,
      TunerCounters counters,
      EventLoop loop,
      @Nullable String text,
      @Nullable Supplier<KeyRing> keys) {
    super(target, decoders, sink, counters, loop);
    this.text = text;
    this.seal = keys == null || text != null ? null : new HelloSeal(keys);
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
    silenced = false;
    watch.begin();
    current = fresh;
    fresh.pipeline().addLast(new AnswerHandler());
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
      channel.pipeline().fireUserEventTriggered(new Lost(noAnswer())); // perhaps it has moved
      return;
    }
    if (unanswered >= (mayPause() ? GIVEN_UP - 1 : UNANSWERED)) {
      away(noAnswer());
    }
    unanswered++;
    cookieReturned = false;
    say(channel, HelloMessage.Kind.HELLO);
    boolean soon = unanswered > 1 || !welcomed || silenced;
    int pause = soon ? nextPauseMillis() : renewMillis();
    if (text != null) {
      pause = Math.min(pause, RENEW_MILLIS); // it may have heard us, and have nothing to say
    }
    schedule(channel, pause);
  }

  /**
   * A text has no answer but sound: a station that was heard may have nothing to say for a while.
   */
  private boolean mayPause() {
    return text != null && welcomed;
  }

  private String noAnswer() {
    return seal == null
        ? "no answer; does it run, is this machine in its audio.accept, has it a key file?"
        : "no answer; does the station have another key, or none?";
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

  private void say(Channel channel, HelloMessage.Kind kind) {
    if (text != null) {
      channel.writeAndFlush(Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8)));
    } else {
      HelloMessage message = new HelloMessage(kind, cookie, 0);
      channel.writeAndFlush(
          seal == null
              ? message.write(channel.alloc())
              : seal.write(message, HelloSeal.Side.LISTENER, channel.alloc()));
    }
  }

  /** Sound has come: from now on its absence is noticed. */
  private void sound(Channel channel) {
    watch.sound();
    if (nextLook == null) {
      look(channel);
    }
  }

  /** Once in each step of the watch, while there is something to watch. */
  private void look(Channel channel) {
    nextLook =
        loop()
            .schedule(
                () -> {
                  nextLook = null;
                  if (!channel.isActive()) {
                    return;
                  }
                  if (watch.hasStopped() && unanswered == 0) {
                    silenced = true; // a router gave us another port, or the station is a new one
                    hello(channel);
                  }
                  if (watch.isFlowing()) {
                    look(channel);
                  }
                },
                SoundWatch.STEP_MILLIS,
                TimeUnit.MILLISECONDS);
  }

  private void answered(Channel channel) {
    boolean waited = unanswered > 0;
    unanswered = 0;
    welcomed = true;
    silenced = false;
    up();
    if (waited) {
      schedule(channel, renewMillis());
    }
  }

  /** A block counts as sound; with keys, what came was authenticated before it was one. */
  @Override
  void received(AudioBlock block) {
    Channel channel = current;
    if (channel != null) {
      sound(channel);
      if (text != null) {
        answered(channel);
      }
    }
    if (block.last()) {
      watch.begin(); // the silence that follows is meant
    }
    super.received(block);
  }

  @Override
  void leaving(Channel ending) {
    cancelHello();
    if (text == null && ending.isActive()) {
      say(ending, HelloMessage.Kind.LEAVE);
    }
  }

  /** Receives the station's answers; what else comes is sound. */
  private final class AnswerHandler extends ChannelInboundHandlerAdapter {

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (message instanceof DatagramPacket datagram) {
        HelloMessage answer = text == null ? read(datagram.content()) : null;
        if (answer != null) {
          if (isOurs(datagram.content())) {
            received(ctx.channel(), answer);
          }
          datagram.release();
          return;
        }
      }
      ctx.fireChannelRead(message);
    }

    private static @Nullable HelloMessage read(ByteBuf datagram) {
      HelloMessage sealed = HelloSeal.read(datagram);
      return sealed == null ? HelloMessage.read(datagram) : sealed;
    }

    /** With keys only what is sealed with one of them counts. */
    private boolean isOurs(ByteBuf answer) {
      return seal == null || seal.keyOf(answer, HelloSeal.Side.STATION) != null;
    }

    /**
     * A station answers a first hello with a cookie, and those with it with the same. So an answer
     * to an earlier conversation does not count, nor one of a host that does not see our hello.
     */
    private boolean answersOurHello(HelloMessage answer) {
      return !cookie.equals(HelloMessage.Cookie.NONE) && cookie.equals(answer.cookie());
    }

    /** One answer to each hello counts: an unasked answer could change our state for ever. */
    private void received(Channel channel, HelloMessage answer) {
      if (unanswered == 0) {
        return;
      }
      switch (answer.kind()) {
        case COOKIE -> {
          if (!cookieReturned && !cookie.equals(answer.cookie())) {
            cookieReturned = true; // else a new cookie each time is a conversation without an end
            cookie = answer.cookie();
            say(channel, HelloMessage.Kind.HELLO);
          }
        }
        case WELCOME -> {
          if (answersOurHello(answer)) {
            leaseSeconds = answer.leaseSeconds();
            answered(channel);
          }
        }
        case FULL -> {
          if (answersOurHello(answer)) {
            unanswered = 1;
            away("it is full");
          }
        }
        case HELLO, LEAVE -> {
          // Only listeners say that.
        }
      }
    }
  }
}
