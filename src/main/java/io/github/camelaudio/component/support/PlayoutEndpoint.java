package io.github.camelaudio.component.support;

import io.github.camelaudio.flow.OptionValues;
import io.github.camelaudio.flow.StatusReport;
import io.github.camelaudio.flow.StreamSink;
import io.github.camelaudio.output.OutputStatus;
import io.github.camelaudio.output.TraceStatus;
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

  private final EndpointTrace trace = new EndpointTrace();

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

  /** What this endpoint's mixers tell of every block, whether a trace is written or not. */
  protected PlayoutTrace toldOfBlocks() {
    return trace.told();
  }

  /**
   * Writes a trace from now on, as the option does. Until {@link #stopTrace}, or the endpoint
   * stops.
   *
   * @param file replaced when it is there
   * @throws IllegalStateException when one is written already, or the endpoint does not run
   * @throws java.io.IOException when it cannot be written
   */
  public void startTrace(Path file) throws Exception {
    if (!isStarted()) {
      throw new IllegalStateException(reportName() + " is not running");
    }
    trace.start(getCamelContext(), reportName(), file);
  }

  /**
   * Ends the trace, and waits until its file is whole.
   *
   * @return false when none was written
   */
  public boolean stopTrace() {
    return trace.stop(getCamelContext());
  }

  /** The trace that is written; null when none is. */
  public @Nullable TraceStatus trace() {
    return trace.status();
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    String file = playoutConfiguration().getTrace();
    if (file != null) {
      trace.start(getCamelContext(), reportName(), Path.of(file));
    }
  }

  @Override
  protected void doStop() throws Exception {
    stopTrace();
    super.doStop();
  }

  /** Where it stands now. Any thread; never waits. */
  public abstract OutputStatus outputStatus();

  /**
   * What mixes the streams; null while nothing runs. Another one after each start. Any thread;
   * never waits.
   */
  public abstract @Nullable Mixer mixer();

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
        (stream.muted() ? " (muted)" : "") + (stream.solo() ? " (solo)" : ""),
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

  /**
   * Plays a stream solo, or no longer: while any is, those that are not are silent.
   *
   * @param stream its name, eight hexadecimal digits, as the log says it
   */
  @ManagedOperation(
      description = "Plays a stream (eight hexadecimal digits) without those that are not solo")
  public void setSolo(String stream, boolean solo) {
    if (!running().setSolo(streamId(stream), solo)) {
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
