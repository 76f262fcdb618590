package io.github.camelaudio.tuner;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.wire.DecodeFailedEvent;
import io.github.camelaudio.wire.socket.SocketFailures;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.AddressedEnvelope;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a connection to a station: after each failure it connects again, with pauses that grow.
 * Each change is one log line. All of it happens on one event loop, which also takes the blocks
 * through the route; while the route holds a block, nothing is read.
 */
public abstract class Tuner {

  /** Where the blocks go. */
  public interface BlockSink {
    void accept(AudioBlock block);
  }

  /** Makes the decoder of one connection. */
  public interface Decoders {
    ChannelHandler make();
  }

  /**
   * The station.
   *
   * @param address asked at each attempt; unresolved, so that its name is looked up then; null
   *     while it is not known
   */
  public record Target(
      String name, Supplier<@Nullable InetSocketAddress> address, int maxPauseMillis) {}

  /** Nothing received yet; received, or at least reached; not to be reached. */
  public enum State {
    NEW,
    UP,
    AWAY
  }

  private static final Logger LOG = LoggerFactory.getLogger(Tuner.class);
  private static final String ENDED = "it ended the connection";
  private static final int FIRST_PAUSE_MILLIS = 100;
  private static final int SETTLED_MILLIS = 1_000;
  private static final int SILENT_SECONDS = 5;

  private static final int QUIET_ATTEMPTS = 5;

  /** A station that moved sends nothing from where it was. */
  private static final int MOVED_MILLIS = 300;

  private final Target target;
  private final Decoders decoders;
  private final BlockSink sink;
  private final TunerCounters counters;
  private final EventLoop loop;
  private @Nullable Channel channel;

  /** Where that leads. */
  private @Nullable InetSocketAddress connectedTo;

  /** Attempts for which there was no address. */
  private int unknown;

  /** The attempt that waits for its time. */
  private @Nullable ScheduledFuture<?> nextAttempt;

  /** Whether it is found out if a station that moved still sounds from where it was. */
  private boolean following;

  private int pauseMillis = FIRST_PAUSE_MILLIS;
  private boolean settled;
  private volatile boolean stopped;

  Tuner(Target target, Decoders decoders, BlockSink sink, TunerCounters counters, EventLoop loop) {
    this.target = target;
    this.decoders = decoders;
    this.sink = sink;
    this.counters = counters;
    this.loop = loop;
  }

  /** A socket of the right kind, whose handler is set later. */
  abstract Bootstrap bootstrap();

  /** Puts in place what stands before the decoder. */
  abstract void prepare(Channel fresh);

  /** The connection stands. */
  abstract void connected(Channel fresh);

  /** The connection is being given up by us. */
  abstract void leaving(Channel current);

  /** Begins. Any thread. */
  public final void start() {
    loop.execute(this::connect);
  }

