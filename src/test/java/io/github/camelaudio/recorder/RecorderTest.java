package io.github.camelaudio.recorder;

import static io.github.camelaudio.recorder.TestRecorder.block;
import static io.github.camelaudio.recorder.TestRecorder.end;
import static io.github.camelaudio.recorder.TestRecorder.named;
import static io.github.camelaudio.recorder.TestRecorder.noise;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.file.wav.WavFiles;
import io.github.camelaudio.file.wav.WavReader;
import io.github.camelaudio.flow.HeldMemory;
import io.github.camelaudio.flow.LogLines;
import io.github.camelaudio.limits.SenderHost;
import io.github.camelaudio.recorder.store.Disk;
import io.github.camelaudio.recorder.store.Existing;
import io.github.camelaudio.recorder.store.Recording;
import io.github.camelaudio.recorder.store.RecordingFiles;
import io.github.camelaudio.recorder.store.RecordingStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The recorder's loop is turned by hand, on the test's thread, with a clock that stands still. */
class RecorderTest {

  private static final PcmFormat S16 = new PcmFormat(1_000, 1, Encoding.S16);
  private static final String NAME = "wav:test";
  private static final int HEADER_MILLIS = 1_000;
  private static final int MAX_GAP_MILLIS = 2_000;
  private static final int IDLE_SECONDS = 10;

  @TempDir private Path directory = Path.of("");
  private final FakeClock clock = new FakeClock();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void run_ofBlocksShuffledRepeatedAndDelayed_writesTheSameFileAsInOrder(long seed)
      throws Exception {
    Random random = new Random(seed);
    byte[] pcm = WavFiles.noise(2 * 20_000, seed);
    List<Slot> network = new ArrayList<>();
    int at = 0;
    for (int i = 0; at < 20_000; i++) {
      int frames = Math.min(20_000 - at, 1 + random.nextInt(100));
      AudioBlock block = block(1, at, Arrays.copyOfRange(pcm, 2 * at, 2 * (at + frames)));
      int delay = random.nextInt(100) < 3 ? 15 : random.nextInt(4);
      network.add(new Slot(i == 0 ? -1 : i + delay, block));
      if (random.nextInt(100) < 10) {
        network.add(new Slot(i + random.nextInt(15), block));
      }
      at += frames;
    }
    network.sort(Comparator.comparingInt(Slot::time));
    Recorder recorder = recorder(Existing.RENAME, null);
    for (Slot slot : network) {
      recorder.record(slot.block, named("take.wav"));
      recorder.runOnce(0);
    }
    stop(recorder);
    assertArrayEquals(pcm, WavFiles.readAll(directory.resolve("take.wav")), "seed " + seed);
    Recording.Totals totals = recorder.totals();
    assertEquals(20_000, totals.frames());
    assertEquals(0, totals.missingFrames(), "seed " + seed);
  }

  private record Slot(int time, AudioBlock block) {}

  @ParameterizedTest
  @CsvSource({"u8, -128", "s16, 0", "s24, 0", "s32, 0", "f32, 0"})
  void run_ofBlocksThatNeverCame_leavesSilenceAtTheirPlace(String encoding, byte silence)
      throws Exception {
    PcmFormat format = new PcmFormat(1_000, 2, Encoding.parse(encoding));
    int bytes = format.bytesPerFrame();
    byte[] pcm = WavFiles.noise(30 * bytes, 5);
    Recorder recorder = recorder(Existing.RENAME, null);
    record(recorder, of(format, 1, 0, Arrays.copyOf(pcm, 10 * bytes)));
    record(recorder, of(format, 1, 20, Arrays.copyOfRange(pcm, 20 * bytes, 30 * bytes)));
    stop(recorder);
    Arrays.fill(pcm, 10 * bytes, 20 * bytes, silence);
    assertArrayEquals(pcm, read("1.wav"));
    assertEquals(new Recording.Totals(30, 10, 0, 0, 0), recorder.totals());
  }

  @Test
  void run_ofLateAndRepeatedBlocks_countsThem() throws Exception {
    Recorder recorder = recorder(Existing.RENAME, null);
    record(recorder, block(1, 0, noise(10)));
    record(recorder, block(1, 30, noise(10)));
    record(recorder, block(1, 10, noise(10)));
    record(recorder, block(1, 5, noise(10)));
    stop(recorder);
    assertEquals(new Recording.Totals(40, 10, 10, 10, 0), recorder.totals());
  }

