package io.github.camelaudio.component.wav;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.SystemClock;
import io.github.camelaudio.component.support.ContextMemory;
import io.github.camelaudio.component.support.ContextMeters;
import io.github.camelaudio.component.support.SharedEngine;
import io.github.camelaudio.component.support.ThreadEnd;
import io.github.camelaudio.component.support.TroubleHealthCheck;
import io.github.camelaudio.file.stream.FileSource;
import io.github.camelaudio.flow.OptionValues;
import io.github.camelaudio.flow.StatusReport;
import io.github.camelaudio.flow.StreamSink;
import io.github.camelaudio.meters.MeterRegistry;
import io.github.camelaudio.meters.Meters;
import io.github.camelaudio.recorder.Recorder;
import io.github.camelaudio.recorder.RecorderMeters;
import io.github.camelaudio.recorder.store.Disk;
import io.github.camelaudio.recorder.store.FileLimit;
import io.github.camelaudio.recorder.store.LeftOpen;
import io.github.camelaudio.recorder.store.RecordingFiles;
import io.github.camelaudio.recorder.store.RecordingReports;
import io.github.camelaudio.recorder.store.RecordingStore;
import io.github.camelaudio.recorder.store.RetentionPolicy;
import io.github.camelaudio.report.RecordingReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.regex.Pattern;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.PollingConsumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;

/** Plays a WAV file as a stream of blocks, or records each stream that reaches it to a WAV file. */
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

  private final SharedEngine<Recorder> recorder = new SharedEngine<>(RecorderMeters.TABLE);
  private int recordingRoutes;
  private volatile @Nullable RecordingReports reports;
  private @Nullable ExecutorService drawing;
  private Runnable unregisterHealth = () -> {};

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
    return made;
  }

  /** What a route that begins here plays. */
  FileSource source() {
    return new FileSource(
        path,
        getEndpointUri().replaceFirst("^wav:(//)?", "").replaceFirst("\\?.*", ""),
        getCamelContext().getClassResolver()::loadResourceAsStream,
        RecordingFiles::requireNotWritten);
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
        recorder.acquire(getCamelContext(), reportName(), "-writer", this::newRecorder);
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
    LeftOpen leftOpen = ((WavComponent) getComponent()).completeLeftOpen(reportName(), files);
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
    store.earlier().after(leftOpen);
    return new Recorder(
        reportName(),
        files,
        store,
        configuration.limits(path),
        configuration.pcmFormat(path),
        ContextMemory.of(getCamelContext()),
        clock);
  }

  private RecordingReports newReports() {
    RecordingReport.requireCharts();
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
      ThreadEnd.await(getCamelContext(), drawing, DRAW_MILLIS);
      drawing = null;
      last.sayWhatIsLeft();
    }
  }

  /** A run that ends by itself waits for the reports, too. */
  @Override
  public int openStreams() {
    RecordingReports drawn = reports;
    Recorder running = recorder.latest();
    return (running == null ? 0 : running.openStreams()) + (drawn == null ? 0 : drawn.inHand());
  }

  /** What writes; after its end, too; null before a route recorded here. Any thread. */
  public @Nullable Recorder recorder() {
    return recorder.latest();
  }

  @Override
  public String reportName() {
    return "wav:" + path;
  }

  @Override
  public String summary() {
    MeterRegistry meters = ContextMeters.of(getCamelContext());
    Meters<?> played = meters.find(WavConsumer.METERS, reportName());
    Meters<Recorder> recorded = meters.find(RecorderMeters.TABLE, reportName());
    return (played == null
            ? ""
            : String.format(Locale.ROOT, "%.3f s played", played.value("playedSeconds")))
        + (played != null && recorded != null ? "; " : "")
        + (recorded == null
            ? ""
            : RecorderMeters.summary(recorded, (int) configuration.getMinLength().toMillis()));
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
