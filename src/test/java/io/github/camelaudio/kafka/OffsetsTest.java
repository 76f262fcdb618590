package io.github.camelaudio.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class OffsetsTest {

  private static final TopicPartition A = new TopicPartition("radio", 0);
  private static final TopicPartition B = new TopicPartition("radio", 1);

  private final Offsets offsets = new Offsets(true);

  private static Map<TopicPartition, OffsetAndMetadata> at(TopicPartition of, long offset) {
    return Map.of(of, new OffsetAndMetadata(offset));
  }

  private void give(TopicPartition of, long... each) {
    for (long offset : each) {
      offsets.given(of, offset);
    }
  }

  @Test
  void offset_isCommittedOnlyWhenAllBeforeAreDone() {
    give(A, 5, 6, 7);
    offsets.done(A, 6);
    assertThat(offsets.take(List.of(A))).isEqualTo(at(A, 5));
    offsets.done(A, 5);
    assertThat(offsets.take(List.of(A))).isEqualTo(at(A, 7));
    offsets.done(A, 7);
    assertThat(offsets.take(List.of(A))).isEqualTo(at(A, 8));
    assertThat(offsets.take(List.of(A))).isEmpty();
  }

  @Test
  void commitThatFailed_isTakenAgain() {
    give(A, 5);
    offsets.done(A, 5);
    offsets.take(List.of(A));
    offsets.failed(List.of(A));
    assertThat(offsets.take(List.of(A))).isEqualTo(at(A, 6));
  }

  @Test
  void onePartitionThatIsTaken_leavesTheOther() {
    give(A, 1);
    give(B, 1);
    offsets.done(A, 1);
    offsets.done(B, 1);
    assertThat(offsets.take(List.of(A))).isEqualTo(at(A, 2));
    assertThat(offsets.take(List.of(A, B))).isEqualTo(at(B, 2));
  }

  @Test
  void partitionOfAnother_isForgotten() {
    give(A, 1);
    offsets.forget(List.of(A));
    offsets.done(A, 1);
    assertThat(offsets.take(List.of(A))).isEmpty();
  }

  @Test
  void withoutAGroup_nothingIsKept() {
    Offsets none = new Offsets(false);
    none.given(A, 1);
    none.done(A, 1);
    assertThat(none.take(List.of(A))).isEmpty();
  }

  @Test
  void await_endsWhenTheLastIsDone() throws Exception {
    give(A, 1, 2);
    offsets.done(A, 1);
    Thread recorder = new Thread(() -> offsets.done(A, 2));
    recorder.start();
    offsets.await(List.of(A), 10_000);
    recorder.join();
    assertThat(offsets.take(List.of(A))).isEqualTo(at(A, 3));
  }

  @Test
  void await_endsAfterItsTime() throws Exception {
    give(A, 1);
    offsets.await(List.of(A), 1);
    assertThat(offsets.take(List.of(A))).isEqualTo(at(A, 1));
  }
}
