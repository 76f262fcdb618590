package io.github.camelaudio.playout.stats;

import io.github.camelaudio.meters.MeterTable;

/** What there is to know of one stream while it plays. */
public final class StreamMeters {

  public static final MeterTable<StreamStatus> METERS =
      MeterTable.<StreamStatus>of("stream")
          .counter(
              "playedFrames",
              "frames",
              "Frames that came in time and were played",
              stream -> stream.stats().playedFrames())
          .counter(
              "concealedFrames",
              "frames",
              "Frames that did not come in time; what came before was carried on for them, fading",
              stream -> stream.stats().concealedFrames())
          .counter(
              "lateFrames",
              "frames",
              "Frames that came after they had been concealed, and were left out",
              stream -> stream.stats().lateFrames())
          .counter(
              "droppedFrames",
              "frames",
              "Frames that found the queue or the memory full, or came after the stream's end",
              stream -> stream.stats().droppedFrames())
          .counter(
              "underruns",
              "times",
              "How often nothing was left to play while the stream went on",
              stream -> stream.stats().underruns())
          .counter(
              "restarts",
              "times",
              "How often the stream restarted",
              stream -> stream.stats().restarts())
          .level(
              "delayMillis",
              "ms",
              "How long the stream is held; -1: not known yet",
              stream -> known(stream, stream.delays().delayMillis()))
          .level(
              "targetDelayMillis",
              "ms",
              "How long the stream should be held; -1: not known yet",
              stream -> known(stream, stream.delays().targetMillis()))
          .value(
              "clockPpm",
              "ppm",
              "By how much faster it is played than its rate says, to follow its sender's clock",
              stream -> stream.delays().speedPpm())
          .build();

  private StreamMeters() {}

  /** In its first half second nothing is known of a stream's delay: its target is 0. */
  private static double known(StreamStatus stream, double millis) {
    return stream.delays().targetMillis() == 0 ? -1 : millis;
  }
}