  @Test
  void run_ofAnEndBeyondTheLastFrame_extendsTheFileWithSilence() throws Exception {
    byte[] pcm = noise(10);
    Recorder recorder = recorder(Existing.RENAME, null);
    record(recorder, block(1, 0, pcm));
    record(recorder, end(1, 25));
    assertEquals(0, recorder.openStreams());
    assertArrayEquals(Arrays.copyOf(pcm, 50), read("1.wav"));
    assertEquals(new Recording.Totals(25, 15, 0, 0, 0), recorder.totals());
    stop(recorder);
  }

  @Test
  void run_ofTimestampsThatWrap_goesOn() throws Exception {
    Recorder recorder = recorder(Existing.RENAME, null);
    byte[] pcm = noise(20);
    record(recorder, block(1, -10, Arrays.copyOf(pcm, 20)));
    record(recorder, block(1, 0, Arrays.copyOfRange(pcm, 20, 40)));
    stop(recorder);
    assertArrayEquals(pcm, read("1.wav"));
  }

  @ParameterizedTest
  @ValueSource(ints = {MAX_GAP_MILLIS + 11, -MAX_GAP_MILLIS, 1_000_000_000, -1_000_000_000})
  void run_ofAJumpBeyondTheLongestGap_goesOnInANewFile(int jump) throws Exception {
    for (Existing existing : Existing.values()) {
      String name = existing + ".wav";
      Recorder recorder = recorder(existing, null);
      recorder.record(block(1, 0, noise(10)), named(name));
      recorder.record(block(1, jump, noise(5)), named(name));
      stop(recorder);
      assertArrayEquals(noise(10), read(name));
      assertArrayEquals(noise(5), read(existing + "-1.wav"));
      assertEquals(new Recording.Totals(15, 0, 0, 0, 0), recorder.totals());
    }
  }

  @Test
  void run_ofTheLongestGap_staysInOneFile() throws Exception {
    Recorder recorder = recorder(Existing.RENAME, null);
    record(recorder, block(1, 0, noise(10)));
    record(recorder, block(1, 10 + MAX_GAP_MILLIS, noise(10)));
    stop(recorder);
    assertEquals(List.of("1.wav"), names());
    assertEquals(2 * (20 + MAX_GAP_MILLIS), read("1.wav").length);
  }

  @Test
  void run_ofANewFormat_goesOnInANewFile() throws Exception {
    PcmFormat stereo = new PcmFormat(1_000, 2, Encoding.S16);
    Recorder recorder = recorder(Existing.RENAME, null);
    record(recorder, block(1, 0, noise(10)));
    record(recorder, of(stereo, 1, 10, noise(20)));
    stop(recorder);
    assertArrayEquals(noise(10), read("1.wav"));
    try (WavReader reader = WavReader.open(directory.resolve("1-1.wav"))) {
      assertEquals(stereo, reader.format());
      assertArrayEquals(noise(20), WavFiles.readAll(reader));
    }
  }

  @Test
  void run_withAFormat_convertsTheStream_andRefusesOneOfAnotherRate() throws Exception {
    Recorder recorder = recorder(Existing.RENAME, new PcmFormat(1_000, 2, Encoding.S16));
    PcmFormat other = new PcmFormat(2_000, 1, Encoding.S16);
    try (LogLines log = new LogLines(NAME + ": stream")) {
      record(recorder, block(1, 0, new byte[] {1, 2, 3, 4}));
      record(recorder, of(other, 2, 0, noise(10)));
      record(recorder, of(other, 2, 10, noise(10)));
      stop(recorder);
      assertEquals(
          List.of(
              "ERROR wav:test: stream 00000002 is not recorded any more: cannot turn s16/2000/1"
                  + " into s16/1000/2: the sample rates differ"),
          log.all());
    }
    assertArrayEquals(new byte[] {1, 2, 1, 2, 3, 4, 3, 4}, read("1.wav"));
    assertEquals(List.of("1.wav"), names());
    assertEquals(2, recorder.unwrittenBlocks());
  }

