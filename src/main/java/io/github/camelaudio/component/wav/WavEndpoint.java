package io.github.camelaudio.component.wav;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.SystemClock;
import io.github.camelaudio.component.support.SharedEngine;
import io.github.camelaudio.component.support.StatusReport;
import io.github.camelaudio.component.support.StreamSink;
import io.github.camelaudio.component.support.TroubleHealthCheck;
import io.github.camelaudio.flow.OptionValues;
import io.github.camelaudio.recorder.Disk;
import io.github.camelaudio.recorder.FileLimit;
import io.github.camelaudio.recorder.Recorder;
import io.github.camelaudio.recorder.RecordingFiles;
import io.github.camelaudio.recorder.RecordingReports;
import io.github.camelaudio.recorder.RecordingStore;
import io.github.camelaudio.recorder.RetentionPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.regex.Pattern;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.PollingConsumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;

/** Plays a WAV file as a stream of blocks, or records each stream that reaches it to a WAV file. */
@ManagedResource(description = "WAV file")
@UriEndpoint(
    firstVersion = "0.1.0",
    scheme = "wav",
    title = "WAV file",
    syntax = "wav:path",
    category = {Category.FILE})
public class WavEndpoint extends DefaultEndpoint implements StreamSink, StatusReport {

  public static final String STANDARD_STREAM = RecordingFiles.STANDARD_OUTPUT;

  /** Names of audio files that are not written here. */
  private static final Pattern OTHER_FILE =
      Pattern.compile(
          ".*\\.(mp3|m4a|aac|ogg|oga|opus|aif|aiff|aifc|wma|caf|au|raw|pcm|w64|rf64|bwf)",
          Pattern.CASE_INSENSITIVE);

  private static final long DRAW_MILLIS = 5_000;

  /**
   * To play: a file, classpath: and a resource, or - for standard input. To record: a file whose
   * name ends in .wav or .flac, a directory, or - for standard output.
   */
  @UriPath
  @Metadata(required = true)
  private String path;

  @UriParam private WavConfiguration configuration;

  private final SharedEngine<Recorder> recorder = new SharedEngine<>();
  private int recordingRoutes;
  private volatile @Nullable RecordingReports reports;
  private @Nullable ExecutorService drawing;
  private Runnable unregisterHealth = () -> {};
  private volatile @Nullable WavConsumer consumer;

  public WavEndpoint(
      String uri, WavComponent component, String path, WavConfiguration configuration) {
    super(uri, component);
    this.configuration = configuration;
    this.path = path;
  }

  /** Refuses options outside their range. */
  void check() {
    if (path.isBlank()) {
      throw OptionValues.refuse("path", path, "name a file, as in wav:take.wav");
    }
    configuration.check(path);
  }

  /** A path without one of our extensions is a directory; one that looks like a file is a slip. */
  private void checkTarget() {
    if (path.equals(STANDARD_STREAM) || RecordingFiles.isOneFile(path)) {
      return;
    }
    Path target = Path.of(path);
    boolean looksLikeAFile = OTHER_FILE.matcher(path).matches() && !Files.isDirectory(target);
    if (looksLikeAFile || Files.isRegularFile(target)) {
      throw OptionValues.refuse(
          "path", path, "a file ends in .wav or .flac; anything else is a directory");
    }
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    WavConsumer made = new WavConsumer(this, processor, SystemClock.INSTANCE);
    configureConsumer(made);
    consumer = made;
    return made;
  }

  @Override
  public PollingConsumer createPollingConsumer() {
    return new WavPollingConsumer(this);
  }

  @Override
  public Producer createProducer() {
    checkTarget();
    return new WavProducer(this);
  }

  /** Starts recording with the first route that uses this endpoint; the others share it. */
  synchronized Recorder acquire() throws Exception {
    Recorder acquired =
        recorder.acquire(getCamelContext(), reportName() + "-writer", this::newRecorder);
    if (recordingRoutes++ == 0) {
      unregisterHealth =
          TroubleHealthCheck.register(getCamelContext(), reportName(), acquired::trouble);
    }
    return acquired;
  }

