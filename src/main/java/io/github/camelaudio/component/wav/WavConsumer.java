package io.github.camelaudio.component.wav;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.component.support.BlockConsumer;
import io.github.camelaudio.component.support.ContextMeters;
import io.github.camelaudio.component.support.GracefulExit;
import io.github.camelaudio.file.AudioReader;
import io.github.camelaudio.file.stream.FileBlocks;
import io.github.camelaudio.file.stream.FileSource;
import io.github.camelaudio.meters.MeterTable;
import java.io.IOException;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread, named after the endpoint, reads the file and takes its blocks through the route:
 * paced, each at its due time on the monotonic clock, from the moment that the first block was
 * accepted; else as fast as the route takes them.
 */
final class WavConsumer extends BlockConsumer {

  /** What went down the route from its start to its stop. */
  private static final class Played {
    private final LongAdder frames = new LongAdder();
    private volatile @Nullable PcmFormat format;

    double seconds() {
      PcmFormat known = format;
      return known == null ? 0 : (double) frames.sum() / known.sampleRateHz();
    }
  }

  static final MeterTable<Played> METERS =
      MeterTable.<Played>of("wav")
          .counter(
              "playedFrames",
              "frames",
              "Frames of the file that went down the route",
              played -> played.frames.sum())
          .seconds("playedSeconds", "How long the played frames sound", Played::seconds)
          .build();

  private static final Logger LOG = LoggerFactory.getLogger(WavConsumer.class);
  private static final int STOP_SECONDS = 1;

  /** No stream has it: ids are not negative. */
  private static final long NO_STREAM = -1;

  private final WavEndpoint endpoint;
  private final FileSource source;
  private final AudioClock clock;
  private @Nullable ExecutorService thread;
  private Played played = new Played();
  private Runnable counted = () -> {};

  WavConsumer(WavEndpoint endpoint, Processor processor, AudioClock clock) {
    super(endpoint, processor);
    this.endpoint = endpoint;
    this.source = endpoint.source();
    this.clock = clock;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    played = new Played();
    Runnable playing = this::playStandardInput;
    if (!source.isStandardInput()) {
      AudioReader reader = source.open();
      playing = () -> play(reader);
    }
    ExecutorService running =
        endpoint
            .getCamelContext()
            .getExecutorServiceManager()
            .newSingleThreadExecutor(this, endpoint.reportName());
    thread = running;
    counted =
        ContextMeters.of(endpoint.getCamelContext()).add(METERS, endpoint.reportName(), played);
    running.execute(playing);
  }

  @Override
  protected void doStop() throws Exception {
    if (thread != null) {
      // Interrupts a pause between blocks, or the wait of a route that takes none.
      endpoint.getCamelContext().getExecutorServiceManager().shutdownNow(thread);
      thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
      thread = null;
    }
    counted.run();
    super.doStop();
  }

  /** Standard input may take its time, so that it is opened here, and not at the route's start. */
  private void playStandardInput() {
    try {
      play(source.open());
    } catch (IOException e) {
      LOG.error("{}", e.getMessage());
      ended(false, NO_STREAM);
    }
  }

  /** Paced and as long as the endpoint's options say. */
  private FileBlocks blocks(AudioReader reader) {
    FileBlocks blocks = new FileBlocks(reader);
    return (endpoint.getConfiguration().isPaced() ? blocks.paced(clock) : blocks)
        .blockMillis(endpoint.getConfiguration().blockMillis());
  }

  private void play(AudioReader first) {
    FileBlocks blocks = blocks(first);
    OptionalLong total =
        endpoint.getConfiguration().isLoop() ? OptionalLong.empty() : first.frames();
    AudioReader reader = first;
    played.format = first.format();
    boolean toTheEnd = false;
    boolean readable = true;
    try {
      toTheEnd = playOnce(blocks, total, reader);
      while (toTheEnd && endpoint.getConfiguration().isLoop() && blocks.frames() > 0) {
        reader.close();
        reader = source.open();
        blocks.goOn(reader);
        toTheEnd = playOnce(blocks, total, reader);
      }
      if (toTheEnd) {
        LOG.info("{}: played to the end, {} s", endpoint.reportName(), playedSeconds());
      }
    } catch (IOException e) {
      LOG.error(
          "{}: reading failed after {} s: {}",
          endpoint.reportName(),
          playedSeconds(),
          e.getMessage());
      toTheEnd = true;
      readable = false;
    } catch (InterruptedException e) {
      // The route is being stopped; the thread has nothing left to wait for but its stream's end.
      toTheEnd = false;
    } finally {
      close(reader);
    }
    if (blocks.frames() > 0) {
      route(blocks.end(), total);
    }
    if (toTheEnd && isRunAllowed()) {
      ended(readable, blocks.streamId());
    }
  }

  /**
   * Plays one pass of the file, until the time of its last frame is over; false when the route was
   * stopped before.
   */
  private boolean playOnce(FileBlocks blocks, OptionalLong total, AudioReader reader)
      throws IOException, InterruptedException {
    while (isRunAllowed()) {
      AudioBlock block = blocks.read();
      if (block == null) {
        for (String fault : reader.faults()) {
          LOG.warn("{}: {}", endpoint.reportName(), fault);
        }
        return true;
      }
      boolean first = blocks.frames() == block.frames();
      if (first && endpoint.getConfiguration().isPaced()) {
        blocks.startedAt(routeFirst(block, total, clock));
      } else {
        route(block, total);
      }
      played.frames.add(block.frames());
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    return false;
  }

  private void close(AudioReader reader) {
    if (source.isStandardInput()) {
      return; // the process's, not ours; closing it can block
    }
    try {
      reader.close();
    } catch (IOException e) {
      LOG.warn("{}: closing it failed: {}", endpoint.reportName(), e.getMessage());
    }
  }

  /** The route has nothing left to do, or after a failure nothing that it can do. */
  private void ended(boolean well, long streamId) {
    if (endpoint.getConfiguration().getOnEnd() == OnEnd.EXIT) {
      GracefulExit.request(endpoint.getCamelContext());
    } else if (well) {
      GracefulExit.finishRoute(endpoint.getCamelContext(), getRouteId(), streamId);
    } else {
      GracefulExit.stopRoute(endpoint.getCamelContext(), getRouteId(), streamId);
    }
  }

  private String playedSeconds() {
    return String.format(Locale.ROOT, "%.3f", played.seconds());
  }
}
