package io.github.camelaudio.component.mixer;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.audio.SystemClock;
import io.github.camelaudio.component.support.BlockConsumer;
import io.github.camelaudio.component.support.ContextMeters;
import io.github.camelaudio.component.support.TroubleHealthCheck;
import io.github.camelaudio.flow.LoopGuard;
import io.github.camelaudio.meters.MeterTable;
import io.github.camelaudio.output.MixStream;
import io.github.camelaudio.playout.Mixer;
import io.github.camelaudio.playout.PlayoutMeters;
import io.github.camelaudio.playout.StreamLog;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the room's mix down the route, paced by the monotonic clock. One thread: it pulls the mixer
 * and runs the route. When the route holds it up, it catches up; after more than {@code maxDelay}
 * it goes on from there. The time that a mix's first block takes to be accepted is left out.
 */
final class MixerConsumer extends BlockConsumer {

  /** What is counted from a start of the route to its stop. */
  record Mixing(Mixer mixer, LoopGuard guard) {}

  static final MeterTable<Mixing> METERS = meters();

  private static final Logger LOG = LoggerFactory.getLogger(MixerConsumer.class);
  private static final long STOP_MILLIS = TimeUnit.SECONDS.toMillis(2);

  private static MeterTable<Mixing> meters() {
    MeterTable.Builder<Mixing> table = MeterTable.of("mixer");
    PlayoutMeters.declare(table, Mixing::mixer);
    return table
        .counter(
            "failures",
            "times",
            "How often the mixing restarted after an internal error or for lack of memory",
            mixing -> mixing.guard.restarts())
        .build();
  }

  private final MixerEndpoint endpoint;
  private final AudioClock clock = SystemClock.INSTANCE;
  private @Nullable ExecutorService thread;
  private volatile boolean stopped;
  private Runnable unregisterHealth = () -> {};

  MixerConsumer(MixerEndpoint endpoint, Processor processor) {
    super(endpoint, processor);
    this.endpoint = endpoint;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    PcmFormat format = endpoint.pcmFormat();
    StreamLog log = new StreamLog(LOG, endpoint.reportName());
    Mixer mixer = endpoint.newMixer(format, log);
    endpoint.room().attach(endpoint.getEndpointUri(), mixer);
    LoopGuard guard = new LoopGuard(LOG, endpoint.reportName(), "the mixing", clock);
    Runnable counted =
        ContextMeters.of(endpoint.getCamelContext())
            .add(METERS, endpoint.reportName(), new Mixing(mixer, guard));
    stopped = false;
    unregisterHealth =
        TroubleHealthCheck.register(
            endpoint.getCamelContext(), endpoint.reportName(), guard::trouble);
    thread =
        endpoint
            .getCamelContext()
            .getExecutorServiceManager()
            .newSingleThreadExecutor(this, endpoint.reportName());
    thread.execute(() -> run(mixer, guard, format, counted));
  }

  @Override
  protected void doStop() throws Exception {
    stopped = true;
    if (thread != null) {
      endpoint.getCamelContext().getExecutorServiceManager().shutdownGraceful(thread, STOP_MILLIS);
      thread = null;
      unregisterHealth.run();
      endpoint.mixerStopped();
      endpoint.room().detach(endpoint.getCamelContext().isStopping());
    }
    super.doStop();
  }

  private void run(Mixer mixer, LoopGuard guard, PcmFormat format, Runnable counted) {
    int frames = format.framesOfMillis((int) endpoint.getConfiguration().getBlock().toMillis());
    MixStream stream = new MixStream(mixer, format, frames, ThreadLocalRandom.current());
    try {
      while (!stopped) {
        try {
          mixOn(stream, format, frames);
        } catch (RuntimeException | Error e) {
          goOnAfter(e, mixer, guard);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the route is being stopped
    } finally {
      send(stream.end(clock), false);
      mixer.clear(clock.nanoTime());
      counted.run();
    }
  }

  /** Sends a block at a time, until it is stopped. */
  private void mixOn(MixStream stream, PcmFormat format, int frames) throws InterruptedException {
    long mostBehind = TimeUnit.MILLISECONDS.toNanos(endpoint.settings().maxMillis());
    long start = clock.nanoTime();
    long read = 0;
    while (!stopped) {
      start += send(stream.next(clock), stream.isAtStart());
      read += frames;
      long due = start + format.nanosOfFrames(read);
      if (clock.nanoTime() - due > mostBehind) {
        start = clock.nanoTime();
        read = 0;
      }
      clock.sleepUntil(due);
    }
  }

  /** Ends the streams, which gives their memory back; they restart with their next block. */
  private void goOnAfter(Throwable defect, Mixer mixer, LoopGuard guard)
      throws InterruptedException {
    guard.goesOnAfter(defect);
    try {
      mixer.clear(clock.nanoTime());
    } catch (RuntimeException | Error e) {
      guard.goesOnAfter(e);
    }
    clock.sleepUntil(clock.nanoTime() + endpoint.getConfiguration().getBlock().toNanos());
  }

  /** Sends a block; returns how long it took when it is the first one of a mix, else 0. */
  private long send(@Nullable AudioBlock block, boolean first) {
    if (block == null) {
      return 0;
    }
    long before = clock.nanoTime();
    if (first) {
      return routeFirst(block, OptionalLong.empty(), clock) - before;
    }
    route(block, OptionalLong.empty());
    return 0;
  }
}
