package io.github.camelaudio.recorder;

import static java.util.Objects.requireNonNull;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.file.wav.WavFiles;
import io.github.camelaudio.flow.HeldMemory;
import io.github.camelaudio.flow.Receipt;
import io.github.camelaudio.limits.SenderHost;
import io.github.camelaudio.meters.MeterRegistry;
import io.github.camelaudio.meters.Registries;
import io.github.camelaudio.recorder.store.Existing;
import io.github.camelaudio.recorder.store.FileLimit;
import io.github.camelaudio.recorder.store.RecordingFiles;
import io.github.camelaudio.recorder.store.RecordingPermissions;
import io.github.camelaudio.recorder.store.RecordingReports;
import io.github.camelaudio.recorder.store.RecordingStore;
import io.github.camelaudio.recorder.store.RetentionPolicy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A recorder whose loop is turned by hand, on the test's thread, with a clock that stands still.
 * Its streams are of 1000 frames a second, so that a frame is a millisecond.
 */
public final class TestRecorder {

  static final PcmFormat S16 = new PcmFormat(1_000, 1, Encoding.S16);
  static final String NAME = "wav:test";
  public static final RecordingPermissions PERMISSIONS =
      RecordingPermissions.parse("permissions", RecordingPermissions.OWNER_ONLY);
  private static final long TURN_MILLIS = 1_000;

  final FakeClock clock = new FakeClock();
  final FakeDisk disk = new FakeDisk();
  private final Path directory;
  private Existing existing = Existing.RENAME;
  private @Nullable FileLimit split;
  private @Nullable FileLimit keep;
  private @Nullable RecordingReports reports;
  private int lateSeconds = 2;
  private int maxOpen = 64;
  private int queueMillis = 2_000;
  private int maxOpenPerHost = 64;
  private int newFilesPerHour = 120;
  private int minMillis;
  private @Nullable Recorder recorder;

  TestRecorder(Path directory) {
    this.directory = directory;
  }

  TestRecorder split(String text) {
    split = FileLimit.ofFile("split", text);
    return this;
  }

  TestRecorder keep(String text) {
    keep = FileLimit.ofFiles("keep", text);
    return this;
  }

  /** With report=true, which is drawn when the test says so. */
  TestRecorder reports(Executor drawing) {
    reports = new RecordingReports(NAME, PERMISSIONS, drawing);
    return this;
  }

  TestRecorder lateSeconds(int seconds) {
    lateSeconds = seconds;
    return this;
  }

  TestRecorder maxOpen(int files) {
    maxOpen = files;
    return this;
  }

  /** Unless set, each stream has a file at once. */
  TestRecorder minMillis(int millis) {
    minMillis = millis;
    return this;
  }

  TestRecorder perHost(int open, int newPerHour) {
    maxOpenPerHost = open;
    newFilesPerHour = newPerHour;
    return this;
  }

  TestRecorder queueMillis(int millis) {
    queueMillis = millis;
    return this;
  }

  TestRecorder existing(Existing how) {
    existing = how;
    return this;
  }

  /** The recorder, made at the first call. */
  Recorder recorder() {
    Recorder made = recorder;
    if (made == null) {
      RecordingFiles files =
          new RecordingFiles(directory.toString(), existing, split != null, PERMISSIONS, disk);
      RetentionPolicy kept =
          keep == null ? null : new RetentionPolicy(NAME, directory, files::isOfName, keep);
      made =
          new Recorder(
              NAME,
              files,
              new RecordingStore(NAME, files, split, kept, reports, clock),
              new Recorder.Limits(
                  queueMillis,
                  1_000,
                  2_000,
                  lateSeconds,
                  10,
                  maxOpen,
                  maxOpenPerHost,
                  newFilesPerHour,
                  minMillis),
              null,
              HeldMemory.unlimited(),
              clock);
      recorder = made;
    }
    return made;
  }

  /** What a run's summary says of it. */
  String summary() {
    MeterRegistry meters = Registries.silent();
    meters.add(RecorderMeters.TABLE, NAME, recorder());
    return RecorderMeters.summary(
        requireNonNull(meters.find(RecorderMeters.TABLE, NAME)), minMillis);
  }

  /** Takes a block all the way to the disk, into a file named as its stream. */
  void record(AudioBlock block) throws InterruptedException {
    queue(block);
    recorder().runOnce(0);
  }

  /** Takes a block as far as the queue. */
  void queue(AudioBlock block) throws InterruptedException {
    recorder().record(block, named(block.streamId() + ".wav"));
  }

  /** As one that its source brings again until its receipt is released. */
  void queue(AudioBlock block, Receipt receipt) throws InterruptedException {
    recorder().record(block, named(block.streamId() + ".wav"), true, receipt);
  }

  /** So much later, with as many turns as the recorder takes in that time. */
  void after(long millis) throws InterruptedException {
    for (long left = millis; left > 0; left -= TURN_MILLIS) {
      clock.advanceMillis(Math.min(left, TURN_MILLIS));
      recorder().runOnce(0);
    }
  }

  /** So much later, in which the whole process stood still. */
  void afterStandingStill(long millis) throws InterruptedException {
    clock.advanceMillis(millis);
    recorder().runOnce(0);
  }

  void stop() {
    recorder().stop();
    recorder().run();
  }

  static StreamDescription named(String fileName) {
    return named(fileName, " from a test");
  }

  static StreamDescription named(String fileName, String source) {
    return named(fileName, source, null);
  }

  static StreamDescription named(String fileName, String source, @Nullable SenderHost sender) {
    return new StreamDescription() {
      @Override
      public String fileName() {
        return fileName;
      }

      @Override
      public String source() {
        return source;
      }

      @Override
      public @Nullable SenderHost sender() {
        return sender;
      }
    };
  }

  static AudioBlock block(long streamId, int timestamp, byte[] pcm) {
    return AudioBlock.builder(S16).streamId(streamId).timestamp(timestamp).pcm(pcm);
  }

  static AudioBlock end(long streamId, int timestamp) {
    return AudioBlock.builder(S16).streamId(streamId).timestamp(timestamp).last(true).empty();
  }

  /** So many frames. */
  static byte[] noise(int frames) {
    return WavFiles.noise(2 * frames, frames);
  }

  byte[] read(String file) throws IOException {
    return WavFiles.readAll(directory.resolve(file));
  }

  /** The samples of all files there are, in the order of their names. */
  byte[] readAll() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (String name : names()) {
      all.writeBytes(read(name));
    }
    return all.toByteArray();
  }

  List<String> names() throws IOException {
    try (Stream<Path> list = Files.list(directory)) {
      return list.map(path -> String.valueOf(path.getFileName())).sorted().toList();
    }
  }
}
