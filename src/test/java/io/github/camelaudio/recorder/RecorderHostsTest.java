package io.github.camelaudio.recorder;

import static io.github.camelaudio.recorder.TestRecorder.block;
import static io.github.camelaudio.recorder.TestRecorder.end;
import static io.github.camelaudio.recorder.TestRecorder.named;
import static io.github.camelaudio.recorder.TestRecorder.noise;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.flow.LogLines;
import io.github.camelaudio.limits.SenderHost;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What hosts may record: each three streams at once, and ten files, then ten an hour. */
class RecorderHostsTest {

  private static final SenderHost HOST = new SenderHost("192.0.2.1", false);
  private static final SenderHost OTHER = new SenderHost("192.0.2.2", false);

  @TempDir Path directory;
  private TestRecorder test;

  @BeforeEach
  void makeRecorder() {
    test = new TestRecorder(directory).perHost(3, 10);
  }

  private void record(AudioBlock block, @Nullable SenderHost host) throws InterruptedException {
    String name = String.format("%05d.wav", block.streamId());
    test.recorder().record(block, named(name, " from a test", host));
    test.recorder().runOnce(0);
  }

  @Test
  void aHost_thatConnectsAThousandTimesAnHour_makesNotAThousandFiles() throws Exception {
    byte[] pcm = noise(3_600);
    try (LogLines log = new LogLines(TestRecorder.NAME)) {
      for (int i = 0; i < 1_000; i++) {
        record(block(1_000 + i, 0, noise(100)), HOST);
        record(end(1_000 + i, 100), HOST);
        record(block(1, i * 3, Arrays.copyOfRange(pcm, i * 6, i * 6 + 6)), OTHER);
        test.clock.advanceMillis(3_600);
      }
      assertThat(log.all().stream().filter(line -> line.contains("is not recorded")))
          .containsExactly(
              "WARN wav:test: stream 000003f2 from 192.0.2.1 is not recorded: newFilesPerHour=10 of"
                  + " one host is reached; further ones are counted");
    }
    test.stop();
    assertThat(test.names()).hasSize(10 + 9 + 1);
    assertThat(test.recorder().overHostStreams()).isEqualTo(981);
    assertThat(test.recorder().unwrittenBlocks()).isEqualTo(981);
    assertThat(test.read("00001.wav")).startsWith(Arrays.copyOf(pcm, 600));
  }

  @Test
  void aHost_hasThreeFilesOpen_andItsStreamsAreNotDisturbedByMore() throws Exception {
    byte[] pcm = noise(1_000);
    for (int at = 0; at < 1_000; at += 100) {
      byte[] part = Arrays.copyOfRange(pcm, 2 * at, 2 * at + 200);
      for (int id = 1; id <= 20; id++) {
        record(block(id, at, part), HOST);
      }
      record(block(50, at, part), OTHER);
      test.clock.advanceMillis(100);
    }
    test.stop();
    assertThat(test.names()).containsExactly("00001.wav", "00002.wav", "00003.wav", "00050.wav");
    for (String name : test.names()) {
      assertThat(test.read(name)).isEqualTo(pcm);
    }
    assertThat(test.recorder().overHostStreams()).isEqualTo(17);
  }

  @Test
  void aPlace_isFreeWhenAStreamEnds() throws Exception {
    for (int id = 1; id <= 4; id++) {
      record(block(id, 0, noise(10)), HOST);
    }
    record(end(1, 10), HOST);
    record(block(4, 10, noise(20)), HOST);
    test.stop();
    assertThat(test.read("00004.wav")).isEqualTo(noise(20));
  }

  @Test
  void filesOfSplit_areNotCounted() throws Exception {
    test = new TestRecorder(directory).perHost(1, 1).split("1s");
    for (int i = 0; i < 50; i++) {
      record(block(1, i * 100, noise(100)), HOST);
      test.clock.advanceMillis(100);
    }
    test.stop();
    assertThat(test.names()).hasSize(5);
    assertThat(test.recorder().overHostStreams()).isZero();
  }

  @Test
  void aStream_thatChangesItsFormatForEver_beginsTenFiles_andNeedsOnePlace() throws Exception {
    test = new TestRecorder(directory).perHost(1, 10);
    for (int i = 0; i < 1_000; i++) {
      PcmFormat format = new PcmFormat(1_000 + i % 2, 1, Encoding.U8);
      AudioBlock block =
          AudioBlock.builder(format).streamId(1).timestamp(i * 100).pcm(new byte[100]);
      record(block, HOST);
      test.clock.advanceMillis(100);
    }
    test.stop();
    assertThat(test.names()).hasSize(10);
    assertThat(test.recorder().overHostStreams()).isEqualTo(1);
    assertThat(test.recorder().unwrittenBlocks()).as("of the format without a file").isEqualTo(495);
  }

  @Test
  void hostsWithoutEnd_beginFilesAtTheRateOfAllTogether_andOneThatHasAFileIsNotConcerned()
      throws Exception {
    for (int i = 0; i < 1_600; i++) {
      if (i % 20 == 0) {
        record(block(1, i * 48, noise(100)), OTHER);
      }
      SenderHost forged = new SenderHost("10.0." + i / 256 + "." + i % 256, false);
      record(block(1_000 + i, 0, noise(100)), forged);
      record(end(1_000 + i, 100), forged);
      test.clock.advanceMillis(48); // 100 in an hour, of ten hosts: one in 36 s
    }
    PcmFormat other = new PcmFormat(1_001, 1, Encoding.S16);
    record(AudioBlock.builder(other).streamId(1).timestamp(76_800).pcm(noise(100)), OTHER);
    test.stop();
    assertThat(test.names()).hasSize(256 + 2 + 1).contains("00001.wav", "00001-1.wav");
    assertThat(test.recorder().overHostStreams()).isEqualTo(1_600 - 255 - 2);
  }

  @Test
  void whatThisMachineSends_isNotLimited() throws Exception {
    for (int id = 1; id <= 20; id++) {
      record(block(id, 0, noise(10)), null);
    }
    test.stop();
    assertThat(test.names()).hasSize(20);
  }
}
