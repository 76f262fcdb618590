package io.github.camelaudio.console.api;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.audio.Samples;
import io.github.camelaudio.component.wav.WavComponent;
import io.github.camelaudio.component.wav.WavConfiguration;
import io.github.camelaudio.component.wav.WavEndpoint;
import io.github.camelaudio.console.live.SoundListener;
import io.github.camelaudio.flow.FailureText;
import io.github.camelaudio.flow.PrintableText;
import io.github.camelaudio.recorder.Recorder;
import io.github.camelaudio.recorder.store.Existing;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records what is heard of a source to one new file, as {@code to("wav:FILE")} does. Sound comes on
 * one thread and never waits; to start and to stop takes up to two seconds.
 */
final class TapRecorder implements SoundListener {

  private static final Logger LOG = LoggerFactory.getLogger(TapRecorder.class);

  private final String id;
  private final String source;
  private final Path file;
  private final long streamId;
  private final CamelContext context;
  private final AudioClock clock;
  private final Runnable whenEnded;
  private final Instant started;
  private final WavEndpoint endpoint;
  private final Producer producer;
  private @Nullable AudioBlock latest;
  private volatile @Nullable PcmFormat format;
  private volatile long frames;
  private volatile long lostFrames;
  private int position;
  private boolean stopped;
  private volatile boolean ended;

  /**
   * Opens nothing yet.
   *
   * @param file not there yet; a file that is there is left alone
   * @param whenEnded run once when the source has ended, on the thread of its sound
   */
  TapRecorder(
      String id,
      String source,
      Path file,
      long streamId,
      CamelContext context,
      AudioClock clock,
      Runnable whenEnded)
      throws Exception {
    this.id = id;
    this.source = source;
    this.file = file;
    this.streamId = streamId;
    this.context = context;
    this.clock = clock;
    this.whenEnded = whenEnded;
    this.started = Instant.now();
    WavConfiguration options = new WavConfiguration();
    options.setExisting(Existing.FAIL);
    options.setMinLength(Duration.ZERO);
    String uri =
        "wav:" + URLEncoder.encode(file.toString(), StandardCharsets.UTF_8) + "?existing=FAIL";
    this.endpoint =
        new WavEndpoint(
            uri, context.getComponent("wav", WavComponent.class), file.toString(), options);
    this.producer = endpoint.createProducer();
  }

  /** Starts the writer; the file is made with the first sound. */
  void start() throws Exception {
    context.addEndpoint(endpoint.getEndpointUri(), endpoint);
    try {
      context.addService(producer, true, true); // completes the file when the run ends
    } catch (Exception e) {
      context.removeEndpoint(endpoint);
      throw e;
    }
  }

  @Override
  public synchronized void samples(PcmFormat heard, float[] samples, int count) {
    if (stopped || count == 0) {
      return;
    }
    PcmFormat written = format;
    if (written == null) {
      written = new PcmFormat(heard.sampleRateHz(), heard.channels(), encoding(heard.encoding()));
      format = written;
    } else if (written.sampleRateHz() != heard.sampleRateHz()
        || written.channels() != heard.channels()) {
      lost(count); // the output plays another format from now on, which one file cannot have
      return;
    }
    byte[] pcm = new byte[count * written.bytesPerFrame()];
    Samples.encode(written.encoding(), samples, 0, pcm, 0, count * written.channels());
    AudioBlock before = latest;
    AudioBlock block =
        AudioBlock.builder(written)
            .streamId(streamId)
            .sequence(before == null ? 0 : before.sequence() + 1)
            .timestamp(position)
            .captureEpochNanos(clock.epochNanos())
            .pcm(pcm);
    position += count;
    frames += count;
    latest = block;
    send(block);
  }

  /** FLAC has no floats. */
  private Encoding encoding(Encoding heard) {
    boolean flac = file.toString().toLowerCase(Locale.ROOT).endsWith(".flac");
    if (!flac) {
      return heard;
    }
    return heard == Encoding.S16 || heard == Encoding.U8 ? Encoding.S16 : Encoding.S24;
  }

  /** The recording shows a gap. */
  @Override
  public synchronized void lost(long count) {
    position += (int) count;
    lostFrames += count;
  }

  private void send(AudioBlock block) {
    Exchange exchange = endpoint.createExchange();
    exchange.getMessage().setBody(block);
    try {
      producer.process(exchange);
    } catch (Exception e) {
      exchange.setException(e);
    }
    if (exchange.getException() != null) {
      stopped = true;
      LOG.error(
          "{}: recording {} ends: {}",
          PrintableText.of(file),
          source,
          FailureText.of(exchange.getException()));
      ended();
    }
  }

  @Override
  public void ended() {
    ended = true;
    whenEnded.run();
  }

  /** Whether nothing more comes. Any thread. */
  boolean hasEnded() {
    return ended;
  }

  /** Completes the file. Waits for the disk. */
  void stop() throws Exception {
    synchronized (this) {
      AudioBlock last = latest;
      if (!stopped && last != null) {
        send(last.end());
      }
      stopped = true;
    }
    context.removeService(producer);
    producer.stop();
    context.removeEndpoint(endpoint);
  }

  String id() {
    return id;
  }

  Path file() {
    return file;
  }

  String source() {
    return source;
  }

  /** Any thread. */
  JsonObject json() {
    PcmFormat known = format;
    Recorder recorder = endpoint.recorder();
    return new JsonObject()
        .put("id", id)
        .put("source", source)
        .put("file", file.toString().replace('\\', '/'))
        .put("started", started.toString())
        .put("format", known == null ? null : known.toString())
        .put("seconds", known == null ? 0 : (double) frames / known.sampleRateHz())
        .put("lostFrames", lostFrames)
        .put("trouble", recorder == null ? null : recorder.trouble());
  }
}
