package io.github.camelaudio.playout;

import io.github.camelaudio.meters.MeterTable;
import io.github.camelaudio.meters.Meters;
import io.github.camelaudio.playout.stats.PlayoutStats;
import io.github.camelaudio.playout.stats.PlayoutTimes;
import io.github.camelaudio.playout.stats.StreamMeters;
import io.github.camelaudio.playout.stats.StreamStatus;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** What engines count that have a {@link Mixer}. */
public final class PlayoutMeters {

  private PlayoutMeters() {}

  /** Declares them for an engine {@code T}. */
  public static <T> void declare(MeterTable.Builder<T> table, Function<T, Mixer> mixer) {
    table
        .gauge("activeStreams", "streams", "Streams that play now", of(mixer, Mixer::activeStreams))
        .counter(
            "playedFrames",
            "frames",
            "Frames that came in time and were played",
            stat(mixer, PlayoutStats::playedFrames))
        .counter(
            "concealedFrames",
            "frames",
            "Frames that did not come in time; what came before was carried on for them, fading",
            stat(mixer, PlayoutStats::concealedFrames))
        .counter(
            "lateFrames",
            "frames",
            "Frames that came after they had been concealed, and were left out",
            stat(mixer, PlayoutStats::lateFrames))
        .counter(
            "repeatedFrames",
            "frames",
            "Frames that came although they were there already",
            stat(mixer, PlayoutStats::repeatedFrames))
        .counter(
            "skippedFrames",
            "frames",
            "Frames of the backlog of new streams that were left out, as skipBacklog=true asks",
            stat(mixer, PlayoutStats::skippedFrames))
        .counter(
            "cutFrames",
            "frames",
            "Frames left out because more than maxDelay arrived, faster than it plays",
            stat(mixer, PlayoutStats::cutFrames))
        .counter(
            "compressedFrames",
            "frames",
            "Frames of delay that time compression took out, without a change of pitch",
            stat(mixer, PlayoutStats::compressedFrames))
        .counter(
            "droppedFrames",
            "frames",
            "Frames that found the queue or the memory full, came after their stream's end, or"
                + " belonged nowhere in it",
            stat(mixer, PlayoutStats::droppedFrames))
        .counter(
            "underruns",
            "times",
            "How often a stream had nothing left to play, and went on later",
            stat(mixer, PlayoutStats::underruns))
        .counter(
            "restarts",
            "times",
            "How often a stream restarted: after a long break, a jump of its timestamps, or a change"
                + " of its format, or because more came than is held",
            stat(mixer, PlayoutStats::restarts))
        .counter(
            "limitedFrames",
            "frames",
            "Frames of the mix that were turned down to stay in full scale",
            of(mixer, Mixer::limitedFrames))
        .histogram(
            "arrivalJitterMillis",
            "How much later than the fastest one of the last two seconds each block of a live"
                + " stream came",
            PlayoutTimes.BUCKETS,
            engine -> mixer.apply(engine).times().jitter())
        .histogram(
            "latencyMillis",
            "From the arrival of a block of a live stream until it is heard, with the device's"
                + " latency where that is known",
            PlayoutTimes.BUCKETS,
            engine -> mixer.apply(engine).times().latency())
        .parts(
            StreamMeters.METERS, engine -> mixer.apply(engine).streams(), StreamStatus::streamName);
  }

  /** Declares what an engine {@code T} counts besides, where its mixer is told of stalls. */
  public static <T> void declareStalls(MeterTable.Builder<T> table, Function<T, Mixer> mixer) {
    table
        .counter(
            "machineStalls",
            "times",
            "How often this machine's playout thread came too late",
            of(mixer, Mixer::machineStalls))
        .counter(
            "machineStalledMillis",
            "ms",
            "For how long altogether it was too late",
            millis(mixer, Mixer::machineStalledNanos))
        .counter(
            "deviceStalls",
            "times",
            "How often the device stood still",
            of(mixer, Mixer::deviceStalls))
        .counter(
            "deviceStalledMillis",
            "ms",
            "For how long altogether it stood still",
            millis(mixer, Mixer::deviceStalledNanos));
  }

  private static <T> ToLongFunction<T> of(Function<T, Mixer> mixer, ToLongFunction<Mixer> count) {
    return engine -> count.applyAsLong(mixer.apply(engine));
  }

  private static <T> ToLongFunction<T> millis(
      Function<T, Mixer> mixer, ToLongFunction<Mixer> nanos) {
    return engine -> TimeUnit.NANOSECONDS.toMillis(nanos.applyAsLong(mixer.apply(engine)));
  }

  private static <T> ToLongFunction<T> stat(
      Function<T, Mixer> mixer, ToLongFunction<PlayoutStats> count) {
    return engine -> count.applyAsLong(mixer.apply(engine).stats());
  }

  /** What was declared by {@link #declare}, read for people. */
  public static PlayoutStats stats(Meters<?> meters) {
    return new PlayoutStats(
        meters.count("playedFrames"),
        meters.count("concealedFrames"),
        meters.count("lateFrames"),
        meters.count("repeatedFrames"),
        meters.count("skippedFrames"),
        meters.count("cutFrames"),
        meters.count("compressedFrames"),
        meters.count("droppedFrames"),
        meters.count("underruns"),
        meters.count("restarts"));
  }
}
