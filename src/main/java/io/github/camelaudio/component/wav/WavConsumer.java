package io.github.camelaudio.component.wav;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.component.support.BlockConsumer;
import io.github.camelaudio.component.support.GracefulExit;
import io.github.camelaudio.file.wav.WavReader;
import io.github.camelaudio.recorder.RecordingKind;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
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

  private static final Logger LOG = LoggerFactory.getLogger(WavConsumer.class);
  private static final int STOP_SECONDS = 1;
  private static final long HELD_UP_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final String CLASSPATH = "classpath:";

  private final WavEndpoint endpoint;
  private final AudioClock clock;
  private @Nullable ExecutorService thread;
  private volatile long playedFrames;
  private volatile @Nullable PcmFormat format;

  WavConsumer(WavEndpoint endpoint, Processor processor, AudioClock clock) {
    super(endpoint, processor);
    this.endpoint = endpoint;
    this.clock = clock;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    Runnable playing = this::playStandardInput;
    if (!isStandardInput()) {
      WavReader reader = open();
      format = reader.format();
      playing = () -> play(reader);
    }
    ExecutorService running =
        endpoint
            .getCamelContext()
            .getExecutorServiceManager()
            .newSingleThreadExecutor(this, endpoint.reportName());
    thread = running;
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
    super.doStop();
  }

  private WavReader open() throws IOException {
    String path = endpoint.getPath();
    if (isStandardInput()) {
      return WavReader.open(System.in, "standard input");
    }
    if (path.startsWith(CLASSPATH)) {
      String resource = path.substring(CLASSPATH.length());
      InputStream in = endpoint.getCamelContext().getClassResolver().loadResourceAsStream(resource);
      if (in == null) {
        throw new FileNotFoundException("cannot play " + path + ": no such resource");
      }
      return WavReader.open(in, path);
    }
    Path file = file(path);
    if (!Files.exists(file) || Files.isDirectory(file)) {
      throw new FileNotFoundException(
          "cannot play "
              + path
              + ": "
              + (Files.exists(file) ? "it is a directory" : "no such file")
              + " ("
              + file.toAbsolutePath()
              + ")");
    }
    if (RecordingKind.of(file) == RecordingKind.FLAC) {
      throw new IOException(
          "cannot play "
              + path
              + ": FLAC is only recorded; convert it: ffmpeg -i "
              + path
              + " x.wav");
    }
    return WavReader.open(file);
  }

  /** A URI's %20 is a space; where there is no such file, it may be part of a name. */
  private Path file(String path) {
    Path file = Path.of(path);
    String written =
        endpoint.getEndpointUri().replaceFirst("^wav:(//)?", "").replaceFirst("\\?.*", "");
    return !Files.exists(file) && Files.exists(Path.of(written)) ? Path.of(written) : file;
  }

  private boolean isStandardInput() {
    return endpoint.getPath().equals(WavEndpoint.STANDARD_STREAM);
  }

  /** Standard input may take its time, so that it is opened here, and not at the route's start. */
  private void playStandardInput() {
    try {
      WavReader reader = open();
      format = reader.format();
      play(reader);
    } catch (IOException e) {
      LOG.error("{}", e.getMessage());
      ended();
    }
  }

  private void play(WavReader first) {
    Playback playback =
        new Playback(
            first.format(),
            endpoint.getConfiguration().isLoop() ? OptionalLong.empty() : first.frames());
    WavReader reader = first;
    boolean toTheEnd = false;
    try {
      toTheEnd = playback.play(reader);
      while (toTheEnd && endpoint.getConfiguration().isLoop() && playback.frames > 0) {
        reader.close();
        reader = open();
        toTheEnd = playback.play(reader);
      }
      if (toTheEnd) {
        playback.awaitEnd();
        LOG.info("{}: played to the end, {} s", endpoint.reportName(), playback.seconds());
      }
    } catch (IOException e) {
      LOG.error(
          "{}: reading failed after {} s: {}",
          endpoint.reportName(),
          playback.seconds(),
          e.getMessage());
      toTheEnd = true;
    } catch (InterruptedException e) {
      // The route is being stopped; the thread has nothing left to wait for but its stream's end.
      toTheEnd = false;
    } finally {
      close(reader);
    }
    playback.end();
    if (toTheEnd && isRunAllowed()) {
      ended();
    }
  }

  private void close(WavReader reader) {
    if (isStandardInput()) {
      return; // the process's, not ours; closing it can block
    }
    try {
      reader.close();
    } catch (IOException e) {
      LOG.warn("{}: closing it failed: {}", endpoint.reportName(), e.getMessage());
    }
  }

  private void ended() {
    if (endpoint.getConfiguration().getOnEnd() == OnEnd.EXIT) {
      GracefulExit.request(endpoint.getCamelContext());
    } else {
      GracefulExit.stopRoute(endpoint.getCamelContext(), getRouteId());
    }
  }

  long playedFrames() {
    return playedFrames;
  }

  /** How much of the file went down the route, such as {@code 3.210}. */
  String playedSeconds() {
    PcmFormat known = format;
    return known == null ? "0.000" : seconds(known, playedFrames);
  }

  static String seconds(PcmFormat format, long frames) {
    return String.format(Locale.ROOT, "%.3f", (double) frames / format.sampleRateHz());
  }

  /** One stream, from the route's start to the file's end or the route's. */
  private final class Playback {
    private final PcmFormat format;
    private final int blockFrames;
    private final OptionalLong totalFrames;
    private final long streamId = newStreamId();
    private final int firstTimestamp = randomStart();
    private long startNanos = clock.nanoTime();
    private int sequence = randomStart();
    private long frames;

    Playback(PcmFormat format, OptionalLong totalFrames) {
      this.format = format;
      this.totalFrames = totalFrames;
      this.blockFrames = format.framesOfMillis(endpoint.getConfiguration().blockMillis());
    }

    /** Plays one pass of the file; false when the route was stopped before its end. */
    boolean play(WavReader reader) throws IOException, InterruptedException {
      if (!reader.format().equals(format)) {
        throw new IOException("it changed to " + reader.format() + " while it was played");
      }
      byte[] buffer = new byte[blockFrames * format.bytesPerFrame()];
      int read = reader.read(buffer);
      while (read > 0) {
        if (!isRunAllowed()) {
          return false;
        }
        byte[] pcm = Arrays.copyOf(buffer, read);
        awaitDue();
        send(pcm);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        frames += pcm.length / format.bytesPerFrame();
        playedFrames = frames;
        sequence++;
        read = reader.read(buffer);
      }
      reportDamage(reader);
      return true;
    }

    private void send(byte[] pcm) {
      if (frames == 0 && endpoint.getConfiguration().isPaced()) {
        startNanos = routeFirst(block().pcm(pcm), totalFrames, clock);
      } else {
        route(block().pcm(pcm), totalFrames);
      }
    }

    private void awaitDue() throws InterruptedException {
      if (endpoint.getConfiguration().isPaced()) {
        long due = startNanos + format.nanosOfFrames(frames);
        long late = clock.nanoTime() - due;
        if (late > HELD_UP_NANOS) {
          startNanos += late; // the route held it back: it goes on from here, and does not rush
        }
        clock.sleepUntil(due);
      }
    }

    /** Waits until the last frame's time is over, so that a file takes as long as it sounds. */
    void awaitEnd() throws InterruptedException {
      awaitDue();
    }

    private AudioBlock.Builder block() {
      return AudioBlock.builder(format)
          .streamId(streamId)
          .sequence(sequence)
          .timestamp(firstTimestamp + (int) frames)
          .live(endpoint.getConfiguration().isPaced())
          .captureEpochNanos(
              endpoint.getConfiguration().isPaced()
                  ? clock.epochNanos()
                  : AudioBlock.NO_CAPTURE_TIME);
    }

    void end() {
      if (frames > 0) {
        route(block().last(true).empty(), totalFrames);
      }
    }

    String seconds() {
      return WavConsumer.seconds(format, frames);
    }

    private void reportDamage(WavReader reader) throws IOException {
      if (reader.missingBytes() > 0) {
        LOG.warn(
            "{}: truncated: {} bytes ({} s) fewer than its header says",
            endpoint.reportName(),
            reader.missingBytes(),
            WavConsumer.seconds(format, reader.missingBytes() / reader.fileFrameBytes()));
      }
      long unclaimed = reader.unclaimedBytes();
      if (unclaimed >= reader.fileFrameBytes()) {
        LOG.warn(
            "{}: its header says less than the file has: {} bytes ({} s) follow that are no chunk;"
                + " --repair {} makes them sound",
            endpoint.reportName(),
            unclaimed,
            WavConsumer.seconds(format, unclaimed / reader.fileFrameBytes()),
            endpoint.getPath());
      }
      if (reader.strayBytes() > 0) {
        LOG.warn(
            "{}: the last {} bytes are no whole frame, and were left out",
            endpoint.reportName(),
            reader.strayBytes());
      }
    }
  }
}
