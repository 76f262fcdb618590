package io.github.camelaudio.recorder;

import static io.github.camelaudio.recorder.TestRecorder.S16;
import static io.github.camelaudio.recorder.TestRecorder.block;
import static io.github.camelaudio.recorder.TestRecorder.named;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.file.flac.FlacWriter;
import io.github.camelaudio.file.flac.FlacWriterIT;
import io.github.camelaudio.flow.LogLines;
import io.github.camelaudio.flow.Receipt;
import io.github.camelaudio.it.Tools;
import io.github.camelaudio.recorder.store.LeftOpen;
import io.github.camelaudio.recorder.store.Recording;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recorder of names that end in .flac, as ffmpeg reads its files. A frame is a millisecond. */
class FlacRecorderIT {

  @TempDir Path directory;
  private TestRecorder test;

  @BeforeAll
  static void needFfmpegAndLibFlac() throws IOException {
    FlacWriterIT.needFfmpegAndLibFlac();
    Tools.need("ffprobe", "ffmpeg");
  }

  @BeforeEach
  void makeRecorder() {
    test = new TestRecorder(directory);
  }

  private void record(AudioBlock block) throws InterruptedException {
    test.recorder().record(block, named("take.flac"));
    test.recorder().runOnce(0);
  }

  private void record(int from, byte[] pcm) throws InterruptedException {
    for (int at = 0; at < pcm.length / 2; at += 500) {
      int end = Math.min(pcm.length / 2, at + 500);
      record(block(1, from + at, Arrays.copyOfRange(pcm, 2 * at, 2 * end)));
    }
  }

  private byte[] output(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    byte[] output = process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
    return output;
  }

  private byte[] read(String file) throws Exception {
    return output("ffmpeg", "-v", "error", "-i", file, "-f", "s16le", "-c", "pcm_s16le", "-");
  }

  @Test
  void aNameOfFlac_getsFlac_thatSaysWhenAndWhereFrom() throws Exception {
    byte[] pcm = TestRecorder.noise(3_000);
    record(0, pcm);
    test.stop();
    assertThat(test.names()).containsExactly("take.flac");
    assertThat(read("take.flac")).isEqualTo(pcm);
    String tags =
        new String(output("ffprobe", "-show_format", "take.flac"), StandardCharsets.UTF_8);
    assertThat(tags)
        .contains("format_name=flac", "duration=3.000000", "TAG:ENCODER=Camel Audio")
        .contains("=stream 00000001 from a test", "TAG:DATE=2023-11-", "TIME_REFERENCE=");
  }

  @Test
  void gaps_areSilenceForGood_andLateAndRepeatedBlocksAreCounted() throws Exception {
    byte[] pcm = TestRecorder.noise(400);
    record(block(1, 0, Arrays.copyOf(pcm, 200)));
    record(block(1, 200, Arrays.copyOfRange(pcm, 400, 600)));
    record(block(1, 150, Arrays.copyOfRange(pcm, 300, 400)));
    record(block(1, 250, Arrays.copyOfRange(pcm, 500, 700)));
    test.stop();
    byte[] expected = Arrays.copyOf(pcm, 700);
    Arrays.fill(expected, 200, 400, (byte) 0);
    assertThat(read("take.flac")).isEqualTo(expected);
    assertThat(test.recorder().totals()).isEqualTo(new Recording.Totals(350, 100, 0, 50, 50));
  }

  @Test
  void aFileThatIsBeingWritten_playsAllButTheLastTenth_afterHalfOfHeaderMillis() throws Exception {
    byte[] pcm = TestRecorder.noise(1_250);
    record(0, pcm);
    test.after(500);
    Files.copy(directory.resolve("take.flac"), directory.resolve("killed.flac"));
    byte[] decoded = read("killed.flac");
    assertThat(decoded.length).isGreaterThanOrEqualTo(2 * 1_150);
    assertThat(decoded).isEqualTo(Arrays.copyOf(pcm, decoded.length));
    String length =
        new String(output("ffprobe", "-show_format", "killed.flac"), StandardCharsets.UTF_8);
    assertThat(length).contains("duration=1.%d".formatted(decoded.length / 2 - 1_000));
    test.stop();
  }

  @Test
  void split_losesNothing_andBySizeMakesNoLargerFile() throws Exception {
    byte[] pcm = TestRecorder.noise(130_000);
    test.split("100KB");
    record(0, pcm);
    test.stop();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    assertThat(test.names()).hasSizeGreaterThan(2);
    for (String name : test.names()) {
      assertThat(Files.size(directory.resolve(name))).isLessThanOrEqualTo(100_000L);
      all.writeBytes(read(name));
    }
    assertThat(all.toByteArray()).isEqualTo(pcm);
  }