  private void connect() {
    nextAttempt = null;
    if (stopped) {
      return;
    }
    InetSocketAddress address = target.address.get();
    connectedTo = address;
    if (address == null) {
      if (unknown++ < QUIET_ATTEMPTS) { // three seconds: it may be found at any moment
        retryLater();
      } else {
        lost("no station of this name is announced");
      }
      return;
    }
    ChannelFuture attempt =
        bootstrap()
            .group(loop)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel fresh) {
                    prepare(fresh);
                    fresh.pipeline().addLast(decoders.make(), new BlockReceiver());
                  }
                })
            .connect(address);
    channel = attempt.channel();
    attempt.addListener(
        done -> {
          if (attempt.isSuccess()) {
            connected(attempt.channel());
          } else {
            lost(SocketFailures.reason(attempt.cause()));
          }
        });
  }

  /** The connection is no more: says so, and tries again after a while. */
  final void lost(String why) {
    if (!stopped) {
      away(why);
      retryLater();
    }
  }

  private void retryLater() {
    nextAttempt = loop.schedule(this::connect, nextPauseMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * The station has another address: it is connected to as soon as nothing comes from the old one.
   * Any thread.
   */
  public final void moved() {
    loop.execute(
        () -> {
          pauseMillis = FIRST_PAUSE_MILLIS;
          if (nextAttempt != null && nextAttempt.cancel(false)) {
            connect();
          } else if (!following) {
            followLater();
          }
        });
  }

  private void followLater() {
    following = true;
    long blocks = counters.blocks.sum();
    loop.schedule(() -> follow(blocks), MOVED_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void follow(long blocksBefore) {
    following = false;
    Channel current = channel;
    if (stopped || current == null || Objects.equals(connectedTo, target.address.get())) {
      return;
    }
    if (counters.blocks.sum() != blocksBefore) {
      followLater();
    } else if (current.isActive()) {
      current.pipeline().fireUserEventTriggered(new Lost("it has moved"));
    } else if (nextAttempt == null) {
      current.close(); // the attempt fails, and another one follows
    }
  }

  /** The pause before the next attempt: twice the one before. */
  final int nextPauseMillis() {
    int pause = pauseMillis;
    pauseMillis = Math.min(2 * pause, target.maxPauseMillis);
    return Math.min(pause, target.maxPauseMillis);
  }

  final void away(String why) {
    settled = false;
    if (change(State.AWAY)) {
      LOG.warn(
          "{}: away ({}); trying again, with pauses of up to {} s",
          target.name,
          why,
          target.maxPauseMillis / 1e3);
    }
  }

  /** It is there; pauses start again only once it has been so for a while, not if it flutters. */
  final void up() {
    boolean first = counters.state == State.NEW;
    if (change(State.UP)) {
      LOG.info("{}: {}", target.name, first ? "tuned in" : "back");
      long changes = counters.changes.sum();
      long blocks = counters.blocks.sum();
      loop.schedule(() -> settle(changes), SETTLED_MILLIS, TimeUnit.MILLISECONDS);
      loop.schedule(() -> sayIfSilent(changes, blocks), SILENT_SECONDS, TimeUnit.SECONDS);
    }
    if (settled) {
      pauseMillis = FIRST_PAUSE_MILLIS;
    }
  }

  private void settle(long changes) {
    if (counters.changes.sum() == changes) {
      settled = true;
      pauseMillis = FIRST_PAUSE_MILLIS;
    }
  }

  /** A station that cannot send its sound over the wire says why in its own log only. */
  private void sayIfSilent(long changes, long blocks) {
    if (!stopped && counters.changes.sum() == changes && counters.blocks.sum() == blocks) {
      LOG.warn(
          "{}: connected, but no sound has come for {} s: the station has none, or cannot send it"
              + " over this wire (another sample rate, for example); its log says which",
          target.name,
          SILENT_SECONDS);
    }
  }

  private boolean change(State next) {
    if (stopped || counters.state == next) {
      return false;
    }
    counters.state = next;
    counters.changes.increment();
    return true;
  }

  final EventLoop loop() {
    return loop;
  }

  /** Ends the connection. Any thread; the event loop is the caller's to end. */
  public final void stop() {
    stopped = true;
    counters.state = State.NEW;
    loop.execute(
        () -> {
          if (channel != null) {
            leaving(channel);
            channel.close();
          }
        });
  }

  /** A block has come. */
  void received(AudioBlock block) {
    up();
    counters.blocks.increment();
    sink.accept(block);
  }

  /** The last handler: takes the blocks, and notices the end. */
  private final class BlockReceiver extends SimpleChannelInboundHandler<Object> {
    private String end = ENDED;
    private boolean hasReceived;

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, Object message) {
      Object content =
          message instanceof AddressedEnvelope<?, ?> envelope ? envelope.content() : message;
      if (content instanceof AudioBlock block) {
        hasReceived = true;
        received(block);
      }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof Lost lost) {
        end = lost.why;
        ctx.close();
      } else if (event instanceof DecodeFailedEvent refusal) {
        end = "refused what it sent: " + refusal.reason();
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      boolean turnedAway = end.equals(ENDED) && !hasReceived && counters.state != State.UP;
      lost(
          turnedAway
              ? ENDED
                  + " before any sound arrived; it may have reached maxListeners, or not have this"
                  + " address in its audio.accept"
              : end);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      if (!(cause instanceof IOException)) {
        LOG.error("{}: {}", target.name, cause.getMessage(), cause);
      }
      end = SocketFailures.reason(cause);
      ctx.close();
    }
  }

  /** Fired through a pipeline to give its connection up, for a reason. */
  record Lost(String why) {}
}
