package io.github.camelaudio.station;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.security.KeyRing;
import io.github.camelaudio.security.SharedKey;
import io.github.camelaudio.station.Hellos.Hello;
import io.github.camelaudio.wire.Wire;
import io.github.camelaudio.wire.rtp.HelloMessage;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Accepts listeners over UDP: a peer that says hello listens. Each listener gets a socket of its
 * own, connected to it, on the station's port: so the operating system tells when there is no
 * receiver (ICMP port unreachable), and a listener is a channel as it is over TCP. Where the system
 * can, the sound goes out through the listening socket, to many with one call: a connected socket
 * hears the errors of what another one on its port sent.
 *
 * <p>On our own wire a hello counts only with the cookie that was sent to its address, so that a
 * forged address cannot direct a flood at another host. The tutorial's hello is a word, which any
 * address can be forged for: so each listener has to say it again before long, and new ones come at
 * a limited rate; listeners that stay without saying it again have to be in a local network.
 */
public final class UdpAcceptor implements ListenerAcceptor {

  private static final int SEND_BUFFER_BYTES = 256 * 1024;

  /** Of the one that sends to all where the system can; it gives as much as it allows. */
  private static final int SHARED_SEND_BUFFER_BYTES = 4 << 20;

  private static final int HELLO_BYTES = 512;

  private final Station station;
  private final Wire wire;
  private final int expireSeconds;
  private final AudioClock clock;
  private final Hellos hellos;

  /** Of a wire whose listeners prove nothing. The listening socket's event loop only. */
  private final @Nullable ArrivalLimit arrivals;

  /** Peers whose socket is being opened, or is open. The listening socket's event loop only. */
  private final Set<Caller> known = new HashSet<>();

  /** A peer that says hello, and the address that is asked; null where it is not known. */
  private record Caller(InetSocketAddress address, @Nullable InetAddress asked) {}

  /**
   * @param hello of a wire that has no message for it
   * @param keys one of which listeners of our own wire must have; null to accept all
   */
  public UdpAcceptor(
      Station station,
      Wire wire,
      String hello,
      int expireSeconds,
      @Nullable Supplier<KeyRing> keys,
      AudioClock clock) {
    this.station = station;
    this.wire = wire;
    this.expireSeconds = expireSeconds;
    this.clock = clock;
    this.hellos = new Hellos(wire, hello, keys, clock);
    this.arrivals = wire.provesListeners() ? null : new ArrivalLimit(expireSeconds == 0, clock);
  }

