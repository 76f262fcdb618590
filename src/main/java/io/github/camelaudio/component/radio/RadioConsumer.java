package io.github.camelaudio.component.radio;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.component.support.BlockConsumer;
import io.github.camelaudio.component.support.ContextMeters;
import io.github.camelaudio.component.support.TroubleHealthCheck;
import io.github.camelaudio.discovery.NameWatch;
import io.github.camelaudio.tuner.Tuner;
import io.github.camelaudio.tuner.TunerCounters;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.net.InetSocketAddress;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/**
 * Takes what a station sends through the route, on one event loop of its own: over TCP a route that
 * takes its time holds the station's stream back, and the station drops what that listener misses.
 * On Java's own sockets, which show datagrams without bytes; netty's native ones do not.
 */
final class RadioConsumer extends BlockConsumer {

  private static final long STOP_MILLIS = 300;

  private final RadioEndpoint endpoint;
  private volatile @Nullable Thread thread;
  private @Nullable EventLoopGroup loops;
  private @Nullable Tuner tuner;
  private volatile @Nullable NameWatch watch;
  private Runnable counted = () -> {};
  private Runnable unregisterHealth = () -> {};

  RadioConsumer(RadioEndpoint endpoint, Processor processor) {
    super(endpoint, processor);
    this.endpoint = endpoint;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    EventLoopGroup own =
        new NioEventLoopGroup(
            1,
            task -> {
              Thread made = endpoint.newThread(task);
              thread = made;
              return made;
            });
    TunerCounters counters = new TunerCounters();
    Tuner fresh = endpoint.newTuner(own.next(), this::heard, counters, this::named);
    counted =
        ContextMeters.of(endpoint.getCamelContext())
            .add(TunerCounters.METERS, endpoint.reportName(), counters);
    unregisterHealth =
        TroubleHealthCheck.register(
            endpoint.getCamelContext(),
            endpoint.reportName(),
            () -> counters.state == Tuner.State.AWAY ? "the station is away" : null);
    loops = own;
    tuner = fresh;
    watch = endpoint.names().watch(fresh::moved);
    fresh.start();
  }

  /** Where the station of a name is; null while it is not known. */
  private @Nullable InetSocketAddress named() {
    NameWatch current = watch;
    return current == null ? null : current.address();
  }

  private void heard(AudioBlock block) {
    route(block, OptionalLong.empty());
  }

  @Override
  protected void doStop() throws Exception {
    if (tuner != null && loops != null) {
      unregisterHealth.run();
      NameWatch current = watch;
      if (current != null) {
        endpoint.names().unwatch(current);
        watch = null;
      }
      tuner.stop();
      loops.shutdownGracefully(0, STOP_MILLIS, TimeUnit.MILLISECONDS);
      if (!loops.awaitTermination(STOP_MILLIS, TimeUnit.MILLISECONDS) && thread != null) {
        thread.interrupt(); // the route holds it
        loops.awaitTermination(STOP_MILLIS, TimeUnit.MILLISECONDS);
      }
      tuner = null;
      loops = null;
      counted.run();
    }
    super.doStop();
  }
}
