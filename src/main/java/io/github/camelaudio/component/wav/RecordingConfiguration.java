package io.github.camelaudio.component.wav;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.component.support.CopiedConfiguration;
import io.github.camelaudio.flow.OptionValues;
import io.github.camelaudio.recorder.Recorder;
import io.github.camelaudio.recorder.store.Existing;
import io.github.camelaudio.recorder.store.FileLimit;
import io.github.camelaudio.recorder.store.RecordingFiles;
import io.github.camelaudio.recorder.store.RecordingKind;
import io.github.camelaudio.recorder.store.RecordingPermissions;
import java.time.Duration;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/** The options of {@code wav:} that concern recording. */
@UriParams
public abstract class RecordingConfiguration extends CopiedConfiguration {

  /**
   * With a directory as path: the file to record a stream to, a Simple expression evaluated at the
   * stream's first block. What it gives stays inside the directory; a name that ends in .flac is
   * written as FLAC, bit for bit, by the system's libFLAC, up to s24 and 8 channels.
   */
  @UriParam(label = "producer", defaultValue = "${date:now:yyyyMMdd-HHmmss}-${body.streamName}.wav")
  private String fileName = "${date:now:yyyyMMdd-HHmmss}-${body.streamName}.wav";

  /**
   * When the file is there already: rename takes the next free name (take-1.wav), override writes
   * over it, unless another program is writing it or it is a symbolic link, fail does not record
   * the stream.
   */
  @UriParam(label = "producer", defaultValue = "RENAME", enums = "RENAME,OVERRIDE,FAIL")
  private Existing existing = Existing.RENAME;

  /**
   * How much is lost at most when the process or the machine crashes, 10ms to 60s: the file is
   * completed, on the disk, twice as often while it is being written.
   */
  @UriParam(label = "producer", defaultValue = "1s")
  private Duration headerInterval = ofSeconds(1);

  /**
   * The longest gap that is filled with silence, 100ms to 1h, and no longer than the time that
   * passed, plus late; a stream whose timestamps jump further goes on in a new file.
   */
  @UriParam(label = "producer", defaultValue = "60s")
  private Duration maxGap = ofSeconds(60);

  /**
   * How late a block may come and still fill its gap, in time of the stream, 0s to 1h. Later ones
   * are left out, counted; a stream that goes on from further back does so in a new file.
   */
  @UriParam(label = "producer", defaultValue = "10s")
  private Duration late = ofSeconds(10);

  /**
   * How much of each stream waits while the disk is busy, 100ms to 60s; then the oldest live blocks
   * are dropped, counted, and others make their route wait.
   */
  @UriParam(label = "producer", defaultValue = "2s")
  private Duration queue = ofSeconds(2);

  /**
   * How much sound a live stream brings before it is given a file, 0s to 10s; it waits in memory
   * until then, and a stream that ends sooner is not recorded, but counted. Blocks that came in the
   * wrong order are sorted meanwhile. With 0s each stream has a file at its first block. Streams
   * that are not live are recorded however short they are, and standard output has each block at
   * once.
   */
  @UriParam(label = "producer", defaultValue = "200ms")
  private Duration minLength = ofMillis(200);

  /**
   * How many files may be open at once, 1 to 10000. For one more, the stream that has been idle
   * longest, for a second or more, is ended, or one that brings sound for less than a quarter of
   * the time; where none is, the new one is not recorded until there is room.
   */
  @UriParam(label = "producer", defaultValue = "128")
  private int maxOpen = 128;

  /**
   * How many streams of one host may have open files at once, 1 to 10000: an IPv4 address, or an
   * IPv6 network (/64). Others of it are not recorded until there is room. It does not hold for
   * what this machine itself sends.
   */
  @UriParam(label = "producer", defaultValue = "64")
  private int maxOpenPerHost = 64;

  /**
   * How many files the streams of one host may begin at once, and then in each hour, 1 to 100000;
   * those that option split begins are not counted. First files of streams of all hosts together
   * are limited to ten times as many. It does not hold for what this machine itself sends.
   */
  @UriParam(label = "producer", defaultValue = "120")
  private int newFilesPerHour = 120;

  /**
   * How long or how large a file becomes before the stream goes on in the next one, such as 10m (s,
   * m, h, d) or 512MB (KB, MB, GB, TB). Then all files have numbers that sort: take-00001.wav.
   */
  @UriParam(label = "producer", defaultValueNote = "one file for each stream")
  private @Nullable String split;

  /**
   * What is kept of the recordings below the directory, or of those of the one name: a number of
   * files, such as 20, those of the latest 7d (s, m, h, d), or an amount of disk space, such as
   * 10GB (KB, MB, GB, TB). The oldest of the source, a host or a device, that uses the most are
   * removed, of recorders' files only, and never one that a Camel Audio recorder is writing.
   */
  @UriParam(label = "producer", defaultValueNote = "all")
  private @Nullable String keep;

