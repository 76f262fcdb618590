package io.github.camelaudio.kafka;

import io.github.camelaudio.flow.FailureText;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a topic is read: from where, at which pace, and what is committed. It stands between Camel,
 * which polls, and Kafka's consumer. The polling thread's alone, but for {@link #trouble}.
 *
 * <p>A reader of a group goes on where the group has come to. Where that is not known, and without
 * a group, it begins where it is told, and where it begins is committed at once, so that another
 * one of the group that takes over goes on from there. A partition is paused from its assignment
 * until it is known where to begin, however long no broker answers.
 */
final class TopicReading implements ConsumerRebalanceListener {

  private static final Logger LOG = LoggerFactory.getLogger(TopicReading.class);
  private static final long COMMIT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** How long what was given to the route may take until it is where it is to be, at the end. */
  private static final long SETTLE_MILLIS = 2_000;

  /** How long one question to a broker may take. */
  private static final Duration ANSWER = Duration.ofSeconds(2);

  /**
   * What is read how.
   *
   * @param name of the endpoint in log lines
   * @param brokers of the topic, for people
   * @param grouped whether a group is named, whose offsets count
   * @param startAt where to begin
   * @param paced whether the past is played at its own pace
   */
  record Plan(String name, String brokers, boolean grouped, StartAt startAt, boolean paced) {}

  private final Plan plan;
  private final Consumer<byte[], byte[]> kafka;
  private final Offsets offsets;
  private final TopicCounters counters;
  private final LongSupplier nanoTime;
  private final BrokerWatch watch;
  private final PacedRecords paced = new PacedRecords();

  /** The offset of the record that comes next, of each partition that was begun. */
  private final Map<TopicPartition, Long> next = new HashMap<>();

  /** Assigned, and it is not known yet where to begin. */
  private final Set<TopicPartition> fresh = new HashSet<>();

  /** Of which it was said that records were removed. */
  private final Set<TopicPartition> said = new HashSet<>();

  private @Nullable ConsumerRebalanceListener camels;
  private final long begunMillis = System.currentTimeMillis();
  private boolean suspended;
  private long committedNanos;

  /**
   * Reads nothing yet.
   *
   * @param kafka Kafka's own consumer
   * @param nanoTime the monotonic clock
   */
  TopicReading(
      Plan plan,
      Consumer<byte[], byte[]> kafka,
      Offsets offsets,
      TopicCounters counters,
      LongSupplier nanoTime) {
    this.plan = plan;
    this.kafka = kafka;
    this.offsets = offsets;
    this.counters = counters;
    this.nanoTime = nanoTime;
    this.committedNanos = nanoTime.getAsLong();
    this.watch =
        new BrokerWatch(
            plan.name, plan.brokers, () -> BrokerWatch.receivedBytes(kafka), committedNanos);
  }

  /** Also tells Camel what is assigned. */
  TopicReading with(ConsumerRebalanceListener listener) {
    camels = listener;
    return this;
  }

  /** Gives nothing while it is suspended, and loses nothing. */
  void suspend(boolean now) {
    suspended = now;
  }

  // ---- reading

  /**
   * Reads for a time at most, and gives what is due now. Nothing while a broker refuses or does not
   * answer: then Camel would skip records, or end the route.
   */
  ConsumerRecords<byte[], byte[]> poll(Duration most) {
    try {
      watch.look(nanoTime.getAsLong());
      commitWhenDue();
      tryToBegin();
      pauseOrResume();
      ConsumerRecords<byte[], byte[]> due = read(most);
      watch.succeeded();
      return due;
    } catch (WakeupException | InterruptException e) {
      throw e;
    } catch (RetriableException e) {
      LOG.debug("{}: no answer", plan.name, e); // the watch says it
    } catch (KafkaException e) {
      watch.failed(FailureText.of(e));
      pause(most);
    }
    return ConsumerRecords.empty();
  }

  private static void pause(Duration time) {
    try {
      TimeUnit.MILLISECONDS.sleep(time.toMillis());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private ConsumerRecords<byte[], byte[]> read(Duration most) {
    if (!plan.paced) {
      return given(kafka.poll(most));
    }
    long wait =
        suspended ? most.toMillis() : paced.millisUntilNext(nanoTime.getAsLong(), most.toMillis());
    paced.add(kafka.poll(Duration.ofMillis(wait)));
    return suspended
        ? ConsumerRecords.empty()
        : given(paced.due(nanoTime.getAsLong(), isNextKnown()));
  }

  /** Whether each partition that has more has something waiting. */
  private boolean isNextKnown() {
    return fresh.isEmpty()
        && kafka.assignment().stream()
            .allMatch(of -> paced.has(of) || kafka.currentLag(of).orElse(1) == 0);
  }

  private ConsumerRecords<byte[], byte[]> given(ConsumerRecords<byte[], byte[]> records) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      TopicPartition of = new TopicPartition(record.topic(), record.partition());
      Long expected = next.put(of, record.offset() + 1);
      if (expected != null && record.offset() > expected) {
        removed(of, record.offset() - expected);
      }
    }
    return records;
  }

  /** The topic's retention may remove what was not read yet. */
  private void removed(TopicPartition of, long records) {
    counters.removed.add(records);
    if (said.add(of)) {
      LOG.warn(
          "{}: {} records of partition {} were removed from the topic before they were read; raise"
              + " its retention.ms, or read sooner",
          plan.name,
          records,
          of.partition());
    }
  }

  /** All rebalances and reasons to pause come together here. */
  private void pauseOrResume() {
    Set<TopicPartition> pause = new HashSet<>(suspended ? kafka.assignment() : paced.full());
    pause.addAll(fresh);
    pause.retainAll(kafka.assignment());
    Set<TopicPartition> resume = new HashSet<>(kafka.paused());
    resume.removeAll(pause);
    pause.removeAll(kafka.paused());
    kafka.resume(resume);
    kafka.pause(pause);
  }

  // ---- where to begin

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    if (camels != null) {
      camels.onPartitionsAssigned(partitions);
    }
    fresh.addAll(partitions);
    kafka.pause(partitions);
  }

  /** Kafka must be polled in any case: it may have the rebalance that is in the way. */
  private void tryToBegin() {
    try {
      if (!fresh.isEmpty()) {
        begin();
      }
    } catch (RetriableException | RebalanceInProgressException | CommitFailedException e) {
      LOG.debug("{}: begins later", plan.name, e);
    }
  }

  private void begin() {
    Map<TopicPartition, Long> known = known();
    Set<TopicPartition> unknown = new HashSet<>(fresh);
    unknown.removeAll(known.keySet());
    known.forEach(kafka::seek);
    plan.startAt.seek(kafka, unknown, begunMillis, ANSWER);
    Map<TopicPartition, OffsetAndMetadata> begun = new HashMap<>();
    for (TopicPartition of : unknown) {
      // Asked now, so that what comes from now on is not skipped.
      begun.put(of, new OffsetAndMetadata(kafka.position(of, ANSWER)));
    }
    if (plan.grouped && !begun.isEmpty()) {
      kafka.commitSync(begun, ANSWER);
    }
    next.putAll(known);
    begun.forEach((of, at) -> next.put(of, at.offset()));
    fresh.clear();
  }

  /** Where the group has come to, or where this reader had come to before a rebalance. */
  private Map<TopicPartition, Long> known() {
    Map<TopicPartition, Long> known = new HashMap<>();
    if (plan.grouped) {
      kafka
          .committed(fresh, ANSWER)
          .forEach(
              (of, at) -> {
                if (at != null) {
                  known.put(of, at.offset());
                }
              });
    } else {
      known.putAll(next);
      known.keySet().retainAll(fresh);
    }
    return known;
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    if (camels != null) {
      camels.onPartitionsRevoked(partitions);
    }
    try {
      settle(partitions);
    } finally {
      leave(partitions);
    }
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    if (camels != null) {
      camels.onPartitionsLost(partitions);
    }
    leave(partitions);
  }

  private void leave(Collection<TopicPartition> partitions) {
    paced.forget(partitions);
    offsets.forget(partitions);
    fresh.removeAll(partitions);
    said.removeAll(partitions);
    if (plan.grouped) {
      next.keySet().removeAll(partitions);
    }
  }

  // ---- what is committed

  private void commitWhenDue() {
    long now = nanoTime.getAsLong();
    if (!plan.grouped || now - committedNanos < COMMIT_NANOS) {
      return;
    }
    committedNanos = now;
    Map<TopicPartition, OffsetAndMetadata> done = offsets.take(kafka.assignment());
    if (!done.isEmpty()) {
      kafka.commitAsync(
          done,
          (of, failure) -> {
            if (failure != null) {
              LOG.debug("{}: offsets are committed later", plan.name, failure);
              offsets.failed(of.keySet());
            }
          });
    }
  }

  /** Before partitions are another's: waits until what was given is where it is to be. */
  private void settle(Collection<TopicPartition> partitions) {
    if (!plan.grouped) {
      return;
    }
    try {
      offsets.await(partitions, SETTLE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    offsets.failed(partitions); // a commit that is on its way may fail
    Map<TopicPartition, OffsetAndMetadata> done = offsets.take(partitions);
    try {
      if (!done.isEmpty()) {
        kafka.commitSync(done, ANSWER);
      }
    } catch (WakeupException | InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      LOG.warn(
          "{}: what was read last is read again, by who takes over: {}",
          plan.name,
          FailureText.of(e));
    }
  }

  /** Why nothing comes, for people; null while something may. Any thread. */
  @Nullable String trouble() {
    return watch.trouble();
  }
}