  @Override
  public Channel open(InetSocketAddress address, EventLoopGroup loops) throws Exception {
    Channel listening =
        new Bootstrap()
            .group(loops)
            .channel(StationSockets.datagramSocket())
            .option(ChannelOption.SO_SNDBUF, SHARED_SEND_BUFFER_BYTES)
            .option(ChannelOption.RCVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(HELLO_BYTES))
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(new HelloHandler(loops));
                  }
                })
            .bind(address)
            .sync()
            .channel();
    // Only now, so that another program's socket there is still noticed.
    listening.config().setOption(ChannelOption.SO_REUSEADDR, true);
    if (StationSockets.isAnyAddress(listening)) {
      StationSockets.tellRecipients(listening);
    }
    return listening;
  }

  private void renew(Listener listener, Hello hello) {
    SharedKey key = hello.key();
    if (key != null) {
      listener.admittedBy(key.name(), () -> hellos.holds(key));
    }
    if (expireSeconds > 0) {
      listener.staysUntil(clock.nanoTime() + TimeUnit.SECONDS.toNanos(expireSeconds));
    }
  }

  /** To a listener, by its own socket. A listener that misses an answer asks again. */
  private void answer(Channel channel, Hello hello, HelloMessage message) {
    if (wire.provesListeners() && channel.isWritable()) {
      channel.writeAndFlush(hellos.answer(message, hello, channel.alloc()));
    }
  }

  private HelloMessage welcome(Hello hello) {
    return hello.answer(HelloMessage.Kind.WELCOME, expireSeconds);
  }

  /** The listening socket: receives the hello of peers that are not listeners yet. */
  private final class HelloHandler extends SimpleChannelInboundHandler<DatagramPacket> {
    private final EventLoopGroup loops;
    private final AskedAddress asked = new AskedAddress();

    /** Answers from an address of ours that was asked; null where the system has no such call. */
    private @Nullable ManySocket answers;

    HelloHandler(EventLoopGroup loops) {
      this.loops = loops;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) throws Exception {
      if (StationSockets.isAnyAddress(ctx.channel())) {
        answers = StationSockets.manySocket(ctx.channel());
      }
      super.channelActive(ctx);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
      if (answers != null) {
        answers.close();
        answers = null;
      }
      super.channelInactive(ctx);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket datagram) {
      if (!station.admits(datagram.sender())) {
        return;
      }
      Caller caller = new Caller(datagram.sender(), asked.of(ctx.channel(), datagram));
      Hello hello = hellos.read(datagram);
      switch (hello.request()) {
        case WELCOME -> admit(ctx, caller, hello);
        case COOKIE -> answer(ctx.channel(), caller, hello, hellos.cookie(caller.address));
        case NOTHING -> station.malformed(caller.address, hello.problem());
        case LEAVE -> {
          // It had left already.
        }
      }
    }

    private void answer(Channel listening, Caller caller, Hello hello, HelloMessage message) {
      if (!wire.provesListeners()) {
        return;
      }
      ByteBuf bytes = hellos.answer(message, hello, listening.alloc());
      ManySocket chosen = answers;
      if (caller.asked != null && chosen != null) {
        chosen.add(caller.address, caller.asked);
        chosen.send(bytes, 0, 1); // a peer that misses it asks again
        chosen.removeLast();
        bytes.release();
      } else if (listening.isWritable()) {
        listening.writeAndFlush(new DatagramPacket(bytes, caller.address));
      } else {
        bytes.release();
      }
    }

    private void admit(ChannelHandlerContext ctx, Caller caller, Hello hello) {
      if (known.contains(caller)) {
        return; // its socket is being opened
      }
      InetSocketAddress sender = caller.address;
      String objection = arrivals == null ? null : arrivals.objection(sender.getAddress());
      if (objection != null) {
        station.listeners().turnAway(sender, objection);
        return;
      }
      if (!station.listeners().reserve(sender)) {
        answer(ctx.channel(), caller, hello, hello.answer(HelloMessage.Kind.FULL, 0));
        return;
      }
      known.add(caller);
      ChannelFuture opened =
          new Bootstrap()
              .group(loops)
              .channel(StationSockets.datagramSocket())
              .option(ChannelOption.SO_REUSEADDR, true)
              .option(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES)
              .option(ChannelOption.RCVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(HELLO_BYTES))
              .handler(
                  new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                      // Nothing until it is connected.
                    }
                  })
              .connect(sender, here(ctx.channel(), caller.asked));
      opened.addListener(done -> welcomed(ctx, caller, hello, opened));
    }

    private static SocketAddress here(Channel listening, @Nullable InetAddress asked) {
      return asked != null && listening.localAddress() instanceof InetSocketAddress address
          ? new InetSocketAddress(asked, address.getPort())
          : listening.localAddress();
    }

    /** On the new socket's event loop, if there is one. */
    private void welcomed(
        ChannelHandlerContext listening, Caller caller, Hello hello, ChannelFuture opened) {
      if (!opened.isSuccess()) {
        station.listeners().unreserve(caller.address);
        station.acceptFailed(opened.cause());
        removeCaller(listening, caller);
        return;
      }
      Channel channel = opened.channel();
      channel.closeFuture().addListener(closed -> removeCaller(listening, caller));
      Listener listener = station.listeners().add(channel);
      renew(listener, hello);
      channel.pipeline().addLast(new UdpListenerHandler(listener));
      UdpAcceptor.this.answer(channel, hello, welcome(hello));
    }

    private void removeCaller(ChannelHandlerContext listening, Caller caller) {
      if (!listening.executor().isShuttingDown()) {
        listening.executor().execute(() -> known.remove(caller));
      }
    }

    /**
     * What an answer met being opened, such as a closed port, concerns only the peer that asked.
     */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
      if (!(cause instanceof IOException)) {
        super.exceptionCaught(ctx, cause);
      }
    }
  }

  /** A listener's own socket: receives its further hellos, and its leaving. */
  private final class UdpListenerHandler extends ListenerHandler {
    private final Listener listener;

    UdpListenerHandler(Listener listener) {
      super(station.listeners(), listener);
      this.listener = listener;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (message instanceof DatagramPacket datagram) {
        received(ctx, datagram);
      }
      super.channelRead(ctx, message);
    }

    private void received(ChannelHandlerContext ctx, DatagramPacket datagram) {
      Hello hello = hellos.read(datagram);
      switch (hello.request()) {
        case WELCOME -> {
          renew(listener, hello);
          answer(ctx.channel(), hello, welcome(hello));
        }
        case COOKIE -> answer(ctx.channel(), hello, hellos.cookie(datagram.sender()));
        case LEAVE -> leave(ctx, "it said so");
        case NOTHING -> {
          // A listener may send what it likes.
        }
      }
    }
  }
}
