package io.github.camelaudio.console.live;

import io.github.camelaudio.console.socket.Places;
import io.github.camelaudio.meters.MeterTable;
import java.util.concurrent.atomic.LongAdder;

/** What is counted of all who listen. Any thread. */
final class ListenCounts {

  static final MeterTable<ListenCounts> METERS =
      MeterTable.<ListenCounts>of("console")
          .gauge("listeners", "listeners", "Who listens now", counts -> counts.places.taken())
          .counter("sentBytes", "bytes", "Bytes of sound sent", counts -> counts.sentBytes.sum())
          .counter(
              "leftOutFrames",
              "frames",
              "Frames left out because a listener's connection was too slow",
              counts -> counts.leftOutFrames.sum())
          .build();

  final Places places;
  final LongAdder sentBytes = new LongAdder();
  final LongAdder leftOutFrames = new LongAdder();

  ListenCounts(Places places) {
    this.places = places;
  }
}
