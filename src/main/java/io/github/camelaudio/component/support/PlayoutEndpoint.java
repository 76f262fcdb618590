package io.github.camelaudio.component.support;

import io.github.camelaudio.flow.OptionValues;
import io.github.camelaudio.output.TraceFile;
import io.github.camelaudio.playout.Mixer;
import io.github.camelaudio.playout.PlayoutSettings;
import io.github.camelaudio.playout.stats.PlayoutStats;
import io.github.camelaudio.playout.stats.PlayoutTrace;
import io.github.camelaudio.playout.stats.StreamStatus;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.apache.camel.api.management.ManagedAttribute;
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

  private final SharedEngine<TraceFile> traceFile = new SharedEngine<>();
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
    return playoutConfiguration().settings(memoryBytes());
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
          traceFile.acquire(getCamelContext(), reportName() + "-trace", () -> new TraceFile(file));
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

  /** All that was played, by mixers that are gone too. */
  protected abstract PlayoutStats stats();

  /** The counters of {@link #stats}, to be added to. */
  protected Map<String, Object> playoutReport() {
    PlayoutStats stats = stats();
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("streams", openStreams());
    report.put("playedFrames", stats.playedFrames());
    report.put("concealedFrames", stats.concealedFrames());
    report.put("lateFrames", stats.lateFrames());
    report.put("repeatedFrames", stats.repeatedFrames());
    report.put("skippedFrames", stats.skippedFrames());
    report.put("cutFrames", stats.cutFrames());
    report.put("compressedFrames", stats.compressedFrames());
    report.put("droppedFrames", stats.droppedFrames());
    report.put("underruns", stats.underruns());
    report.put("restarts", stats.restarts());
    report.put("limitedFrames", getLimitedFrames());
    report.put("machineStalls", getMachineStalls());
    report.put("machineStalledMillis", getMachineStalledMillis());
    report.put("deviceStalls", getDeviceStalls());
    report.put("deviceStalledMillis", getDeviceStalledMillis());
    return report;
  }

  @ManagedAttribute(description = "Streams playing now")
  public int getActiveStreams() {
    return openStreams();
  }

  @ManagedAttribute(description = "Frames that came in time and were played")
  public long getPlayedFrames() {
    return stats().playedFrames();
  }

  @ManagedAttribute(description = "Frames that did not come in time and were concealed")
  public long getConcealedFrames() {
    return stats().concealedFrames();
  }

  @ManagedAttribute(description = "Frames that came after they had been concealed")
  public long getLateFrames() {
    return stats().lateFrames();
  }

  @ManagedAttribute(description = "How often a stream had nothing left to play")
  public long getUnderruns() {
    return stats().underruns();
  }

  @ManagedAttribute(description = "Frames that came although they were there already")
  public long getRepeatedFrames() {
    return stats().repeatedFrames();
  }

  @ManagedAttribute(description = "Frames of the backlog of new streams that were left out")
  public long getSkippedFrames() {
    return stats().skippedFrames();
  }

  @ManagedAttribute(
      description = "Frames left out because more than maxDelay arrived, faster than it plays")
  public long getCutFrames() {
    return stats().cutFrames();
  }

  @ManagedAttribute(description = "Frames of delay that time compression took out")
  public long getCompressedFrames() {
    return stats().compressedFrames();
  }

  @ManagedAttribute(description = "Frames that found the queue full, or came after the end")
  public long getDroppedFrames() {
    return stats().droppedFrames();
  }

  @ManagedAttribute(description = "Frames of the mix that were turned down to stay in full scale")
  public long getLimitedFrames() {
    return ofMixer(Mixer::limitedFrames);
  }

  @ManagedAttribute(description = "How often this machine's playout thread came too late")
  public long getMachineStalls() {
    return ofMixer(Mixer::machineStalls);
  }

  @ManagedAttribute(description = "For how long altogether it was too late, in milliseconds")
  public long getMachineStalledMillis() {
    return TimeUnit.NANOSECONDS.toMillis(ofMixer(Mixer::machineStalledNanos));
  }

  @ManagedAttribute(description = "How often the device stood still")
  public long getDeviceStalls() {
    return ofMixer(Mixer::deviceStalls);
  }

  @ManagedAttribute(description = "For how long altogether it stood still, in milliseconds")
  public long getDeviceStalledMillis() {
    return TimeUnit.NANOSECONDS.toMillis(ofMixer(Mixer::deviceStalledNanos));
  }

  private long ofMixer(ToLongFunction<Mixer> counter) {
    Mixer mixer = mixer();
    return mixer == null ? 0 : counter.applyAsLong(mixer);
  }

  @ManagedAttribute(description = "How often a stream began anew")
  public long getRestarts() {
    return stats().restarts();
  }

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
  @ManagedOperation(description = "Plays a stream (eight hexadecimal digits) so many dB louder")
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
