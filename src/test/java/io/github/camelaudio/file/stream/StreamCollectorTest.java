package io.github.camelaudio.file.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.file.wav.WavFiles;
import io.github.camelaudio.file.wav.WavReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Blocks of 10 ms, in memory. */
class StreamCollectorTest {

  private static final PcmFormat FORMAT = PcmFormat.parse("s16/8000/1");
  private static final PcmFormat U8 = PcmFormat.parse("u8/8000/1");
  private static final int BLOCK = 80;
  private static final int START = Integer.MAX_VALUE - 100; // wraps
  private static final StreamCollector.Limits WHOLE =
      new StreamCollector.Limits(0, 0, 10_000, 1 << 20);
  private static final StreamCollector.Limits SPEECH =
      new StreamCollector.Limits(200, -45, 10_000, 1 << 20);

  private static AudioBlock block(PcmFormat format, int number, boolean loud) {
    byte[] pcm = WavFiles.noise(BLOCK * format.bytesPerFrame(), number);
    if (!loud) {
      Arrays.fill(pcm, format.encoding().silence());
    }
    return AudioBlock.builder(format)
        .streamId(0xCAFE)
        .timestamp(START + number * BLOCK)
        .captureEpochNanos(1_000_000_000L + number * 10_000_000L)
        .pcm(pcm);
  }

  private static AudioBlock loud(int number) {
    return block(FORMAT, number, true);
  }

  private static AudioBlock quiet(int number) {
    return block(FORMAT, number, false);
  }

  private static StreamCollector collect(StreamCollector.Limits limits, AudioBlock... blocks) {
    StreamCollector collector = new StreamCollector(blocks[0], limits);
    for (AudioBlock each : blocks) {
      collector.add(each);
    }
    return collector;
  }

  private static byte[] samples(StreamCollector collector) throws IOException {
    byte[] wav = collector.toWav();
    try (WavReader reader = WavReader.open(new ByteArrayInputStream(wav), "wav")) {
      assertThat(reader.format()).isEqualTo(collector.format());
      assertThat(reader.frames()).hasValue(collector.frames());
      byte[] samples = WavFiles.readAll(reader);
      assertThat(reader.faults()).isEmpty();
      return samples;
    }
  }

  private static byte[] concat(AudioBlock... blocks) {
    return WavFiles.concat(
        Arrays.stream(blocks).map(AudioBlock::toByteArray).toArray(byte[][]::new));
  }

  @Test
  void blocks_areOneWav_ofA44ByteHeader() throws IOException {
    StreamCollector collector = collect(WHOLE, loud(0), loud(1), loud(2));
    assertThat(samples(collector)).isEqualTo(concat(loud(0), loud(1), loud(2)));
    assertThat(collector.toWav()).hasSize(44 + 3 * 160);
    assertThat(collector.missingFrames()).isZero();
    assertThat(collector.isComplete()).isFalse();
  }

  @Test
  void lateBlock_fillsItsGap_aRepeatedOneChangesNothing_whatNeverComesIsSilence()
      throws IOException {
    for (PcmFormat format : new PcmFormat[] {FORMAT, U8}) {
      AudioBlock[] all = new AudioBlock[6];
      for (int i = 0; i < 6; i++) {
        all[i] = block(format, i, i != 4);
      }
      StreamCollector collector = collect(WHOLE, all[0], all[3], all[1], all[1], all[2], all[5]);
      assertThat(samples(collector)).isEqualTo(concat(all));
      assertThat(collector.missingFrames()).isEqualTo(BLOCK);
    }
  }

  @Test
  void end_completes_andWhatComesBeforeTheFirst_isLeftOut() throws IOException {
    AudioBlock end =
        AudioBlock.builder(FORMAT).streamId(0xCAFE).timestamp(timestampOf(2)).last(true).empty();
    StreamCollector collector = collect(WHOLE, loud(1), loud(0), end);
    assertThat(collector.isComplete()).isTrue();
    assertThat(collector.leftOutFrames()).isEqualTo(BLOCK);
    assertThat(samples(collector)).isEqualTo(loud(1).toByteArray());
  }

  @Test
  void speech_beginsShortlyBeforeItsFirstSound_andEndsAfterItsPause() throws IOException {
    StreamCollector collector = new StreamCollector(quiet(0), SPEECH);
    for (int i = 0; i < 500; i++) {
      collector.add(quiet(i));
      assertThat(collector.hasSound()).isFalse();
      assertThat(collector.frames()).isLessThanOrEqualTo(31 * BLOCK);
      assertThat(collector.isComplete()).isFalse();
    }
    collector.add(loud(500));
    int i = 500;
    while (!collector.isComplete()) {
      i++;
      collector.add(quiet(i));
    }
    assertThat(i).isEqualTo(520);
    assertThat(collector.frames()).isEqualTo((30 + 1 + 20) * BLOCK);
    assertThat(collector.startTimestamp()).isEqualTo(timestampOf(470));
    assertThat(collector.captureEpochNanos()).isEqualTo(1_000_000_000L + 470 * 10_000_000L);
    byte[] samples = samples(collector);
    byte[] loud = loud(500).toByteArray();
    assertThat(Arrays.copyOfRange(samples, 30 * 160, 31 * 160)).isEqualTo(loud);
  }

  @Test
  void shortPause_doesNotEnd() {
    StreamCollector collector = new StreamCollector(loud(0), SPEECH);
    for (int i = 0; i < 100; i++) {
      collector.add(i % 19 == 0 ? loud(i) : quiet(i));
      assertThat(collector.isComplete()).as("block %d", i).isFalse();
    }
  }

  @Test
  void longestAndLargestFile_completes() {
    StreamCollector.Limits oneSecond = new StreamCollector.Limits(200, -45, 1_000, 1 << 20);
    StreamCollector.Limits small = new StreamCollector.Limits(0, 0, 10_000, 16_000);
    for (StreamCollector.Limits each : new StreamCollector.Limits[] {oneSecond, small}) {
      StreamCollector collector = new StreamCollector(loud(0), each);
      for (int i = 0; i < 100; i++) {
        assertThat(collector.isComplete()).isFalse();
        collector.add(loud(i));
      }
      assertThat(collector.isComplete()).isTrue();
    }
  }

  @Test
  void jump_isNoLongerThanAPause_andTheStreamGoesOnBehindIt() throws IOException {
    for (int to : new int[] {1_000_000, -1_000_000}) {
      StreamCollector collector = collect(SPEECH, loud(0), loud(to), loud(to + 1));
      assertThat(collector.frames()).isEqualTo((1 + 20 + 2) * BLOCK);
      assertThat(collector.missingFrames()).isEqualTo(20 * BLOCK);
      byte[] samples = samples(collector);
      assertThat(Arrays.copyOfRange(samples, 21 * 160, samples.length))
          .isEqualTo(concat(loud(to), loud(to + 1)));
    }
  }

  @Test
  void anotherFormat_completes_andIsLeftOut() {
    StreamCollector collector = collect(WHOLE, loud(0), block(U8, 1, true));
    assertThat(collector.isComplete()).isTrue();
    assertThat(collector.frames()).isEqualTo(BLOCK);
    assertThat(collector.leftOutFrames()).isEqualTo(BLOCK);
  }

  /** Wraps, as timestamps do. */
  private static int timestampOf(int block) {
    return START + block * BLOCK;
  }
}
