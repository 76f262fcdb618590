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
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
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
   * @param address unresolved, so that its name is looked up at each attempt
   */
  public record Target(String name, InetSocketAddress address, int maxPauseMillis) {}

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

  private final Target target;
  private final Decoders decoders;
  private final BlockSink sink;
  private final TunerCounters counters;
  private final EventLoop loop;
  private @Nullable Channel channel;
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
    if (stopped) {
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
            .connect(target.address);
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
      loop.schedule(this::connect, nextPauseMillis(), TimeUnit.MILLISECONDS);
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