  /** A stream without a block for this long has ended, 1s to 1h, even if it never said. */
  @UriParam(label = "producer", defaultValue = "10s")
  private Duration idle = ofSeconds(10);

  /**
   * What to record: encoding/rate/channels, at the rate of the stream. Unless it is set, as
   * received.
   */
  @UriParam(label = "producer", defaultValueNote = "as received")
  private @Nullable String format;

  /**
   * Who may read and write a recording that is made, and its report, as ls shows it: rw-r--r-- for
   * everybody to read. Directories that are made can be entered by everybody who may read. On
   * Windows it changes nothing.
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

  /** Refuses options outside their range, and those that do not go with the path. */
  final void checkRecording(String path) {
    OptionValues.range("headerInterval", headerInterval, ofMillis(10), ofMinutes(1));
    OptionValues.range("maxGap", maxGap, ofMillis(100), ofHours(1));
    OptionValues.rangeOfSeconds("idle", idle, ofSeconds(1), ofHours(1));
    OptionValues.rangeOfSeconds("late", late, Duration.ZERO, ofHours(1));
    OptionValues.range("queue", queue, ofMillis(100), ofMinutes(1));
    OptionValues.range("maxOpen", maxOpen, 1, 10_000);
    OptionValues.range("maxOpenPerHost", maxOpenPerHost, 1, 10_000);
    OptionValues.range("newFilesPerHour", newFilesPerHour, 1, 100_000);
    OptionValues.range("minLength", minLength, Duration.ZERO, ofSeconds(10));
    pcmFormat(path);
    splitLimit();
    keepLimit();
    filePermissions();
    if (path.equals(RecordingFiles.STANDARD_OUTPUT)) {
      refuseForStandardOutput("split", split);
      refuseForStandardOutput("keep", keep);
      refuseForStandardOutput("report", report ? "true" : null);
    }
  }

  private static void refuseForStandardOutput(String option, @Nullable String value) {
    if (value != null) {
      throw OptionValues.refuse(option, value, "standard output has no files");
    }
  }

  /** The format that was set; null to record streams as they come. */
  @Nullable PcmFormat pcmFormat(String path) {
    if (format == null) {
      return null;
    }
    PcmFormat parsed = OptionValues.format("format", format);
    boolean oneName = path.equals(RecordingFiles.STANDARD_OUTPUT) || RecordingFiles.isOneFile(path);
    RecordingKind kind = RecordingKind.ofName(oneName ? path : fileName);
    if (!kind.takes(parsed)) {
      throw OptionValues.refuse("format", format, kind.advice(parsed));
    }
    return parsed;
  }

  @Nullable FileLimit splitLimit() {
    return split == null ? null : FileLimit.ofFile("split", split);
  }

  @Nullable FileLimit keepLimit() {
    return keep == null ? null : FileLimit.ofFiles("keep", keep);
  }

  RecordingPermissions filePermissions() {
    return RecordingPermissions.parse("permissions", permissions);
  }

  /** The recorder's limits; standard output has each block at once. */
  Recorder.Limits limits(String path) {
    boolean standardOutput = path.equals(RecordingFiles.STANDARD_OUTPUT);
    return new Recorder.Limits(
        (int) queue.toMillis(),
        (int) headerInterval.toMillis(),
        (int) maxGap.toMillis(),
        (int) late.toSeconds(),
        (int) idle.toSeconds(),
        maxOpen,
        maxOpenPerHost,
        newFilesPerHour,
        standardOutput ? 0 : (int) minLength.toMillis());
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

  public Duration getHeaderInterval() {
    return headerInterval;
  }

  public void setHeaderInterval(Duration headerInterval) {
    this.headerInterval = headerInterval;
  }

  public Duration getMaxGap() {
    return maxGap;
  }

  public void setMaxGap(Duration maxGap) {
    this.maxGap = maxGap;
  }

  public Duration getLate() {
    return late;
  }

  public void setLate(Duration late) {
    this.late = late;
  }

  public Duration getQueue() {
    return queue;
  }

  public void setQueue(Duration queue) {
    this.queue = queue;
  }

  public Duration getMinLength() {
    return minLength;
  }

  public void setMinLength(Duration minLength) {
    this.minLength = minLength;
  }

  public int getMaxOpen() {
    return maxOpen;
  }

  public void setMaxOpen(int maxOpen) {
    this.maxOpen = maxOpen;
  }

  public int getMaxOpenPerHost() {
    return maxOpenPerHost;
  }

  public void setMaxOpenPerHost(int maxOpenPerHost) {
    this.maxOpenPerHost = maxOpenPerHost;
  }

  public int getNewFilesPerHour() {
    return newFilesPerHour;
  }

  public void setNewFilesPerHour(int newFilesPerHour) {
    this.newFilesPerHour = newFilesPerHour;
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

  public Duration getIdle() {
    return idle;
  }

  public void setIdle(Duration idle) {
    this.idle = idle;
  }

  public @Nullable String getFormat() {
    return format;
  }

  public void setFormat(@Nullable String format) {
    this.format = format;
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
}
