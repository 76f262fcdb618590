package io.github.camelaudio.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Which records of which partitions are not done yet: an offset is committed only when all before
 * it are. Remembers nothing where no group is named. Any thread.
 */
final class Offsets {

  private final boolean grouped;
  private final Map<TopicPartition, Partition> partitions = new HashMap<>();

  /** What was not done when its partition was forgotten. */
  private final Map<TopicPartition, Set<Long>> outstanding = new HashMap<>();

  /**
   * None yet.
   *
   * @param grouped whether there is a group, whose offsets are committed
   */
  Offsets(boolean grouped) {
    this.grouped = grouped;
  }

  private static final class Partition {
    final TreeSet<Long> undone = new TreeSet<>();
    long next = -1;
    long committed = -1;

    /** From which offset on another reader would have to go on. */
    long committable() {
      return undone.isEmpty() ? next : undone.first();
    }
  }

  /** A record goes to the route. In order, for each partition. */
  synchronized void given(TopicPartition of, long offset) {
    if (grouped) {
      Partition partition = partitions.computeIfAbsent(of, each -> new Partition());
      partition.undone.add(offset);
      partition.next = offset + 1;
    }
  }

  /** It is where it is to be. */
  synchronized void done(TopicPartition of, long offset) {
    Partition partition = partitions.get(of);
    if (partition != null) {
      partition.undone.remove(offset);
    }
    Set<Long> before = outstanding.get(of);
    if (before != null && before.remove(offset) && before.isEmpty()) {
      outstanding.remove(of);
    }
    notifyAll();
  }

  /**
   * Whether a record was given before its partition was {@link #forget forgotten}, and is not where
   * it is to be yet: then what comes again is not done before that.
   */
  synchronized boolean isOutstanding(TopicPartition of, long offset) {
    return outstanding.getOrDefault(of, Set.of()).contains(offset);
  }

  /** What can be committed of some partitions, and was not; counts as committed from now on. */
  synchronized Map<TopicPartition, OffsetAndMetadata> take(Collection<TopicPartition> of) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (TopicPartition each : of) {
      Partition partition = partitions.get(each);
      if (partition != null && partition.committable() > partition.committed) {
        partition.committed = partition.committable();
        offsets.put(each, new OffsetAndMetadata(partition.committed));
      }
    }
    return offsets;
  }

  /** A commit of these failed, or may fail: they are to be committed again. */
  synchronized void failed(Collection<TopicPartition> of) {
    of.forEach(
        each -> {
          Partition partition = partitions.get(each);
          if (partition != null) {
            partition.committed = -1;
          }
        });
  }

  /** Waits until all records of some partitions are done, for a time at most. */
  synchronized void await(Collection<TopicPartition> of, long millis) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    long left = millis;
    while (left > 0 && of.stream().anyMatch(this::isPending)) {
      wait(left);
      left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }
  }

  private boolean isPending(TopicPartition of) {
    Partition partition = partitions.get(of);
    return partition != null && partition.committable() < partition.next;
  }

  /** Partitions are another reader's now, or will be assigned again. */
  synchronized void forget(Collection<TopicPartition> of) {
    for (TopicPartition each : of) {
      Partition gone = partitions.remove(each);
      if (gone != null && !gone.undone.isEmpty()) {
        outstanding.computeIfAbsent(each, key -> new HashSet<>()).addAll(gone.undone);
      }
    }
  }
}
