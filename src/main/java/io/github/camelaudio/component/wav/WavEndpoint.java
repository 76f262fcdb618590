package io.github.camelaudio.component.wav;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.audio.SystemClock;
import io.github.camelaudio.component.support.SharedEngine;
import io.github.camelaudio.component.support.StatusReport;
import io.github.camelaudio.component.support.StreamSink;
import io.github.camelaudio.component.support.TroubleHealthCheck;
import io.github.camelaudio.flow.OptionValues;
import io.github.camelaudio.recorder.Disk;
import io.github.camelaudio.recorder.Existing;
import io.github.camelaudio.recorder.FileLimit;
import io.github.camelaudio.recorder.Recorder;
import io.github.camelaudio.recorder.RecordingFiles;
import io.github.camelaudio.recorder.RecordingKind;
import io.github.camelaudio.recorder.RecordingPermissions;
import io.github.camelaudio.recorder.RecordingReports;
import io.github.camelaudio.recorder.RecordingStore;
import io.github.camelaudio.recorder.RetentionPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.regex.Pattern;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
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

  /**
   * How much sound one block holds, in milliseconds, 1 to 100. Unless set, 10 when the file is
   * paced, as nobody waits for it long; 100 when it is not, as fewer blocks are faster.
   */
  @UriParam(label = "consumer")
  private @Nullable Integer blockMillis;

  /**
   * Whether the file is played at its own pace, like a live source; otherwise as fast as the route
   * takes it, and nothing of it is ever dropped.
   */
  @UriParam(label = "consumer", defaultValue = "true")
  private boolean paced = true;

  /** Whether the file begins again at its end, in one endless stream. */
  @UriParam(label = "consumer")
  private boolean loop;

  /**
   * What follows when the file has been played: stop ends this route; exit ends the whole run,
   * gracefully, after all that was sent has gone out.
   */
  @UriParam(label = "consumer", defaultValue = "STOP", enums = "STOP,EXIT")
  private OnEnd onEnd = OnEnd.STOP;

  /**
   * With a directory as path: the file to record a stream to, a Simple expression evaluated at the
   * stream's first block. What it gives stays inside the directory; a name that ends in .flac is
   * written as FLAC, bit for bit, by the system's libFLAC, up to s24 and 8 channels.
   */
  @UriParam(label = "producer", defaultValue = "${date:now:yyyyMMdd-HHmmss}-${body.streamName}.wav")
  private String fileName = "${date:now:yyyyMMdd-HHmmss}-${body.streamName}.wav";

  /**
   * When the file is there already: rename takes the next free name (take-1.wav), override writes
   * over it, unless somebody else is writing it or it is a symbolic link, fail does not record the
   * stream.
   */
  @UriParam(label = "producer", defaultValue = "RENAME", enums = "RENAME,OVERRIDE,FAIL")
  private Existing existing = Existing.RENAME;

  /**
   * At most so much is lost when the process or the machine dies, in milliseconds, 10 to 60000: the
   * file is completed, on the disk, twice as often while it is being written.
   */
  @UriParam(label = "producer", defaultValue = "1000")
  private int headerMillis = 1_000;

  /**
   * The longest gap that is filled with silence, in milliseconds, 100 to 3600000, and no longer
   * than the time that passed, plus lateSeconds; a stream whose timestamps jump further goes on in
   * a new file.
   */
  @UriParam(label = "producer", defaultValue = "60000")
  private int maxGapMillis = 60_000;

  /**
   * How late a block may come and still fill its gap, in seconds of the stream, 0 to 3600. Later
   * ones are left out, counted; a stream that goes on from further back does so in a new file.
   */
  @UriParam(label = "producer", defaultValue = "10")
  private int lateSeconds = 10;

  /**
   * How much of each stream waits while the disk is busy, in milliseconds, 100 to 60000; then the
   * oldest live blocks are dropped, counted, and others make their route wait.
   */
  @UriParam(label = "producer", defaultValue = "2000")
  private int queueMillis = 2_000;

  /**
   * How much sound a live stream brings before it is given a file, in milliseconds, 0 to 10000; it
   * waits in memory until then, and a stream that ends sooner is not recorded, but counted. Blocks
   * that came in the wrong order are put right meanwhile. With 0 each stream has a file at its
   * first block. Streams that are not live are recorded however short they are, and standard output
   * has each block at once.
   */
  @UriParam(label = "producer", defaultValue = "200")
  private int minMillis = 200;

  /**
   * How many files may be open at once, 1 to 10000. For one more, the stream that has been idle
   * longest, for a second or more, is ended, or one that brings sound for less than a quarter of
   * the time; where none is, the new one is not recorded until there is room.
   */
  @UriParam(label = "producer", defaultValue = "128")
  private int maxOpen = 128;

  /**
   * How long or how large a file becomes before the stream goes on in the next one, such as 10m (s,
   * m, h, d) or 512MB (KB, MB, GB, TB). Then all files have numbers that sort: take-00001.wav.
   */
  @UriParam(label = "producer", defaultValueNote = "one file for each stream")
  private @Nullable String split;

  /**
   * What stays of the recordings below the directory, or of those of the one name: so many files,
   * such as 20, those of the latest 7d (s, m, h, d), or so much of them, such as 10GB (KB, MB, GB,
   * TB) of the disk. The oldest of the source, a host or a device, that takes the most are removed,
   * of recorders' files only, and never one that is being written, by whatever program of ours.
   */
  @UriParam(label = "producer", defaultValueNote = "all")
  private @Nullable String keep;

  /** After so many seconds without a block a stream has ended, 1 to 3600, even if it never said. */
  @UriParam(label = "producer", defaultValue = "10")
  private int idleSeconds = 10;

  /**
   * What to record: encoding/rate/channels, at the rate of the stream. Unless it is set, as
   * received.
   */
  @UriParam(label = "producer", defaultValueNote = "as received")
  private @Nullable String format;

  /**
   * Who may read and write a recording that is made, and its report, as ls shows it: rw-r--r-- for
   * everybody to read. Directories that are made can be entered by whoever may read. On Windows it
   * changes nothing.
   */
  @UriParam(label = "producer", defaultValue = "rw-------")
  private String permissions = RecordingPermissions.OWNER_ONLY;

  /**
   * Whether a picture and a summary of each recording are written beside it when it is complete:
   * take.wav.png shows its waveform, with what is missing marked, its level and its loudness;
   * take.wav.json says length, loudness (BS.1770), true peak, and the gaps.
   */
  @UriParam(label = "producer")
  private boolean report;

  private final SharedEngine<Recorder> recorder = new SharedEngine<>();
  private int recordingRoutes;
  private volatile @Nullable RecordingReports reports;
  private @Nullable ExecutorService drawing;
  private Runnable unregisterHealth = () -> {};
  private volatile @Nullable WavConsumer consumer;

  public WavEndpoint(String uri, WavComponent component, String path) {
    super(uri, component);
    this.path = path;
  }

  /** Refuses options outside their range. */
  void check() {
    if (path.isBlank()) {
      throw OptionValues.refuse("path", path, "name a file, as in wav:take.wav");
    }
    if (loop && path.equals(STANDARD_STREAM)) {
      throw OptionValues.refuse("loop", "true", "standard input cannot be played twice");
    }
    OptionValues.range("blockMillis", effectiveBlockMillis(), 1, 100);
    OptionValues.range("headerMillis", headerMillis, 10, 60_000);
    OptionValues.range("maxGapMillis", maxGapMillis, 100, 3_600_000);
    OptionValues.range("idleSeconds", idleSeconds, 1, 3_600);
    OptionValues.range("lateSeconds", lateSeconds, 0, 3_600);
    OptionValues.range("queueMillis", queueMillis, 100, 60_000);
    OptionValues.range("maxOpen", maxOpen, 1, 10_000);
    OptionValues.range("minMillis", minMillis, 0, 10_000);
    configuredFormat();
    configuredSplit();
    configuredKeep();
    configuredPermissions();
    if (path.equals(STANDARD_STREAM)) {
      refuseForStandardOutput("split", split);
      refuseForStandardOutput("keep", keep);
      refuseForStandardOutput("report", report ? "true" : null);
    }
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

  private static void refuseForStandardOutput(String option, @Nullable String value) {
    if (value != null) {
      throw OptionValues.refuse(option, value, "standard output has no files");
    }
  }

  private @Nullable PcmFormat configuredFormat() {
    if (format == null) {
      return null;
    }
    PcmFormat parsed = OptionValues.format("format", format);
    boolean oneName = path.equals(STANDARD_STREAM) || RecordingFiles.isOneFile(path);
    RecordingKind kind = RecordingKind.ofName(oneName ? path : fileName);
    if (!kind.takes(parsed)) {
      throw OptionValues.refuse("format", format, kind.advice(parsed));
    }
    return parsed;
  }

  private @Nullable FileLimit configuredSplit() {
    return split == null ? null : FileLimit.ofFile("split", split);
  }

  private @Nullable FileLimit configuredKeep() {
    return keep == null ? null : FileLimit.ofFiles("keep", keep);
  }

  private RecordingPermissions configuredPermissions() {
    return RecordingPermissions.parse("permissions", permissions);
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    WavConsumer made = new WavConsumer(this, processor, SystemClock.INSTANCE);
    configureConsumer(made);
    consumer = made;
    return made;
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

  private Recorder newRecorder() {
    FileLimit splitAt = configuredSplit();
    RecordingFiles files =
        new RecordingFiles(path, existing, splitAt != null, configuredPermissions(), Disk.REAL);
    AudioClock clock = SystemClock.INSTANCE;
    FileLimit kept = configuredKeep();
    RecordingStore store =
        new RecordingStore(
            reportName(),
            files,
            splitAt,
            kept == null
                ? null
                : new RetentionPolicy(reportName(), files.directory(), files::isOfName, kept),
            report ? newReports() : null,
            clock);
    return new Recorder(
        reportName(),
        files,
        store,
        new Recorder.Limits(
            queueMillis,
            headerMillis,
            maxGapMillis,
            lateSeconds,
            idleSeconds,
            maxOpen,
            leastMillis()),
        configuredFormat(),
        clock);
  }

  /** 0 for standard output, which goes out as it comes. */
  private int leastMillis() {
    return path.equals(STANDARD_STREAM) ? 0 : minMillis;
  }

  private RecordingReports newReports() {
    ExecutorService thread =
        getCamelContext()
            .getExecutorServiceManager()
            .newSingleThreadExecutor(this, reportName() + "-reports");
    drawing = thread;
    RecordingReports made = new RecordingReports(reportName(), configuredPermissions(), thread);
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

  @ManagedAttribute(description = "Live streams that ended before they had brought minMillis")
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

  int effectiveBlockMillis() {
    Integer set = blockMillis;
    return set == null ? (paced ? 10 : 100) : set;
  }

  public @Nullable Integer getBlockMillis() {
    return blockMillis;
  }

  public void setBlockMillis(@Nullable Integer blockMillis) {
    this.blockMillis = blockMillis;
  }

  public boolean isPaced() {
    return paced;
  }

  public void setPaced(boolean paced) {
    this.paced = paced;
  }

  public boolean isLoop() {
    return loop;
  }

  public void setLoop(boolean loop) {
    this.loop = loop;
  }

  public OnEnd getOnEnd() {
    return onEnd;
  }

  public void setOnEnd(OnEnd onEnd) {
    this.onEnd = onEnd;
  }

  public String getFileName() {
    return fileName;
  }

  public void setFileName(String fileName) {
    this.fileName = fileName;
  }

  public Existing getExisting() {
    return existing;
  }

  public void setExisting(Existing existing) {
    this.existing = existing;
  }

  public int getHeaderMillis() {
    return headerMillis;
  }

  public void setHeaderMillis(int headerMillis) {
    this.headerMillis = headerMillis;
  }

  public int getMaxGapMillis() {
    return maxGapMillis;
  }

  public void setMaxGapMillis(int maxGapMillis) {
    this.maxGapMillis = maxGapMillis;
  }

  public int getIdleSeconds() {
    return idleSeconds;
  }

  public void setIdleSeconds(int idleSeconds) {
    this.idleSeconds = idleSeconds;
  }

  public int getLateSeconds() {
    return lateSeconds;
  }

  public void setLateSeconds(int lateSeconds) {
    this.lateSeconds = lateSeconds;
  }

  public int getQueueMillis() {
    return queueMillis;
  }

  public void setQueueMillis(int queueMillis) {
    this.queueMillis = queueMillis;
  }

  public int getMaxOpen() {
    return maxOpen;
  }

  public void setMaxOpen(int maxOpen) {
    this.maxOpen = maxOpen;
  }

  public int getMinMillis() {
    return minMillis;
  }

  public void setMinMillis(int minMillis) {
    this.minMillis = minMillis;
  }

  public @Nullable String getSplit() {
    return split;
  }

  public void setSplit(@Nullable String split) {
    this.split = split;
  }

  public @Nullable String getKeep() {
    return keep;
  }

  public void setKeep(@Nullable String keep) {
    this.keep = keep;
  }

  public String getPermissions() {
    return permissions;
  }

  public void setPermissions(String permissions) {
    this.permissions = permissions;
  }

  public boolean isReport() {
    return report;
  }

  public void setReport(boolean report) {
    this.report = report;
  }

  public @Nullable String getFormat() {
    return format;
  }

  public void setFormat(@Nullable String format) {
    this.format = format;
  }
}