  @Test
  void split_byDuration_cutsToTheFrame() throws Exception {
    byte[] pcm = TestRecorder.noise(2_300);
    test.split("1s");
    record(0, pcm);
    test.stop();
    assertThat(test.names())
        .containsExactly("take-00001.flac", "take-00002.flac", "take-00003.flac");
    assertThat(read("take-00002.flac")).isEqualTo(Arrays.copyOfRange(pcm, 2_000, 4_000));
  }

  @Test
  void keep_removesOnlyWhatRecordersMade() throws Exception {
    Path somebodyElses = directory.resolve("take-00000.flac");
    new FlacWriter(
            FileChannel.open(
                somebodyElses, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            S16,
            List.of("ENCODER=Lavf60"))
        .close();
    test.split("1s");
    record(0, TestRecorder.noise(5_000));
    test.stop();
    test = new TestRecorder(directory).split("1s").keep("2");
    record(0, TestRecorder.noise(1_500));
    test.stop();
    assertThat(test.names()).hasSize(3).contains("take-00000.flac", "take-00007.flac");
  }

  @Test
  void aFullDisk_leavesWholeFrames_andRecordingGoesOnInANewFile() throws Exception {
    byte[] pcm = TestRecorder.noise(20_000);
    try (LogLines log = new LogLines(TestRecorder.NAME + ": cannot write")) {
      record(0, Arrays.copyOf(pcm, 2_000));
      test.disk.free(5_000);
      record(1_000, Arrays.copyOfRange(pcm, 2_000, 20_000));
      assertThat(log.all()).hasSize(1).first().asString().contains("take.flac: No space left");
    }
    test.disk.free(1L << 40);
    test.clock.advanceMillis(1_001);
    record(10_000, Arrays.copyOfRange(pcm, 20_000, 40_000));
    test.after(1_000);
    assertThat(test.recorder().trouble()).isNull();
    test.stop();
    assertThat(test.names()).containsExactly("take-1.flac", "take.flac");
    byte[] kept = read("take.flac");
    assertThat(kept.length).isGreaterThan(4_000);
    assertThat(kept).isEqualTo(Arrays.copyOf(pcm, kept.length));
    assertThat(read("take-1.flac")).isEqualTo(Arrays.copyOfRange(pcm, 20_000, 40_000));
    long frames = test.recorder().totals().frames();
    assertThat(frames).isEqualTo(kept.length / 2 + 10_000);
  }

  /** libFLAC keeps frames until it has a block of them: after a refresh, too. */
  @Test
  void afterACrash_whatReceiptsSayIsThere_andWhatComesAgainIsNotWrittenTwice() throws Exception {
    int frames = 20_000;
    byte[] pcm = TestRecorder.noise(frames);
    int[] released = new int[1];
    giveWithReceipts(pcm, 0, 11_000, released);
    test.after(1_000);
    byte[] left = Files.readAllBytes(directory.resolve("take.flac"));
    int safe = released[0];
    assertThat(safe).isBetween(1, 10_900);
    test.stop();
    assertThat(released[0]).isEqualTo(11_000);
    Files.write(directory.resolve("take.flac"), left);

    LeftOpen repair = new LeftOpen(TestRecorder.NAME, directory, path -> true, test.clock);
    test = new TestRecorder(directory);
    repair.run();
    giveWithReceipts(pcm, safe, frames, released);
    test.stop();
    assertThat(test.names()).containsExactly("take-1.flac", "take.flac");
    byte[] first = read("take.flac");
    assertThat(first.length).isGreaterThanOrEqualTo(2 * safe);
    assertThat(first).isEqualTo(Arrays.copyOf(pcm, first.length));
    assertThat(read("take-1.flac")).isEqualTo(Arrays.copyOfRange(pcm, first.length, pcm.length));
  }

  private void giveWithReceipts(byte[] pcm, int from, int to, int[] released) throws Exception {
    for (int at = from; at < to; at += 100) {
      Receipt receipt = new Receipt(1_795_132_801_250L + at, () -> released[0] += 100);
      AudioBlock block = block(1, at, Arrays.copyOfRange(pcm, 2 * at, 2 * (at + 100)));
      test.recorder().record(block.asWaiting(), named("take.flac"), true, receipt);
      receipt.release();
      test.recorder().runOnce(0);
    }
  }
}