  @Test
  void run_ofTwoStreams_writesTwoFiles() throws Exception {
    Recorder recorder = recorder(Existing.OVERRIDE, null);
    recorder.record(block(1, 0, noise(10)), named("same.wav"));
    recorder.record(block(2, 500, noise(7)), named("same.wav"));
    recorder.record(block(1, 10, noise(10)), named("same.wav"));
    recorder.runOnce(0);
    recorder.runOnce(0);
    assertEquals(2, recorder.openStreams());
    stop(recorder);
    assertArrayEquals(WavFiles.concat(noise(10), noise(10)), read("same.wav"));
    assertArrayEquals(noise(7), read("same-1.wav"));
    assertEquals(0, recorder.openStreams());
  }

  @ParameterizedTest
  @CsvSource({"RENAME, '1-1.wav 1.wav'", "OVERRIDE, 1.wav", "FAIL, 1.wav"})
  void run_ofAFileThatIsThere_doesAsTheOptionSays(Existing existing, String expected)
      throws Exception {
    Files.writeString(directory.resolve("1.wav"), "old");
    Recorder recorder = recorder(existing, null);
    try (LogLines log = new LogLines(NAME + ": stream")) {
      record(recorder, block(1, 0, noise(10)));
      record(recorder, block(1, 10, noise(10)));
      stop(recorder);
      assertEquals(existing == Existing.FAIL ? 1 : 0, log.all().size());
    }
    assertEquals(List.of(expected.split(" ")), names());
    boolean kept = existing != Existing.OVERRIDE;
    assertEquals(kept, Files.size(directory.resolve("1.wav")) == 3);
    assertEquals(existing == Existing.FAIL ? 2 : 0, recorder.unwrittenBlocks());
  }

  @ParameterizedTest
  @CsvSource({
    "../out.wav, __/out.wav",
    "/out.wav, out.wav",
    "'', 00000001.wav",
  })
  void run_ofANameThatLeadsOut_recordsInside(String fileName, String inside) throws Exception {
    Recorder recorder = recorder(Existing.RENAME, null);
    recorder.record(block(1, 0, noise(10)), named(fileName));
    stop(recorder);
    assertArrayEquals(noise(10), read(inside));
    assertEquals(0, recorder.unwrittenBlocks());
  }

