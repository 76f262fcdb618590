package io.github.camelaudio.kafka;

import static io.github.camelaudio.kafka.Records.A;
import static io.github.camelaudio.kafka.Records.B;
import static io.github.camelaudio.kafka.Records.TOPIC;
import static io.github.camelaudio.kafka.Records.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelaudio.flow.LogLines;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With Kafka's own simulated consumer, and a simulated clock. */
class TopicReadingTest {

  private static final long EPOCH = 1_795_132_801_000L;

  private final LogLines log = new LogLines("kafka:radio");
  private final Answers kafka = new Answers();
  private final TopicCounters counters = new TopicCounters();
  private Offsets offsets = new Offsets(true);
  private Consumer<byte[], byte[]> camels = kafka;
  private long nowMillis = 1_000;

  /** Also answers when offsets were, and may not answer at all. */
  private static final class Answers extends MockConsumer<byte[], byte[]> {
    private final Map<TopicPartition, OffsetAndMetadata> commits = new HashMap<>();
    private long offsetOfTime;
    private boolean unanswered;
    private @Nullable KafkaException refused;

    Answers() {
      super(OffsetResetStrategy.EARLIEST);
      updateBeginningOffsets(Map.of(A, 3L, B, 0L));
      updateEndOffsets(Map.of(A, 10L, B, 5L));
    }

    @Override
    public synchronized Map<TopicPartition, OffsetAndMetadata> committed(
        Set<TopicPartition> partitions, Duration most) {
      if (unanswered) {
        throw new TimeoutException("no answer");
      }
      return super.committed(partitions);
    }

    /** Those that are synchronous, too. */
    @Override
    public synchronized void commitAsync(
        Map<TopicPartition, OffsetAndMetadata> at, @Nullable OffsetCommitCallback callback) {
      commits.putAll(at);
      super.commitAsync(at, callback);
    }

