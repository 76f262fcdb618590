package io.github.camelaudio.recorder;

import static io.github.camelaudio.recorder.TestRecorder.S16;
import static io.github.camelaudio.recorder.TestRecorder.block;
import static io.github.camelaudio.recorder.TestRecorder.noise;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a few bytes from the network can claim: hours of silence, and all places. Late is two
 * seconds, a jump beyond two seconds, the queue holds two seconds. A frame is a millisecond.
 */
class RecorderHostileTest {

  @TempDir Path directory;
  private TestRecorder test;

  @BeforeEach
  void makeRecorder() {
    test = new TestRecorder(directory);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void gaps_areNoLongerThanTheTimeThatPasses_plusTheSlack(boolean live) throws Exception {
    for (int i = 0; i < 100; i++) {
      test.record(
          AudioBlock.builder(S16).streamId(1).timestamp(1_900 * i).live(live).pcm(noise(1)));
    }
    test.stop();
    assertThat(test.recorder().totals().missingFrames()).isBetween(1_000L, 4_000L);
  }

  @Test
  void gaps_whileTimePasses_stayInOneFile() throws Exception {
    for (int i = 0; i < 20; i++) {
      test.record(block(1, 1_900 * i, noise(100)));
      test.after(1_900);
    }
    test.stop();
    assertThat(test.names()).containsExactly("1.wav");
    assertThat(test.recorder().totals().missingFrames()).isEqualTo(19 * 1_800);
  }

  @Test
  void silenceThatTakesRoom_isBounded_byteForByte() throws Exception {
    PcmFormat u8 = new PcmFormat(768_000, 64, Encoding.U8);
    int step = (64 << 20) / 64 - 1_000;
    for (int i = 0; i < 12; i++) {
      test.record(AudioBlock.builder(u8).streamId(1).timestamp(i * step).pcm(new byte[64]));
      test.after(1_400);
    }
    int hundredMillis = 76_800;
    test.record(AudioBlock.builder(u8).streamId(2).pcm(new byte[64]));
    test.record(AudioBlock.builder(u8).streamId(2).timestamp(hundredMillis).pcm(new byte[64]));
    test.stop();
    assertThat(test.read("2.wav")).as("a short gap is filled").hasSize((hundredMillis + 1) * 64);
    long bytes = 0;
    for (String name : test.names()) {
      bytes += Files.size(directory.resolve(name));
    }
    assertThat(bytes).isLessThan(9 << 20);
  }

  @Test
  void aTrickleOfMadeUpStreams_shutsNobodyOut() throws Exception {
    test.minMillis(200);
    byte[] pcm = noise(2_000);
    int made = 10_000;
    for (int at = -600; at < 2_000; at += 20) {
      for (int i = 0; i < 50; i++) {
        test.record(block(made++, 0, noise(1)));
      }
      if (at >= 0) {
        test.record(block(1, at, Arrays.copyOfRange(pcm, 2 * at, 2 * at + 40)));
      }
      test.after(20);
    }
    assertThat(test.recorder().openStreams()).isLessThanOrEqualTo(64 + 1_000);
    test.stop();
    assertThat(test.names()).containsExactly("1.wav");
    assertThat(test.readAll()).isEqualTo(pcm);
    assertThat(test.recorder().shortStreams()).isEqualTo(made - 10_000);
  }

  @Test
  void aStreamThatTrickles_yieldsItsPlace_toOneThatComesAtItsPace() throws Exception {
    test.minMillis(200).maxOpen(1);
    test.record(block(1, 0, noise(200)));
    for (int at = 500; at < 5_000; at += 500) {
      test.after(500);
      test.record(block(1, at, noise(10)));
    }
    byte[] pcm = noise(1_000);
    for (int at = 0; at < 1_000; at += 50) {
      test.record(block(2, at, Arrays.copyOfRange(pcm, 2 * at, 2 * at + 100)));
      test.after(50);
    }
    for (int at = 0; at < 1_000; at += 50) {
      test.record(block(2, 1_000 + at, noise(50)));
      test.record(block(3, at, noise(50)));
      test.after(50);
    }
    test.stop();
    assertThat(test.names()).as("2 comes at its pace, and stays").containsExactly("1.wav", "2.wav");
    assertThat(Arrays.copyOf(test.read("2.wav"), pcm.length)).isEqualTo(pcm);
  }

  @Test
  void aTrickle_takesNoPlaceFromAnother() throws Exception {
    test.minMillis(200).maxOpen(1);
    test.record(block(1, 0, noise(200)));
    for (int at = 500; at < 20_000; at += 500) {
      test.after(500);
      test.record(block(1, at, noise(10)));
      test.record(block(2, at, noise(10)));
    }
    test.stop();
    assertThat(test.names()).containsExactly("1.wav");
  }
}
