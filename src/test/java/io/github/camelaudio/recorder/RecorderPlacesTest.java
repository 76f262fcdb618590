package io.github.camelaudio.recorder;

import static io.github.camelaudio.recorder.TestRecorder.block;
import static io.github.camelaudio.recorder.TestRecorder.end;
import static io.github.camelaudio.recorder.TestRecorder.noise;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.flow.LogLines;
import io.github.camelaudio.recorder.store.Recording;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which file a block goes to, and where in it. Late is two seconds, a jump beyond two seconds. */
class RecorderPlacesTest {

  @TempDir Path directory;
  private TestRecorder test;

  @BeforeEach
  void makeRecorder() {
    test = new TestRecorder(directory);
  }

  @Test
  void aBlock_asLateAsAllowed_fillsItsGap() throws Exception {
    byte[] pcm = noise(3_000);
    test.record(block(1, 0, part(pcm, 0, 100)));
    test.record(block(1, 200, part(pcm, 200, 2_110)));
    test.record(block(1, 100, part(pcm, 100, 200)));
    test.stop();
    assertThat(test.readAll()).isEqualTo(part(pcm, 0, 2_110));
    assertThat(test.recorder().totals()).isEqualTo(new Recording.Totals(2_110, 0, 100, 0, 0));
  }

  @Test
  void oneBlock_laterThanAllowed_isCountedAndLeftOut() throws Exception {
    test.record(block(1, 0, noise(100)));
    test.record(block(1, 200, noise(2_200)));
    test.record(block(1, 100, noise(99)));
    test.record(block(1, 2_400, noise(10)));
    test.stop();
    assertThat(test.names()).containsExactly("1.wav");
    assertThat(test.recorder().totals()).isEqualTo(new Recording.Totals(2_410, 100, 0, 0, 99));
  }

  @Test
  void aStream_thatGoesOnFromFurtherBack_losesNothing_inANewFile() throws Exception {
    byte[] again = noise(30);
    test.record(block(1, 10_000, noise(2_500)));
    test.record(block(1, 10_200, part(again, 0, 10)));
    test.record(block(1, 10_210, part(again, 10, 20)));
    test.record(block(1, 10_220, part(again, 20, 30)));
    test.stop();
    assertThat(test.names()).containsExactly("1-1.wav", "1.wav");
    assertThat(test.read("1.wav")).isEqualTo(noise(2_500));
    assertThat(test.read("1-1.wav")).isEqualTo(again);
    assertThat(test.recorder().totals().tooLateFrames()).isZero();
  }

  @Test
  void oneBlock_farAhead_doesNotBreakTheRecordingInTwo() throws Exception {
    byte[] pcm = noise(20);
    test.record(block(1, 0, part(pcm, 0, 10)));
    test.record(block(1, 1_000_000, noise(7)));
    test.record(block(1, 10, part(pcm, 10, 20)));
    test.stop();
    assertThat(test.names()).containsExactly("1.wav");
    assertThat(test.readAll()).isEqualTo(pcm);
    assertThat(test.recorder().totals()).isEqualTo(new Recording.Totals(20, 0, 0, 0, 7));
  }

  @Test
  void aStream_thatJumpsAhead_goesOnInANewFile_atOnceAfterTheSecondBlock() throws Exception {
    byte[] pcm = noise(20);
    test.record(block(1, 0, noise(10)));
    test.record(block(1, 1_000_000, part(pcm, 0, 10)));
    test.record(block(1, 1_000_010, part(pcm, 10, 20)));
    assertThat(test.names()).containsExactly("1-1.wav", "1.wav");
    test.stop();
    assertThat(test.read("1-1.wav")).isEqualTo(pcm);
  }

  @Test
  void oneBlock_farAheadAndThenTheEnd_hasAFileOfItsOwn() throws Exception {
    test.record(block(1, 0, noise(10)));
    test.record(block(1, 1_000_000, noise(7)));
    test.record(end(1, 1_000_007));
    assertThat(test.recorder().openStreams()).isZero();
    assertThat(test.read("1-1.wav")).isEqualTo(noise(7));
    test.stop();
  }

