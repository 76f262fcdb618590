package io.github.camelaudio.kafka;

import static io.github.camelaudio.kafka.Records.A;
import static io.github.camelaudio.kafka.Records.B;
import static io.github.camelaudio.kafka.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PacedRecordsTest {

  private static final long EPOCH = 1_795_132_801_000L;

  private final PacedRecords paced = new PacedRecords();

  private List<String> dueAt(long millis) {
    return dueAt(millis, true);
  }

  private List<String> dueAt(long millis, boolean known) {
    return Records.texts(paced.due(TimeUnit.MILLISECONDS.toNanos(millis), known));
  }

  private long untilNextAt(long millis) {
    return paced.millisUntilNext(TimeUnit.MILLISECONDS.toNanos(millis), 100);
  }

  @Test
  void records_comeAsFarApartAsTheyWereCaptured() {
    paced.add(Records.of(record(A, 0, EPOCH), record(A, 1, EPOCH + 10), record(A, 2, EPOCH + 40)));
    assertThat(dueAt(1_000)).containsExactly("0:0");
    assertThat(untilNextAt(1_000)).isEqualTo(10);
    assertThat(dueAt(1_009)).isEmpty();
    assertThat(dueAt(1_010)).containsExactly("0:1");
    assertThat(dueAt(1_045)).containsExactly("0:2");
    assertThat(untilNextAt(1_045)).isEqualTo(100);
  }

  @Test
  void partitions_areMergedByTime() {
    paced.add(Records.of(record(A, 0, EPOCH), record(A, 1, EPOCH + 20)));
    paced.add(Records.of(record(B, 0, EPOCH + 10), record(B, 1, EPOCH + 30)));
    assertThat(dueAt(0)).containsExactly("0:0");
    assertThat(dueAt(10)).containsExactly("1:0");
    assertThat(dueAt(20)).containsExactly("0:1");
    assertThat(dueAt(30)).containsExactly("1:1");
  }

  @Test
  void nothingIsPlayed_whileAnEarlierOneMayCome() {
    paced.add(Records.of(record(A, 0, EPOCH + 120_000)));
    assertThat(dueAt(0, false)).isEmpty();
    assertThat(untilNextAt(0)).isEqualTo(10);
    paced.add(Records.of(record(B, 0, EPOCH), record(B, 1, EPOCH + 1_000)));
    assertThat(dueAt(5)).containsExactly("1:0");
    assertThat(dueAt(1_005, false)).containsExactly("1:1");
    assertThat(dueAt(1_010, false)).as("what is after the pause").isEmpty();
    assertThat(dueAt(1_020)).containsExactly("0:0");
  }

  @Test
  void partitionThatSaysNothing_isWaitedForTwoSecondsOnly() {
    paced.add(Records.of(record(A, 0, EPOCH)));
    assertThat(dueAt(0, false)).isEmpty();
    assertThat(dueAt(1_999, false)).isEmpty();
    assertThat(dueAt(2_000, false)).containsExactly("0:0");
  }

  @Test
  void pauseOfMoreThanAMinute_isLeftOut_andAShorterOneIsNot() {
    paced.add(
        Records.of(
            record(A, 0, EPOCH), record(A, 1, EPOCH + 60_000), record(A, 2, EPOCH + 120_001)));
    assertThat(dueAt(0)).containsExactly("0:0");
    assertThat(dueAt(59_999)).isEmpty();
    assertThat(dueAt(60_000)).containsExactly("0:1", "0:2");
  }

  @Test
  void timesThatRunBackwards_areDueAtOnce() {
    paced.add(Records.of(record(A, 0, EPOCH), record(A, 1, EPOCH - 5_000), record(A, 2, -1)));
    assertThat(dueAt(0)).containsExactly("0:0", "0:1", "0:2");
  }

  @Test
  void partition_isFullFrom1000On_andForgotten() {
    for (int i = 0; i < PacedRecords.FULL_RECORDS; i++) {
      assertThat(paced.full()).isEmpty();
      paced.add(Records.of(record(A, i, EPOCH + i)));
    }
    assertThat(paced.full()).containsExactly(A);
    dueAt(0);
    assertThat(paced.full()).isEmpty();
    paced.forget(List.of(A));
    assertThat(paced.has(A)).isFalse();
    assertThat(dueAt(100)).isEmpty();
  }
}
