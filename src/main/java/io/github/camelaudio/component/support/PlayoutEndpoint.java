package io.github.camelaudio.component.support;

import io.github.camelaudio.flow.OptionValues;
import io.github.camelaudio.flow.StatusReport;
import io.github.camelaudio.flow.StreamSink;
import io.github.camelaudio.output.TraceFile;
import io.github.camelaudio.playout.Mixer;
import io.github.camelaudio.playout.PlayoutSettings;
import io.github.camelaudio.playout.stats.PlayoutTrace;
import io.github.camelaudio.playout.stats.StreamStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * What all endpoints share that play streams: how long they hold them, and how loud each one is.
 */
public abstract class PlayoutEndpoint extends DefaultEndpoint implements StreamSink, StatusReport {

  /** What all streams of an endpoint may take together: a size, such as 64MB. */
  private static final String MEMORY_PROPERTY = "audio.playout.memory";

  private final SharedEngine<TraceFile> traceFile = new SharedEngine<>(TraceFile.METERS);
  private @Nullable TraceFile openTrace;

  protected PlayoutEndpoint(String uri, DefaultComponent component) {
    super(uri, component);
  }

  /** The options that say how streams are held. */
  protected abstract PlayoutConfiguration playoutConfiguration();

  private long memoryBytes() {
    return getCamelContext()
        .getPropertiesComponent()
        .resolveProperty(MEMORY_PROPERTY)
        .map(text -> OptionValues.size(MEMORY_PROPERTY, text))
        .orElse(PlayoutSettings.DEFAULT_MEMORY_BYTES);
  }

  /**
   * How streams are held.
   *
   * @throws IllegalArgumentException when the property audio.playout.memory is no size
   */
  protected PlayoutSettings settings() {
    return playoutConfiguration().settings(memoryBytes(), ContextMemory.of(getCamelContext()));
  }

  /** The trace that was asked for; null when none was. Open while the endpoint runs. */
  protected @Nullable PlayoutTrace openTrace() {
    return openTrace;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    String trace = playoutConfiguration().getTrace();
    if (trace != null) {
      Path file = Path.of(trace);
      openTrace =
          traceFile.acquire(getCamelContext(), reportName(), "-trace", () -> new TraceFile(file));
    }
  }

  @Override
  protected void doStop() throws Exception {
    if (openTrace != null) {
      openTrace = null;
      traceFile.release(getCamelContext());
    }
    super.doStop();
  }

  /** What mixes the streams; null while nothing runs. Any thread. */
  protected abstract @Nullable Mixer mixer();

  /** A line for each stream that plays. */
  @ManagedOperation(description = "Every stream that plays: its format, delay, clock and losses")
  public List<String> streams() {
    Mixer mixer = mixer();
    return mixer == null ? List.of() : mixer.streams().stream().map(PlayoutEndpoint::line).toList();
  }

  private static String line(StreamStatus stream) {
    return String.format(
        Locale.ROOT,
        "%s %s: held %.1f ms (aims at %.1f), clock %+.0f ppm, gain %.1f dB%s, %s",
        stream.streamName(),
        stream.format(),
        stream.delays().delayMillis(),
        stream.delays().targetMillis(),
        stream.delays().speedPpm(),
        stream.gainDecibels(),
        stream.muted() ? " (muted)" : "",
        stream.stats().troubles());
  }

  /**
   * Makes a stream louder or quieter.
   *
   * @param stream its name, eight hexadecimal digits, as the log says it
   * @param decibels -120 to 24; 0 plays it as it comes
   */
  @ManagedOperation(
      description =
          "Sets the gain of a stream (eight hexadecimal digits) in dB, -120 to 24; 0 is unchanged")
  public void setGain(String stream, double decibels) {
    if (!running().setGain(streamId(stream), decibels)) {
      throw notPlaying(stream);
    }
  }

  /**
   * Silences a stream, or lets it be heard again.
   *
   * @param stream its name, eight hexadecimal digits, as the log says it
   */
  @ManagedOperation(description = "Mutes a stream (eight hexadecimal digits), or unmutes it")
  public void setMuted(String stream, boolean muted) {
    if (!running().setMuted(streamId(stream), muted)) {
      throw notPlaying(stream);
    }
  }

  private Mixer running() {
    Mixer mixer = mixer();
    if (mixer == null) {
      throw new IllegalStateException(reportName() + " is not running");
    }
    return mixer;
  }

  private static long streamId(String name) {
    try {
      return Long.parseLong(name.strip(), 16);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "no stream '" + name + "': a stream's name is eight hexadecimal digits", e);
    }
  }

  private IllegalArgumentException notPlaying(String stream) {
    return new IllegalArgumentException(
        "stream '"
            + stream
            + "' does not play on "
            + reportName()
            + "; there are "
            + (streams().isEmpty() ? "none" : String.join("; ", streams())));
  }
}
