package io.github.camelaudio.station;

import io.github.camelaudio.meters.MeterTable;
import io.github.camelaudio.meters.Meters;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What a station has done. Any thread. */
public final class StationCounters {
  public static final MeterTable<StationCounters> METERS =
      MeterTable.<StationCounters>of("station")
          .gauge("listeners", "listeners", "Listeners now", counts -> counts.listeners.get())
          .counter(
              "joinedListeners",
              "listeners",
              "Listeners that have connected",
              counts -> counts.joined.sum())
          .counter(
              "turnedAwayListeners",
              "listeners",
              "Listeners for whom there was no room",
              counts -> counts.turnedAway.sum())
          .counter(
              "overHostListeners",
              "listeners",
              "Of those: listeners beyond maxListenersPerHost",
              counts -> counts.overHost.sum())
          .counter(
              "disconnectedListeners",
              "listeners",
              "Listeners that were disconnected because they accepted no data, or sent too much",
              counts -> counts.disconnected.sum())
          .counter(
              "sentBlocks",
              "blocks",
              "Blocks that were encoded and sent",
              counts -> counts.blocks.sum())
          .counter(
              "unheardBlocks",
              "blocks",
              "Blocks that came while there was no listener",
              counts -> counts.unheard.sum())
          .counter(
              "droppedBlocks",
              "blocks",
              "Blocks dropped for lagging listeners, counted per listener",
              counts -> counts.dropped.sum())
          .counter(
              "busySends",
              "times",
              "How often the send buffer was full, and a datagram had to wait",
              counts -> counts.busySends.sum())
          .counter(
              "refusedBlocks",
              "blocks",
              "Blocks that the wire cannot carry",
              counts -> counts.refusedBlocks.sum())
          .counter(
              "leftOutLines",
              "lines",
              "Log lines on listeners that were left out because there were too many",
              counts -> counts.leftOutLines.sum())
          .build();

  /** Listening now; never above the station's limit. */
  public final AtomicInteger listeners = new AtomicInteger();

  public final LongAdder joined = new LongAdder();
  public final LongAdder turnedAway = new LongAdder();

  /** Of those, the ones whose host has as many as it may. */
  public final LongAdder overHost = new LongAdder();

  public final LongAdder disconnected = new LongAdder();
  public final LongAdder blocks = new LongAdder();
  public final LongAdder refusedBlocks = new LongAdder();

  /** Blocks that came without a listener; they are not encoded. */
  public final LongAdder unheard = new LongAdder();

  /** How often the send buffer was full, and a datagram had to wait. */
  public final LongAdder busySends = new LongAdder();

  /** Blocks that one listener did not get, over all listeners. */
  public final LongAdder dropped = new LongAdder();

  /** Log lines on listeners that were left out because there were too many. */
  public final LongAdder leftOutLines = new LongAdder();

  /** All in one line. */
  public static String summary(Meters<StationCounters> sent) {
    return sent.count("sentBlocks")
        + " blocks to "
        + sent.count("joinedListeners")
        + " listeners, "
        + sent.count("droppedBlocks")
        + " dropped for those who lagged, "
        + sent.count("turnedAwayListeners")
        + " listeners turned away, "
        + sent.count("disconnectedListeners")
        + " disconnected";
  }
}