  @Test
  void aStream_withoutFrames_leavesNoFile() throws Exception {
    test.record(end(1, 0));
    test.record(block(2, 0, new byte[0]));
    test.after(11_000);
    test.stop();
    assertThat(test.names()).isEmpty();
    assertThat(test.recorder().openStreams()).isZero();
  }

  @Test
  void moreStreams_thanFilesMayBeOpen_endTheOneThatIsIdleLongest() throws Exception {
    test.maxOpen(2);
    test.record(block(1, 0, noise(10)));
    test.after(300);
    test.record(block(2, 0, noise(10)));
    test.after(700);
    test.record(block(3, 0, noise(10)));
    assertThat(test.recorder().openStreams()).isEqualTo(2);
    test.record(block(1, 10, noise(10)));
    test.after(300);
    test.record(block(1, 20, noise(10)));
    test.stop();
    assertThat(test.names()).containsExactly("1-1.wav", "1.wav", "2.wav", "3.wav");
    assertThat(test.recorder().unwrittenBlocks()).isEqualTo(1);
    assertThat(test.disk.mostOpenFiles()).isEqualTo(2);
  }

  @Test
  void aStream_thatFindsNoRoom_isRecordedAsSoonAsThereIs() throws Exception {
    test.maxOpen(1);
    try (LogLines log = new LogLines("wav:test: stream 00000002 is not recorded")) {
      test.record(block(1, 0, noise(10)));
      test.record(block(2, 0, noise(5)));
      test.record(block(2, 5, noise(5)));
      test.record(end(1, 10));
      test.record(block(2, 10, noise(7)));
      assertThat(log.all()).hasSize(1);
    }
    test.stop();
    assertThat(test.read("2.wav")).isEqualTo(noise(7));
    assertThat(test.recorder().unwrittenBlocks()).isEqualTo(2);
  }

  @Test
  void aCrowdOfStreams_opensNoMoreFilesThanAllowed_andIsNotRememberedForEver() throws Exception {
    test.maxOpen(3);
    for (int id = 0; id < 2_000; id++) {
      test.record(block(id, 0, noise(1)));
    }
    assertThat(test.recorder().openStreams()).isLessThanOrEqualTo(3 + 1_000);
    assertThat(test.recorder().unwrittenBlocks()).isEqualTo(1_997);
    test.after(11_000);
    assertThat(test.recorder().openStreams()).isZero();
    assertThat(test.disk.mostOpenFiles()).isEqualTo(3);
    test.stop();
  }

  @Test
  void aSlowDisk_dropsTheOldestOfEachStreamForItself_andSaysSoOnce() throws Exception {
    test.queueMillis(100);
    try (LogLines log = new LogLines("wav:test: the disk")) {
      for (int at = 0; at < 300; at += 10) {
        test.queue(block(1, at, noise(10)));
      }
      test.queue(block(2, 0, noise(10)));
      assertThat(log.all())
          .containsExactly(
              "WARN wav:test: the disk is too slow; the oldest blocks are dropped, and"
                  + " counted");
      assertThat(test.recorder().trouble()).isEqualTo("the disk is too slow");
      for (int i = 0; i < 11; i++) {
        test.recorder().runOnce(0);
      }
      test.after(10_001);
      assertThat(test.recorder().trouble()).isNull();
      assertThat(log.all().get(1))
          .isEqualTo("INFO wav:test: the disk keeps up again; 20 blocks not written");
    }
    test.stop();
    assertThat(test.recorder().unwrittenBlocks()).isEqualTo(20);
    assertThat(test.read("1.wav")).hasSize(200);
    assertThat(test.read("2.wav")).isEqualTo(noise(10));
  }

  private static byte[] part(byte[] pcm, int from, int to) {
    return Arrays.copyOfRange(pcm, 2 * from, 2 * to);
  }
}