  private Recorder newRecorder() throws IOException {
    FileLimit splitAt = configuration.splitLimit();
    RecordingFiles files =
        new RecordingFiles(
            path,
            configuration.getExisting(),
            splitAt != null,
            configuration.filePermissions(),
            Disk.REAL);
    files.requireWritable();
    AudioClock clock = SystemClock.INSTANCE;
    FileLimit kept = configuration.keepLimit();
    RecordingStore store =
        new RecordingStore(
            reportName(),
            files,
            splitAt,
            kept == null
                ? null
                : new RetentionPolicy(reportName(), files.directory(), files::isOfName, kept),
            configuration.isReport() ? newReports() : null,
            clock);
    return new Recorder(
        reportName(),
        files,
        store,
        configuration.limits(path),
        configuration.pcmFormat(path),
        clock);
  }

  private RecordingReports newReports() {
    ExecutorService thread =
        getCamelContext()
            .getExecutorServiceManager()
            .newSingleThreadExecutor(this, reportName() + "-reports");
    drawing = thread;
    RecordingReports made =
        new RecordingReports(reportName(), configuration.filePermissions(), thread);
    reports = made;
    return made;
  }

  /** Completes all files with the last route, and waits for their reports, five seconds at most. */
  synchronized void release() {
    if (--recordingRoutes == 0) {
      unregisterHealth.run();
    }
    recorder.release(getCamelContext());
    RecordingReports last = reports;
    if (recordingRoutes == 0 && drawing != null && last != null) {
      getCamelContext().getExecutorServiceManager().shutdownGraceful(drawing, DRAW_MILLIS);
      drawing = null;
      last.sayWhatIsLeft();
    }
  }

  private @Nullable Recorder recorder() {
    return recorder.latest();
  }

  /** A run that ends by itself waits for the reports, too. */
  @Override
  public int openStreams() {
    RecordingReports drawn = reports;
    return getActiveStreams() + (drawn == null ? 0 : drawn.inHand());
  }

  @Override
  public String reportName() {
    return "wav:" + path;
  }

  @Override
  public Map<String, Object> report() {
    Map<String, Object> report = new LinkedHashMap<>();
    if (consumer != null) {
      report.put("playedFrames", getPlayedFrames());
      report.put("playedSeconds", consumer.playedSeconds());
    }
    Recorder recording = recorder();
    if (recording != null) {
      report.putAll(recording.report());
    }
    return report;
  }

  @Override
  public String summary() {
    WavConsumer playing = consumer;
    Recorder recording = recorder();
    return (playing == null ? "" : playing.playedSeconds() + " s played")
        + (playing != null && recording != null ? "; " : "")
        + (recording == null ? "" : recording.summary());
  }

  @ManagedAttribute(description = "Frames of the file that went down the route")
  public long getPlayedFrames() {
    WavConsumer running = consumer;
    return running == null ? 0 : running.playedFrames();
  }

  @ManagedAttribute(description = "Streams being recorded now")
  public int getActiveStreams() {
    Recorder running = recorder();
    return running == null ? 0 : running.openStreams();
  }

  @ManagedAttribute(description = "Frames recorded, silence for gaps included")
  public long getRecordedFrames() {
    Recorder recording = recorder();
    return recording == null ? 0 : recording.totals().frames();
  }

  @ManagedAttribute(description = "Frames of recordings that never came, and are silence")
  public long getMissingFrames() {
    Recorder recording = recorder();
    return recording == null ? 0 : recording.totals().missingFrames();
  }

  @ManagedAttribute(description = "Live streams that ended before they had brought minLength")
  public long getShortStreams() {
    Recorder recording = recorder();
    return recording == null ? 0 : recording.shortStreams();
  }

  @ManagedAttribute(description = "Blocks that could not be written")
  public long getUnwrittenBlocks() {
    Recorder recording = recorder();
    return recording == null ? 0 : recording.unwrittenBlocks();
  }

  public String getPath() {
    return path;
  }

  public void setPath(String path) {
    this.path = path;
  }

  public WavConfiguration getConfiguration() {
    return configuration;
  }

  public void setConfiguration(WavConfiguration configuration) {
    this.configuration = configuration;
  }
}