  @Test
  void run_whereNothingCanBeWritten_isOneError() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "");
    Recorder recorder = recorder(file.resolve("sub"), Existing.RENAME, null);
    try (LogLines log = new LogLines(NAME + ": cannot")) {
      for (int i = 0; i < 10; i++) {
        record(recorder, block(1, 10 * i, noise(10)));
      }
      assertEquals(1, log.all().size(), () -> String.join("\n", log.all()));
    }
    stop(recorder);
    assertEquals(10, recorder.unwrittenBlocks());
  }

  @Test
  void run_whereAnExpressionFails_isOneError_andTheFileIsNamedAsTheStream() throws Exception {
    Recorder recorder = recorder(Existing.RENAME, null);
    try (LogLines log = new LogLines(NAME + ": fileName")) {
      for (int i = 1; i <= 3; i++) {
        recorder.record(
            block(i, 0, noise(10)),
            new StreamDescription() {
              @Override
              public String fileName() {
                throw new IllegalStateException("no such bean");
              }

              @Override
              public String source() {
                return "";
              }

              @Override
              public @Nullable SenderHost sender() {
                return null;
              }
            });
      }
      assertEquals(
          List.of("ERROR wav:test: fileName cannot be evaluated: no such bean"), log.all());
    }
    stop(recorder);
    assertEquals(List.of("00000001.wav", "00000002.wav", "00000003.wav"), names());
  }

  @Test
  void run_ofAStreamThatFellSilent_completesItsFile() throws Exception {
    Recorder recorder = recorder(Existing.RENAME, null);
    record(recorder, block(1, 0, noise(10)));
    for (int i = 0; i < IDLE_SECONDS; i++) {
      clock.advanceMillis(1_000);
      recorder.runOnce(0);
    }
    assertEquals(1, recorder.openStreams());
    clock.advanceNanos(1);
    recorder.runOnce(0);
    assertEquals(0, recorder.openStreams());
    assertArrayEquals(noise(10), read("1.wav"));
    stop(recorder);
  }

  @Test
  void run_refreshesHeadersWhileAStreamGoesOn() throws Exception {
    Recorder recorder = recorder(Existing.RENAME, null);
    Path file = directory.resolve("1.wav");
    Path copy = directory.resolve("copy.wav");
    record(recorder, block(1, 0, noise(10)));
    assertEquals(0, framesOf(file));
    clock.advanceMillis(HEADER_MILLIS / 2 - 1);
    recorder.runOnce(0);
    assertEquals(0, framesOf(file));
    clock.advanceMillis(1);
    recorder.runOnce(0);
    Files.copy(file, copy);
    assertArrayEquals(noise(10), WavFiles.readAll(copy));
    record(recorder, block(1, 10, noise(10)));
    assertEquals(10, framesOf(file));
    clock.advanceMillis(HEADER_MILLIS / 2);
    recorder.runOnce(0);
    assertEquals(20, framesOf(file));
    stop(recorder);
  }

  @Test
  void run_ofABlockAfterItsStreamsEnd_countsIt_andMakesNoTrouble() throws Exception {
    Recorder recorder = recorder(Existing.RENAME, null);
    try (LogLines log = new LogLines(NAME + ": stream")) {
      record(recorder, block(1, 0, noise(10)));
      recorder.record(end(1, 20), named("1.wav"));
      recorder.record(block(1, 10, noise(10)), named("1.wav"));
      recorder.runOnce(0);
      recorder.runOnce(0);
      assertEquals(0, recorder.openStreams());
      assertEquals(1, recorder.unwrittenBlocks());
      record(recorder, block(1, 100, noise(10)));
      stop(recorder);
      assertEquals(List.of(), log.all());
    }
    assertArrayEquals(noise(10), read("1-1.wav"));
  }

  @Test
  void record_ofMoreStreamsThanFit_isRefusedOnce() throws Exception {
    Recorder recorder = recorder(Existing.RENAME, null);
    try (LogLines log = new LogLines(NAME + ": stream")) {
      for (int id = 0; id < 66; id++) {
        record(recorder, block(id, 0, noise(1)));
      }
      assertEquals(
          List.of(
              "WARN wav:test: stream 00000040 is not recorded: 64 files are open, and maxOpen"
                  + " allows no more"),
          log.all());
    }
    assertEquals(66, recorder.openStreams());
    assertEquals(2, recorder.unwrittenBlocks());
    stop(recorder);
    assertEquals(64, names().size());
  }

  private Recorder recorder(Existing existing, @Nullable PcmFormat wanted) {
    return recorder(directory, existing, wanted);
  }

  private Recorder recorder(Path path, Existing existing, @Nullable PcmFormat wanted) {
    RecordingFiles files =
        new RecordingFiles(path.toString(), existing, false, TestRecorder.PERMISSIONS, Disk.REAL);
    return new Recorder(
        NAME,
        files,
        new RecordingStore(NAME, files, null, null, null, clock),
        new Recorder.Limits(2_000, HEADER_MILLIS, MAX_GAP_MILLIS, 2, IDLE_SECONDS, 64, 64, 120, 0),
        wanted,
        HeldMemory.unlimited(),
        clock);
  }

  /** Takes a block all the way to the disk, into the file named as its stream. */
  private static void record(Recorder recorder, AudioBlock block) throws InterruptedException {
    recorder.record(block, named(block.streamId() + ".wav"));
    recorder.runOnce(0);
  }

  private static void stop(Recorder recorder) {
    recorder.stop();
    recorder.run();
  }

  private static AudioBlock of(PcmFormat format, long streamId, int timestamp, byte[] pcm) {
    return AudioBlock.builder(format).streamId(streamId).timestamp(timestamp).pcm(pcm);
  }

  private byte[] read(String file) throws IOException {
    return WavFiles.readAll(directory.resolve(file));
  }

  private static long framesOf(Path file) throws IOException {
    return WavFiles.readAll(file).length / S16.bytesPerFrame();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> list = Files.list(directory)) {
      return list.map(path -> String.valueOf(path.getFileName())).sorted().toList();
    }
  }
}
