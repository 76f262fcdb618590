package io.github.camelaudio.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.kafka.StreamOrder.Verdict;
import org.junit.jupiter.api.Test;

class StreamOrderTest {

  private static final PcmFormat FORMAT = PcmFormat.parse("s16/48000/1");
  private static final int FRAMES = 480;
  private static final long EPOCH = 1_795_132_801_000L;

  private final StreamOrder order = new StreamOrder();

  private static AudioBlock block(PcmFormat format, int sequence, int timestamp, boolean last) {
    return AudioBlock.builder(format)
        .streamId(7)
        .sequence(sequence)
        .timestamp(timestamp)
        .last(last)
        .pcm(new byte[FRAMES * format.bytesPerFrame()]);
  }

  /** The block of a number, of 10 ms, at its time. */
  private Verdict judge(int number) {
    return judge(number, EPOCH + 10L * number);
  }

  private Verdict judge(int number, long recordMillis) {
    return order.judge(block(FORMAT, number & 0xFFFF, FRAMES * number, false), recordMillis);
  }

  @Test
  void blocksThatFollow_areTaken() {
    for (int i = 65_530; i < 65_545; i++) {
      assertThat(judge(i)).isEqualTo(Verdict.TAKEN);
    }
    assertThat(order.missing()).isZero();
  }

  @Test
  void blocksThatCameBefore_areRepeated() {
    judge(0);
    judge(1);
    assertThat(judge(0)).isEqualTo(Verdict.REPEATED);
    assertThat(judge(1)).isEqualTo(Verdict.REPEATED);
    assertThat(judge(2)).isEqualTo(Verdict.TAKEN);
    assertThat(order.missing()).isZero();
  }

  @Test
  void numbersThatAreLeftOut_areMissing() {
    judge(0);
    assertThat(judge(4)).isEqualTo(Verdict.TAKEN);
    assertThat(order.missing()).isEqualTo(3);
  }

  @Test
  void ofTwoProducersOfOneStream_theOneAheadIsHeard() {
    int ahead = 100_000; // 1000 s
    judge(0);
    assertThat(judge(ahead, EPOCH)).isEqualTo(Verdict.TAKEN);
    assertThat(judge(1, EPOCH + 10)).isEqualTo(Verdict.BACKWARDS);
    assertThat(judge(ahead + 1, EPOCH + 20)).isEqualTo(Verdict.TAKEN);
    assertThat(judge(2, EPOCH + 1_500)).isEqualTo(Verdict.BACKWARDS);
  }

  @Test
  void producerThatStartsAgain_isHeardOnceItsStreamWasSilentFor2s() {
    judge(100_000, EPOCH);
    assertThat(judge(0, EPOCH + 1_999)).isEqualTo(Verdict.BACKWARDS);
    assertThat(judge(1, EPOCH + 2_000)).isEqualTo(Verdict.TAKEN);
    assertThat(judge(2, EPOCH + 2_010)).isEqualTo(Verdict.TAKEN);
  }

  @Test
  void endOfAStream_mayHaveNoFrames_andComesOnce() {
    judge(0);
    AudioBlock end =
        AudioBlock.builder(FORMAT).streamId(7).sequence(1).timestamp(FRAMES).last(true).empty();
    assertThat(order.judge(end, EPOCH + 10)).isEqualTo(Verdict.TAKEN);
    assertThat(order.judge(end, EPOCH + 10)).isEqualTo(Verdict.REPEATED);
  }

  @Test
  void otherFormat_isANewStream() {
    judge(100_000);
    PcmFormat other = PcmFormat.parse("s16/44100/1");
    assertThat(order.judge(block(other, 0, 0, false), EPOCH)).isEqualTo(Verdict.TAKEN);
  }

  @Test
  void streams_areJudgedByThemselves() {
    judge(100_000);
    AudioBlock other = block(FORMAT, 0, 0, false).toBuilder().streamId(8).pcm(new byte[2]);
    assertThat(order.judge(other, EPOCH)).isEqualTo(Verdict.TAKEN);
  }
}
