package io.github.camelaudio.recorder;

import static io.github.camelaudio.recorder.TestRecorder.block;
import static io.github.camelaudio.recorder.TestRecorder.end;
import static io.github.camelaudio.recorder.TestRecorder.noise;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.flow.LogLines;
import io.github.camelaudio.recorder.store.Recording;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stream's sound is held until it has brought 200 ms of it. A frame is a millisecond. */
class RecorderHeldTest {

  @TempDir Path directory;
  private TestRecorder test;

  @BeforeEach
  void makeRecorder() {
    test = new TestRecorder(directory).minMillis(200);
  }

  @Test
  void aLiveStream_hasItsFileWithAllOfIt_whenItHasBroughtEnough() throws Exception {
    byte[] pcm = noise(300);
    for (int at = 0; at < 300; at += 50) {
      test.record(block(1, at, part(pcm, at, at + 50)));
      assertThat(test.names()).hasSize(at < 150 ? 0 : 1);
      test.after(50);
    }
    test.record(end(1, 300));
    assertThat(test.readAll()).isEqualTo(pcm);
    assertThat(test.recorder().unwrittenBlocks()).isZero();
    assertThat(test.summary()).endsWith("1.wav, nothing missing");
    test.stop();
  }

  @Test
  void liveStreams_thatEndSooner_haveNoFile_areSaidOnce_andCounted() throws Exception {
    try (LogLines log = new LogLines("wav:test: ")) {
      for (int id = 1; id <= 400; id++) {
        test.record(block(id, 0, noise(1)));
        test.record(end(id, 1));
      }
      test.record(block(999, 0, noise(199)));
      test.after(11_000);
      test.stop();
      assertThat(log.all())
          .containsExactly(
              "WARN wav:test: stream 00000001 is not recorded: it brought 1 ms of sound, and"
                  + " minLength is 200 ms; further ones are counted");
    }
    assertThat(test.names()).isEmpty();
    assertThat(test.recorder().shortStreams()).isEqualTo(401);
    assertThat(test.recorder().unwrittenBlocks()).isEqualTo(401);
    assertThat(test.summary())
        .isEqualTo(
            "0.000 s recorded, 401 blocks not written, 401 streams below 200 ms not recorded");
    assertThat(test.recorder().openStreams()).isZero();
  }

  @Test
  void aStreamThatIsNotLive_isRecordedHoweverShort() throws Exception {
    test.record(notLive(1, 0, noise(3)));
    test.record(end(1, 3));
    test.record(notLive(2, 0, noise(5)));
    test.after(11_000);
    test.stop();
    assertThat(test.read("1.wav")).isEqualTo(noise(3));
    assertThat(test.read("2.wav")).isEqualTo(noise(5));
    assertThat(test.summary()).endsWith("nothing missing");
  }

  @Test
  void manyShortFilesAtOnce_areRecordedOneAfterTheOther() throws Exception {
    try (LogLines log = new LogLines("wav:test: more than")) {
      for (int id = 1; id <= 200; id++) {
        test.record(notLive(id, 0, noise(3)));
        test.record(end(id, 3));
      }
      assertThat(test.names()).hasSize(128);
      test.after(2_000);
      assertThat(test.names()).hasSize(168);
      test.stop();
      assertThat(log.all()).hasSize(1);
    }
    assertThat(test.names()).hasSize(200);
    assertThat(test.recorder().unwrittenBlocks()).isZero();
  }

  @Test
  void moreShortFiles_thanMayWait_areCounted() throws Exception {
    for (int id = 1; id <= 1_200; id++) {
      test.record(notLive(id, 0, noise(3)));
      test.record(end(id, 3));
    }
    test.stop();
    assertThat(test.names()).hasSize(128 + 1_024);
    assertThat(test.recorder().unwrittenBlocks()).isEqualTo(1_200 - 128 - 1_024);
  }

  @Test
  void formatsThatFlip_makeNoFileEach_andTheStreamGoesOnInItsOwn() throws Exception {
    byte[] pcm = noise(1_000);
    PcmFormat other = new PcmFormat(1_001, 1, Encoding.S16);
    test.record(block(1, 0, part(pcm, 0, 500)));
    for (int at = 500; at < 1_000; at++) {
      test.record(block(1, at, part(pcm, at, at + 1)));
      test.record(AudioBlock.builder(other).streamId(1).timestamp(at).pcm(noise(1)));
    }
    test.stop();
    assertThat(test.names()).containsExactly("1.wav");
    assertThat(test.readAll()).isEqualTo(pcm);
    assertThat(test.recorder().totals()).isEqualTo(new Recording.Totals(1_000, 0, 0, 0, 500));
    assertThat(test.summary()).endsWith("500 frames came too late");
  }

