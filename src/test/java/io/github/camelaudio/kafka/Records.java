package io.github.camelaudio.kafka;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Records of a topic, without a broker. */
final class Records {

  static final String TOPIC = "radio";
  static final TopicPartition A = new TopicPartition(TOPIC, 0);
  static final TopicPartition B = new TopicPartition(TOPIC, 1);

  private Records() {}

  static ConsumerRecord<byte[], byte[]> record(TopicPartition of, long offset, long millis) {
    return new ConsumerRecord<>(
        of.topic(),
        of.partition(),
        offset,
        millis,
        TimestampType.CREATE_TIME,
        0,
        0,
        new byte[0],
        new byte[0],
        new RecordHeaders(),
        Optional.empty());
  }

  @SafeVarargs
  static ConsumerRecords<byte[], byte[]> of(ConsumerRecord<byte[], byte[]>... records) {
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> byPartition = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> each : records) {
      byPartition
          .computeIfAbsent(
              new TopicPartition(each.topic(), each.partition()), of -> new ArrayList<>())
          .add(each);
    }
    return new ConsumerRecords<>(byPartition);
  }

  /** As {@code partition:offset}, in the order of the partitions. */
  static List<String> texts(ConsumerRecords<byte[], byte[]> records) {
    return StreamSupport.stream(records.spliterator(), false)
        .map(each -> each.partition() + ":" + each.offset())
        .sorted()
        .toList();
  }
}