    @Override
    public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
        Map<TopicPartition, Long> times, Duration most) {
      Map<TopicPartition, OffsetAndTimestamp> found = new HashMap<>();
      times.forEach(
          (of, millis) ->
              found.put(of, of.equals(A) ? new OffsetAndTimestamp(offsetOfTime, millis) : null));
      return found;
    }

    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration most) {
      KafkaException why = refused;
      if (why != null) {
        throw why;
      }
      return super.poll(most);
    }
  }

  @AfterEach
  void end() {
    log.close();
  }

  private void start(boolean grouped, StartAt startAt, boolean paced) {
    offsets = new Offsets(grouped);
    TopicReading reading =
        new TopicReading(
            new TopicReading.Plan("kafka:radio", "here:9092", grouped, startAt, paced),
            kafka,
            offsets,
            counters,
            () -> TimeUnit.MILLISECONDS.toNanos(nowMillis));
    camels = TopicConsumer.before(kafka, reading);
    camels.subscribe(
        List.of(TOPIC),
        new ConsumerRebalanceListener() {
          @Override
          public void onPartitionsRevoked(Collection<TopicPartition> none) {}

          @Override
          public void onPartitionsAssigned(Collection<TopicPartition> none) {}
        });
  }

  private void assign(TopicPartition... partitions) {
    kafka.rebalance(List.of(partitions));
  }

  private List<String> poll() {
    return Records.texts(camels.poll(Duration.ZERO));
  }

  private void add(TopicPartition of, long... each) {
    for (long offset : each) {
      kafka.addRecord(record(of, offset, EPOCH + 10 * offset));
    }
    kafka.updateEndOffsets(Map.of(of, each[each.length - 1] + 1));
  }

  private @Nullable Long committed(TopicPartition of) {
    OffsetAndMetadata at = kafka.commits.get(of);
    return at == null ? null : at.offset();
  }

  @Test
  void withoutAGroup_now_isTheEnd_andNothingIsCommitted() {
    start(false, StartAt.NOW, false);
    assign(A, B);
    poll();
    assertThat(kafka.position(A)).isEqualTo(10);
    assertThat(kafka.position(B)).isEqualTo(5);
    assertThat(committed(A)).isNull();
  }

  @Test
  void beginning_isTheFirstThatIsThere() {
    start(false, new StartAt(StartAt.Kind.BEGINNING, 0), false);
    assign(A, B);
    poll();
    assertThat(kafka.position(A)).isEqualTo(3);
    assertThat(kafka.position(B)).isZero();
  }

  @Test
  void time_isTheFirstRecordFromThenOn_orTheEnd() {
    kafka.offsetOfTime = 7;
    start(false, new StartAt(StartAt.Kind.TIME, EPOCH), false);
    assign(A, B);
    poll();
    assertThat(kafka.position(A)).isEqualTo(7);
    assertThat(kafka.position(B)).isEqualTo(5);
  }

  @Test
  void group_goesOnAtWhatIsCommitted_andElseCommitsWhereItBegins() {
    start(true, StartAt.NOW, false);
    assign(A, B);
    kafka.commitSync(Map.of(A, new OffsetAndMetadata(6)));
    poll();
    assertThat(kafka.position(A)).isEqualTo(6);
    assertThat(kafka.position(B)).isEqualTo(5);
    assertThat(committed(B)).isEqualTo(5);
  }

  @Test
  void partition_isNotReadBeforeItIsKnownWhere() {
    kafka.unanswered = true;
    start(true, StartAt.NOW, false);
    assign(A);
    assertThat(poll()).isEmpty();
    assertThat(kafka.paused()).containsExactly(A);
    kafka.unanswered = false;
    poll();
    assertThat(kafka.paused()).isEmpty();
    assertThat(kafka.position(A)).isEqualTo(10);
  }

  @Test
  void retention_thatRemovedWhatTheGroupHadToRead_isSaidOnce_andCounted() {
    kafka.updateBeginningOffsets(Map.of(A, 0L)); // the simulation knows no retention
    start(true, StartAt.NOW, false);
    assign(A);
    kafka.commitSync(Map.of(A, new OffsetAndMetadata(1)));
    poll();
    add(A, 41, 42, 50);
    assertThat(poll()).containsExactly("0:41", "0:42", "0:50");
    assertThat(counters.removed.sum()).isEqualTo(47);
    assertThat(log.all())
        .containsExactly(
            "WARN kafka:radio: 40 records of partition 0 were removed from the topic before they"
                + " were read; raise its retention.ms, or read sooner");
  }

  @Test
  void whatIsDone_isCommittedTwiceASecond() {
    start(true, StartAt.NOW, false);
    assign(A);
    poll();
    add(A, 10, 11);
    assertThat(poll()).containsExactly("0:10", "0:11");
    offsets.given(A, 10);
    offsets.given(A, 11);
    offsets.done(A, 10);
    nowMillis += 499;
    poll();
    assertThat(committed(A)).isEqualTo(10);
    nowMillis++;
    poll();
    assertThat(committed(A)).isEqualTo(11);
  }

  @Test
  void revokedPartition_isCommitted_andAnotherIsNot() {
    start(true, StartAt.NOW, false);
    assign(A, B);
    poll();
    offsets.given(A, 10);
    offsets.given(B, 5);
    offsets.done(A, 10);
    offsets.done(B, 5);
    assign(B);
    assertThat(committed(A)).isEqualTo(11);
    assertThat(committed(B)).isEqualTo(5);
    nowMillis += 500;
    poll();
    assertThat(committed(B)).isEqualTo(6);
  }

  @Test
  void revocation_waitsForWhatWasGiven() throws Exception {
    start(true, StartAt.NOW, false);
    assign(A);
    poll();
    offsets.given(A, 10);
    Thread reader = Thread.currentThread();
    AtomicBoolean over = new AtomicBoolean();
    Thread recorder =
        new Thread(
            () -> {
              while (reader.getState() != Thread.State.TIMED_WAITING && !over.get()) {
                Thread.onSpinWait();
              }
              offsets.done(A, 10);
            });
    recorder.start();
    assign();
    over.set(true);
    recorder.join();
    assertThat(committed(A)).isEqualTo(11);
  }

  @Test
  void withoutAGroup_aPartitionThatComesBack_goesOnWhereItWas() {
    start(false, StartAt.NOW, false);
    assign(A);
    poll();
    add(A, 10, 11);
    poll();
    assign();
    kafka.updateEndOffsets(Map.of(A, 20L));
    assign(A);
    poll();
    assertThat(kafka.position(A)).isEqualTo(12);
  }

  @Test
  void pacedPast_comesAtItsPace_andAFullPartitionIsPausedMeanwhile() {
    start(false, new StartAt(StartAt.Kind.BEGINNING, 0), true);
    assign(A);
    poll();
    long[] many = new long[PacedRecords.FULL_RECORDS + 1];
    Arrays.setAll(many, i -> 3 + i);
    add(A, many);
    assertThat(poll()).containsExactly("0:3");
    poll();
    assertThat(kafka.paused()).containsExactly(A);
    nowMillis += 10;
    assertThat(poll()).containsExactly("0:4");
    poll();
    assertThat(kafka.paused()).isEmpty();
  }

  @Test
  void suspendedRoute_getsNothing_andGoesOnWithoutALoss() {
    start(false, new StartAt(StartAt.Kind.BEGINNING, 0), true);
    assign(A);
    poll();
    add(A, 3, 4);
    camels.pause(camels.assignment());
    assertThat(poll()).isEmpty();
    assertThat(kafka.paused()).containsExactly(A);
    camels.seek(A, 9);
    camels.resume(camels.assignment());
    assertThat(poll()).containsExactly("0:3");
  }

  @Test
  void refusal_isSaidOnce_andEndsNothing() {
    start(false, StartAt.NOW, false);
    assign(A);
    kafka.refused = new TopicAuthorizationException(Set.of(TOPIC));
    poll();
    poll();
    kafka.refused = null;
    poll();
    assertThat(log.all())
        .containsExactly(
            "WARN kafka:radio: cannot read: Not authorized to access topics: [radio]; trying again",
            "INFO kafka:radio: reads again");
  }

  @Test
  void wakeup_isPassedOn_asCamelEndsByIt() {
    start(false, StartAt.NOW, false);
    kafka.refused = new WakeupException();
    assertThatThrownBy(this::poll).isInstanceOf(WakeupException.class);
  }
}
