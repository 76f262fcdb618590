package io.github.camelaudio.console.browser;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.component.support.BlockConsumer;
import io.github.camelaudio.component.support.ContextMemory;
import io.github.camelaudio.component.support.ContextMeters;
import io.github.camelaudio.flow.BlockQueue;
import io.github.camelaudio.meters.MeterTable;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections put blocks into one bounded queue; a thread named after the endpoint takes them from
 * there through the route. So a busy route costs the oldest blocks of each browser, and holds up no
 * event loop.
 */
final class BrowserConsumer extends BlockConsumer {

  /** What is counted from a start of the route to its stop. */
  private record Counts(
      LongAdder frames, DoubleAdder seconds, BlockQueue queue, Set<Connection> connections) {}

  static final MeterTable<Counts> METERS =
      MeterTable.<Counts>of("browser")
          .gauge(
              "connections",
              "browsers",
              "Browsers that send now",
              counts -> counts.connections.size())
          .counter("receivedFrames", "frames", "Frames received", counts -> counts.frames.sum())
          .seconds(
              "receivedSeconds",
              "How long the received frames sound",
              counts -> counts.seconds.sum())
          .counter(
              "droppedBlocks",
              "blocks",
              "Blocks dropped because the route was busy",
              counts -> counts.queue.droppedBlocks())
          .build();

  private static final Logger LOG = LoggerFactory.getLogger(BrowserConsumer.class);
  private static final int POLL_MILLIS = 100;
  private static final int STOP_SECONDS = 2;

  private final BrowserEndpoint endpoint;
  private final AudioClock clock;
  private @Nullable ExecutorService thread;
  private volatile @Nullable Counts counts;

  /** Whether all streams have their end, so that nothing more is queued. */
  private volatile boolean ended;

  private Runnable counted = () -> {};

  BrowserConsumer(BrowserEndpoint endpoint, Processor processor, AudioClock clock) {
    super(endpoint, processor);
    this.endpoint = endpoint;
    this.clock = clock;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    BrowserMicrophones microphones = BrowserMicrophones.of(endpoint.getCamelContext());
    microphones.add(endpoint.getName(), this);
    if (!microphones.isServed()) {
      LOG.warn(
          "{}: nothing can come, as the console does not run; run the program with audio.console=true",
          endpoint.reportName());
    }
    BlockQueue queue =
        BlockQueue.ofStreams(
            endpoint.getConfiguration().queueMillis(),
            0,
            ContextMemory.of(endpoint.getCamelContext()).open(),
            clock);
    Counts fresh =
        new Counts(new LongAdder(), new DoubleAdder(), queue, ConcurrentHashMap.newKeySet());
    counts = fresh;
    counted =
        ContextMeters.of(endpoint.getCamelContext()).add(METERS, endpoint.reportName(), fresh);
    thread =
        endpoint
            .getCamelContext()
            .getExecutorServiceManager()
            .newSingleThreadExecutor(this, endpoint.reportName());
    ended = false;
    thread.execute(() -> feed(queue));
  }

  /** Ends all streams, and routes what is queued. */
  @Override
  protected void doStop() throws Exception {
    BrowserMicrophones.of(endpoint.getCamelContext()).remove(endpoint.getName(), this);
    Counts last = counts;
    if (last != null) {
      last.connections.forEach(each -> each.end("the route has been stopped"));
      last.queue.close();
    }
    ended = true;
    if (thread != null) {
      endpoint
          .getCamelContext()
          .getExecutorServiceManager()
          .shutdownGraceful(thread, TimeUnit.SECONDS.toMillis(STOP_SECONDS));
      thread = null;
    }
    counted.run();
    super.doStop();
  }

  private void feed(BlockQueue from) {
    try {
      while (!ended || (from.size() > 0 && !Thread.currentThread().isInterrupted())) {
        AudioBlock block = from.poll(POLL_MILLIS);
        if (block != null) {
          route(block, OptionalLong.empty());
          from.done();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the route had no time left to end well
    }
  }

  /**
   * A browser begins to send: a stream of its own. Any thread.
   *
   * @param ended told why, once, when the route stops first
   * @throws IllegalStateException when the route does not run
   */
  Connection connect(PcmFormat format, java.util.function.Consumer<String> ended) {
    Counts now = counts;
    if (now == null || !isRunAllowed()) {
      throw new IllegalStateException("the route of " + endpoint.reportName() + " does not run");
    }
    BrowserStream stream =
        new BrowserStream(format, newStreamId(), randomStart(), randomStart(), clock);
    Connection made = new Connection(stream, now, ended);
    now.connections.add(made);
    return made;
  }

  /** One browser. Any thread, one at a time. */
  static final class Connection {
    private final BrowserStream stream;
    private final Counts counts;
    private final java.util.function.Consumer<String> ended;
    private boolean open = true;

    private Connection(
        BrowserStream stream, Counts counts, java.util.function.Consumer<String> ended) {
      this.stream = stream;
      this.counts = counts;
      this.ended = ended;
    }

    /** Eight hex digits. */
    String streamName() {
      return stream.name();
    }

    /**
     * Takes the next sound; never waits.
     *
     * @param pcm the connection's from now on
     * @throws IllegalArgumentException when it is too much, or no whole number of frames
     */
    synchronized void receive(byte[] pcm) {
      if (open) {
        AudioBlock block = stream.block(pcm);
        counts.frames.add(block.frames());
        counts.seconds.add((double) block.frames() / stream.format().sampleRateHz());
        counts.queue.offer(block);
      }
    }

    /** The browser has gone: its stream ends. */
    void close() {
      finish();
    }

    private void end(String reason) {
      if (finish()) {
        ended.accept(reason);
      }
    }

    private synchronized boolean finish() {
      boolean first = open;
      open = false;
      AudioBlock last = first ? stream.end() : null;
      if (last != null) {
        counts.queue.offer(last);
      }
      counts.connections.remove(this);
      return first;
    }
  }
}
