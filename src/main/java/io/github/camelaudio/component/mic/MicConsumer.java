package io.github.camelaudio.component.mic;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.component.support.BlockConsumer;
import io.github.camelaudio.component.support.ContextMeters;
import io.github.camelaudio.component.support.TroubleHealthCheck;
import io.github.camelaudio.device.AudioDeviceException;
import io.github.camelaudio.device.CaptureDevice;
import io.github.camelaudio.device.DeviceState;
import io.github.camelaudio.device.MissingDevice;
import io.github.camelaudio.device.RealTimePriority;
import io.github.camelaudio.flow.BlockQueue;
import io.github.camelaudio.meters.MeterTable;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/**
 * Two threads, both named after the endpoint: one reads the device, at whose pace everything goes,
 * into a bounded queue; the other takes the blocks from there through the route. So a busy route
 * costs its oldest blocks, and never the device's next ones.
 */
final class MicConsumer extends BlockConsumer {

  /** What is counted from a start of the route to its stop. */
  private record Counts(LongAdder frames, PcmFormat format, BlockQueue queue) {}

  static final MeterTable<Counts> METERS =
      MeterTable.<Counts>of("mic")
          .counter("capturedFrames", "frames", "Frames captured", counts -> counts.frames.sum())
          .seconds(
              "capturedSeconds",
              "How long the captured frames sound",
              counts -> (double) counts.frames.sum() / counts.format.sampleRateHz())
          .counter(
              "droppedBlocks",
              "blocks",
              "Blocks dropped because the route was busy",
              counts -> counts.queue.droppedBlocks())
          .build();

  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long READ_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long STANDSTILL_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** A virtual device may have recorded two seconds of silence ahead before it was opened. */
  private static final long OPENING_NANOS = TimeUnit.SECONDS.toNanos(3);

  private static final int STOP_SECONDS = 1;

  private final MicEndpoint endpoint;
  private final PcmFormat format;
  private final AudioClock clock;

  private @Nullable ExecutorService threads;
  private volatile @Nullable BlockQueue queue;
  private @Nullable CaptureDevice device;
  private LongAdder capturedFrames = new LongAdder();
  private Runnable counted = () -> {};
  private Runnable unregisterHealth = () -> {};

  MicConsumer(MicEndpoint endpoint, Processor processor, AudioClock clock) {
    super(endpoint, processor);
    this.endpoint = endpoint;
    this.clock = clock;
    this.format = endpoint.pcmFormat();
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    if (endpoint.getConfiguration().getMissing() == MissingDevice.FAIL) {
      device = open();
    }
    unregisterHealth =
        TroubleHealthCheck.register(
            endpoint.getCamelContext(),
            endpoint.reportName(),
            () -> DeviceState.troubleOf(endpoint.state()));
    BlockQueue fresh = BlockQueue.of(endpoint.getConfiguration().queueMillis(), clock);
    queue = fresh;
    capturedFrames = new LongAdder();
    counted =
        ContextMeters.of(endpoint.getCamelContext())
            .add(METERS, endpoint.reportName(), new Counts(capturedFrames, format, fresh));
    threads =
        endpoint
            .getCamelContext()
            .getExecutorServiceManager()
            .newFixedThreadPool(this, endpoint.reportName(), 2);
    threads.execute(() -> capture(fresh));
    threads.execute(() -> feed(fresh));
  }

  @Override
  protected void doStop() throws Exception {
    unregisterHealth.run();
    if (queue != null) {
      queue.close();
    }
    if (threads != null) {
      endpoint
          .getCamelContext()
          .getExecutorServiceManager()
          .shutdownGraceful(threads, TimeUnit.SECONDS.toMillis(STOP_SECONDS));
      threads = null;
    }
    counted.run();
    super.doStop();
  }

  private CaptureDevice open() throws AudioDeviceException {
    MicConfiguration options = endpoint.getConfiguration();
    CaptureDevice opened =
        endpoint
            .devices()
            .openCapture(
                endpoint.getDevice(), format, options.blockFrames(), options.deviceBufferFrames());
    endpoint.state().present(format.toString());
    return opened;
  }

  private void capture(BlockQueue into) {
    RealTimePriority.raise();
    Capture capture = new Capture(into);
    try {
      while (isRunAllowed()) {
        try {
          CaptureDevice open = device == null ? open() : device;
          device = open;
          capture.run(open);
        } catch (AudioDeviceException | RuntimeException e) {
          closeDevice();
          if (isRunAllowed()) {
            endpoint.state().absent(String.valueOf(e.getMessage()), "nothing is recorded");
            clock.sleepUntil(clock.nanoTime() + RETRY_NANOS);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the route is being stopped
    } finally {
      closeDevice();
    }
  }

  private void closeDevice() {
    CaptureDevice open = device;
    device = null;
    if (open != null) {
      open.close();
    }
  }

  /** One stream, from the route's start to its end, over all absences of the device. */
  private final class Capture {
    private final BlockQueue into;
    private final long streamId = newStreamId();
    private final int blockFrames = endpoint.getConfiguration().blockFrames();
    private int timestamp = randomStart();
    private int sequence = randomStart();
    private long lastReadNanos;
    private long allowedNanos;

    Capture(BlockQueue into) {
      this.into = into;
    }

    /** Reads blocks until the device goes away, or the queue is closed. */
    void run(CaptureDevice from) throws AudioDeviceException, InterruptedException {
      if (lastReadNanos != 0) {
        // The stream's time went on while there was no device.
        double seconds = (clock.nanoTime() - lastReadNanos) / 1e9;
        timestamp += (int) (long) (seconds * format.sampleRateHz());
      }
      lastReadNanos = clock.nanoTime();
      allowedNanos = OPENING_NANOS;
      boolean taken = true;
      while (taken && isRunAllowed()) {
        byte[] pcm = new byte[blockFrames * format.bytesPerFrame()];
        if (from.read(pcm, READ_NANOS)) {
          noteRead();
          capturedFrames.add(blockFrames);
          taken = into.put(block(pcm));
          timestamp += blockFrames;
          sequence++;
        } else if (clock.nanoTime() - lastReadNanos > allowedNanos) {
          endpoint.state().standsStill("the device delivers no data", "nothing is recorded");
        }
      }
    }

    private void noteRead() {
      lastReadNanos = clock.nanoTime();
      allowedNanos = STANDSTILL_NANOS;
      if (!endpoint.state().isPresent()) {
        endpoint.state().present(format.toString());
      }
    }

    private AudioBlock block(byte[] pcm) {
      return AudioBlock.builder(format)
          .streamId(streamId)
          .sequence(sequence)
          .timestamp(timestamp)
          .captureEpochNanos(clock.epochNanos() - format.nanosOfFrames(blockFrames))
          .pcm(pcm);
    }
  }

  /** Sends blocks down the route; at the stop those that are queued, and then the stream's end. */
  private void feed(BlockQueue from) {
    AudioBlock latest = null;
    try {
      while (isRunAllowed() || (from.size() > 0 && !Thread.currentThread().isInterrupted())) {
        AudioBlock block = from.poll(100);
        if (block != null) {
          route(block, OptionalLong.empty());
          from.done();
          latest = block;
        }
      }
      if (latest != null) {
        route(latest.end(), OptionalLong.empty());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the route had no time left to end well
    }
  }

  /** Since the start of the route. */
  long capturedFrames() {
    return capturedFrames.sum();
  }
}
