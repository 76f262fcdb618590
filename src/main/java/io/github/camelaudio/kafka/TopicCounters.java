package io.github.camelaudio.kafka;

import io.github.camelaudio.meters.MeterTable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What came of a topic. Any thread. */
final class TopicCounters {

  static final MeterTable<TopicCounters> METERS =
      MeterTable.<TopicCounters>of("kafka")
          .counter("records", "records", "Records that were read", c -> c.records.sum())
          .counter(
              "refusedRecords",
              "records",
              "Records that are no block of ours, or not under our keys, and were left out",
              c -> c.refused.sum())
          .counter(
              "repeatedRecords",
              "records",
              "Records whose frames came before, and were left out",
              c -> c.repeated.sum())
          .counter(
              "backwardRecords",
              "records",
              "Records whose timestamps run backwards, and were left out",
              c -> c.backwards.sum())
          .counter(
              "missingRecords",
              "records",
              "Records that their producer wrote and that never came",
              c -> c.missing.get())
          .counter(
              "removedRecords",
              "records",
              "Records that the topic's retention removed before they were read",
              c -> c.removed.sum())
          .build();

  final LongAdder records = new LongAdder();
  final LongAdder refused = new LongAdder();
  final LongAdder repeated = new LongAdder();
  final LongAdder backwards = new LongAdder();
  final LongAdder removed = new LongAdder();
  final AtomicLong missing = new AtomicLong();
}