  @Test
  void aJump_withALatePacketOfBefore_losesNothing() throws Exception {
    byte[] before = noise(300);
    byte[] after = noise(400);
    test.record(block(1, 0, part(before, 0, 280)));
    test.record(block(1, 290, part(before, 290, 300)));
    for (int at = 0; at < 400; at += 10) {
      test.record(block(1, 100_000 + at, part(after, at, at + 10)));
      if (at == 100) {
        test.record(block(1, 280, part(before, 280, 290)));
      }
    }
    test.stop();
    assertThat(test.names()).containsExactlyInAnyOrder("1.wav", "1-1.wav");
    assertThat(test.read("1.wav")).isEqualTo(before);
    assertThat(test.read("1-1.wav")).isEqualTo(after);
    assertThat(test.recorder().totals()).isEqualTo(new Recording.Totals(700, 0, 10, 0, 0));
  }

  @Test
  void aNewFormat_thatStays_losesNothing() throws Exception {
    PcmFormat other = new PcmFormat(1_000, 2, Encoding.S16);
    byte[] pcm = noise(800);
    test.record(block(1, 0, noise(300)));
    for (int at = 0; at < 400; at += 10) {
      test.record(
          AudioBlock.builder(other)
              .streamId(1)
              .timestamp(300 + at)
              .pcm(part(pcm, 2 * at, 2 * at + 20)));
    }
    test.stop();
    assertThat(test.names()).containsExactly("1-1.wav", "1.wav");
    assertThat(test.read("1-1.wav")).isEqualTo(pcm);
    assertThat(test.summary()).endsWith("nothing missing");
  }

  @Test
  void firstPackets_thatTheNetworkSwapped_areInOrder_andTheFileBeginsWithTheEarliest()
      throws Exception {
    byte[] pcm = noise(300);
    test.record(block(1, -30, part(pcm, 20, 40)));
    test.after(20);
    test.record(block(1, -50, part(pcm, 0, 20)));
    for (int at = 40; at < 300; at += 20) {
      test.after(20);
      test.record(block(1, at - 50, part(pcm, at, at + 20)));
    }
    test.stop();
    assertThat(test.readAll()).isEqualTo(pcm);
    assertThat(test.recorder().totals()).isEqualTo(new Recording.Totals(300, 0, 0, 0, 0));
    assertThat(startFrame("1.wav"))
        .as("the first that came ended when it came")
        .isEqualTo(startOfTwentyFramesAtTheBegin() - 20);
  }

  private long startOfTwentyFramesAtTheBegin() throws Exception {
    TestRecorder atOnce = new TestRecorder(directory);
    atOnce.record(block(2, 0, noise(20)));
    atOnce.stop();
    return startFrame("2.wav");
  }

  private long startFrame(String name) throws Exception {
    return RecorderSplitTest.startFrame(directory.resolve(name));
  }

  @Test
  void whatAllStreamsHold_isBounded_andTheSlowestGoes() throws Exception {
    test.minMillis(10_000);
    PcmFormat large = new PcmFormat(768_000, 1, Encoding.S32);
    for (int id = 1; id <= 400; id++) {
      test.record(AudioBlock.builder(large).streamId(id).pcm(new byte[255 * 1024]));
      test.clock.advanceMillis(1);
    }
    assertThat(test.recorder().unwrittenBlocks()).isBetween(270L, 399L);
    assertThat(test.names()).isEmpty();
    test.record(AudioBlock.builder(large).streamId(400).timestamp(65_280).pcm(new byte[4_096]));
    assertThat(test.names()).as("the newest is still whole").containsExactly("400.wav");
    test.stop();
    assertThat(test.read("400.wav")).hasSize(255 * 1024 + 4_096);
  }

  @Test
  void framesTakenForRepeats_areSaid() throws Exception {
    try (LogLines log = new LogLines("wav:test: recorded")) {
      test.record(block(1, 0, noise(500)));
      test.record(block(1, 0, noise(500)));
      test.record(end(1, 500));
      assertThat(log.all()).hasSize(1);
      assertThat(log.all().get(0)).endsWith("1.wav, 500 frames came again and were left out");
    }
    assertThat(test.summary()).endsWith("500 frames came again and were left out");
    test.stop();
  }

  @Test
  void aProcessThatStoodStill_doesNotEndItsStreams() throws Exception {
    byte[] pcm = noise(600);
    test.record(block(1, 0, part(pcm, 0, 300)));
    test.afterStandingStill(30_000);
    assertThat(test.recorder().openStreams()).isEqualTo(1);
    test.record(block(1, 300, part(pcm, 300, 600)));
    test.after(10_000);
    assertThat(test.recorder().openStreams()).isEqualTo(1);
    test.after(1_000);
    assertThat(test.recorder().openStreams()).as("it is silent").isZero();
    assertThat(test.names()).containsExactly("1.wav");
    assertThat(test.readAll()).isEqualTo(pcm);
    test.stop();
  }

  private static AudioBlock notLive(long id, int timestamp, byte[] pcm) {
    return AudioBlock.builder(TestRecorder.S16)
        .streamId(id)
        .timestamp(timestamp)
        .live(false)
        .pcm(pcm);
  }

  private static byte[] part(byte[] pcm, int from, int to) {
    return Arrays.copyOfRange(pcm, 2 * from, 2 * to);
  }
}
