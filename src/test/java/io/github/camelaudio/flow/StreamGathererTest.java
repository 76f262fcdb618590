package io.github.camelaudio.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class StreamGathererTest {

  private static final PcmFormat FORMAT = new PcmFormat(1_000, 1, Encoding.U8);

  private final StreamGatherer gatherer = new StreamGatherer(50);

  /** 10 ms, whose samples are its number. */
  private static AudioBlock.Builder builder(int stream, int number) {
    return AudioBlock.builder(FORMAT)
        .streamId(stream)
        .sequence(number)
        .timestamp(10 * number)
        .captureEpochNanos(1_000_000L * number);
  }

  private static AudioBlock block(int stream, int number) {
    byte[] pcm = new byte[10];
    Arrays.fill(pcm, (byte) number);
    return builder(stream, number).pcm(pcm);
  }

  private List<String> passed() {
    List<String> texts = new ArrayList<>();
    for (AudioBlock each = gatherer.next(); each != null; each = gatherer.next()) {
      texts.add(each.streamId() + ":" + each.sequence() + "+" + each.frames());
      gatherer.remove();
    }
    return texts;
  }

  private void add(AudioBlock... blocks) {
    for (AudioBlock each : blocks) {
      gatherer.add(each, each.timestamp());
    }
  }

  @Test
  void blocksThatFollow_areOne_withTheFirstOnesNumberAndTime() {
    for (int i = 0; i < 5; i++) {
      assertThat(gatherer.next()).isNull();
      add(block(1, 3 + i));
    }
    AudioBlock joined = Objects.requireNonNull(gatherer.next());
    assertThat(joined.sequence()).isEqualTo(3);
    assertThat(joined.timestamp()).isEqualTo(30);
    assertThat(joined.captureEpochNanos()).isEqualTo(3_000_000);
    assertThat(joined.frames()).isEqualTo(50);
    for (int i = 0; i < 50; i++) {
      assertThat(joined.toByteArray()[i]).isEqualTo((byte) (3 + i / 10));
    }
  }

  @Test
  void streams_areApart() {
    add(block(1, 0), block(2, 0), block(1, 1), block(1, 2), block(2, 1), block(1, 3), block(1, 4));
    assertThat(passed()).containsExactly("1:0+50");
  }

  @Test
  void gap_otherFormat_orOtherLiveness_passesWhatIsThere() {
    add(block(1, 0), block(1, 1), block(1, 3));
    assertThat(passed()).containsExactly("1:0+20");
    add(block(1, 4).toBuilder().live(false).pcm(new byte[10]));
    assertThat(passed()).containsExactly("1:3+10");
    PcmFormat other = new PcmFormat(2_000, 1, Encoding.U8);
    add(AudioBlock.builder(other).streamId(1).sequence(5).timestamp(50).pcm(new byte[20]));
    assertThat(passed()).containsExactly("1:4+10");
  }

  @Test
  void lastBlock_passesAtOnce_andIsTheLast() {
    add(block(1, 0), builder(1, 1).last(true).empty());
    AudioBlock joined = Objects.requireNonNull(gatherer.next());
    assertThat(joined.last()).isTrue();
    assertThat(passed()).containsExactly("1:0+10");
  }

  @Test
  void whatPauses_isPassedByItsTime() {
    add(block(1, 0), block(2, 1));
    gatherer.passBefore(10);
    assertThat(passed()).containsExactly("1:0+10");
    gatherer.passAll();
    assertThat(passed()).containsExactly("2:1+10");
  }

  @Test
  void oneStreamTooMany_passesTheOldest() {
    for (int i = 0; i <= StreamGatherer.MAX_STREAMS; i++) {
      add(block(i, 0));
    }
    assertThat(passed()).containsExactly("0:0+10");
  }
}
