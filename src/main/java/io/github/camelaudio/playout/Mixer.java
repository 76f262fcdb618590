package io.github.camelaudio.playout;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The sum of all streams that play. Routes file blocks from their threads, the playout thread pulls
 * frames; the two meet in each stream's queue only.
 */
public final class Mixer {

  /** What became of a block. */
  public enum Filing {
    TAKEN,
    /** No room now; a block that is not live may be offered again. */
    FULL,
    /** Its stream cannot be played here, and was told so. */
    REFUSED
  }

  /** Hears of streams. Called from the thread that notices: a route's, or the playout thread. */
  public interface Listener {
    void began(AudioBlock first);

    void ended(long streamId, PlayoutStats stats);

    /** Called once a stream. */
    void refused(AudioBlock block, String reason);
  }

  private record Playing(long streamId, StreamPlayout playout) {}

  private static final int MAX_STREAMS = 64;
  private static final int MAX_REFUSED = 256;

  private final PcmFormat format;
  private final Supplier<StreamPlayout> playouts;
  private final Listener listener;
  private final Map<Long, StreamPlayout> streams = new ConcurrentHashMap<>();
  private final Set<Long> refused = new HashSet<>();
  private float[] scratch = new float[0];

  /** The same streams for the playout thread, which walks them without allocating. */
  private volatile Playing[] playing = {};

  private volatile PlayoutStats endedStats = PlayoutStats.NONE;

  /**
   * Makes a mixer of no streams.
   *
   * @param format rate and channels of the mix; streams of another rate are refused
   * @param playouts makes the playout of each stream, in the channels of the mix
   */
  public Mixer(PcmFormat format, Supplier<StreamPlayout> playouts, Listener listener) {
    this.format = format;
    this.playouts = playouts;
    this.listener = listener;
  }

  public PcmFormat format() {
    return format;
  }

  /** Files a block with its stream, which begins with it if it is new. Any thread. */
  public Filing accept(AudioBlock block, long arrivalNanos) {
    if (block.format().sampleRateHz() != format.sampleRateHz()) {
      refuse(
          block,
          () ->
              "its rate is "
                  + block.format().sampleRateHz()
                  + " Hz, and "
                  + format.sampleRateHz()
                  + " Hz is being played");
      return Filing.REFUSED;
    }
    StreamPlayout stream = streams.get(block.streamId());
    if (stream == null) {
      if (block.frames() == 0) {
        return Filing.TAKEN; // the end of what never began here
      }
      stream = begin(block);
      if (stream == null) {
        return Filing.REFUSED;
      }
    }
    return stream.offer(block, arrivalNanos) ? Filing.TAKEN : Filing.FULL;
  }

  private synchronized @Nullable StreamPlayout begin(AudioBlock block) {
    StreamPlayout there = streams.get(block.streamId());
    if (there != null) {
      return there;
    }
    if (streams.size() >= MAX_STREAMS) {
      refuse(block, () -> MAX_STREAMS + " streams are playing, and no more fit");
      return null;
    }
    StreamPlayout fresh = playouts.get();
    streams.put(block.streamId(), fresh);
    relist();
    listener.began(block);
    return fresh;
  }

  /** Says so of a stream's first block, and of so many streams at most. */
  private void refuse(AudioBlock block, Supplier<String> reason) {
    synchronized (refused) {
      if (refused.size() >= MAX_REFUSED || !refused.add(block.streamId())) {
        return;
      }
    }
    boolean full = refused.size() >= MAX_REFUSED;
    listener.refused(block, reason.get() + (full ? "; further streams are only counted" : ""));
  }

  /**
   * Writes the sum of the next frames of all streams. Playout thread only; never waits, and
   * allocates only when {@code frames} grows.
   *
   * @param out receives {@code frames * channels} samples, which may exceed full scale
   */
  public void read(float[] out, int frames, long nowNanos) {
    int samples = frames * format.channels();
    if (scratch.length < samples) {
      scratch = new float[samples];
    }
    Arrays.fill(out, 0, samples, 0);
    for (Playing each : playing) {
      StreamPlayout stream = each.playout;
      if (stream.read(scratch, frames, nowNanos) > 0) {
        for (int i = 0; i < samples; i++) {
          out[i] += scratch[i];
        }
      }
      if (stream.finished()) {
        end(each.streamId, stream);
      }
    }
  }

  private void end(long streamId, StreamPlayout stream) {
    if (streams.remove(streamId, stream)) {
      PlayoutStats stats = stream.stats();
      synchronized (this) {
        endedStats = endedStats.plus(stats);
        relist();
      }
      listener.ended(streamId, stats);
    }
  }

  private void relist() {
    playing =
        streams.entrySet().stream()
            .map(entry -> new Playing(entry.getKey(), entry.getValue()))
            .toArray(Playing[]::new);
  }

  /** Ends all streams as they are; those that go on begin anew with their next block. */
  public void clear() {
    streams.forEach(this::end);
  }

  public int activeStreams() {
    return streams.size();
  }

  /** All streams together, those that ended too. Any thread. */
  public PlayoutStats stats() {
    PlayoutStats sum = endedStats;
    for (StreamPlayout stream : streams.values()) {
      sum = sum.plus(stream.stats());
    }
    return sum;
  }
}
