package io.github.camelaudio.playout;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The sum of all streams that play, each with its own delay, clock and format, kept within full
 * scale. Routes file blocks from their threads, the playout thread pulls frames; the two meet in
 * each stream's queue only.
 */
public final class Mixer {

  /** What became of a block. */
  public enum Filing {
    TAKEN,
    /** No room now; a block that is not live may be offered again. */
    FULL,
    /** There is no place for its stream. */
    REFUSED
  }

  /** Hears of streams. Called from the thread that notices: a route's, or the playout thread. */
  public interface Listener {

    /** A stream begins, as its second block shows: a single one may be anybody's. */
    void began(AudioBlock block);

    /** At most once a minute for each stream. */
    void restarted(long streamId, String reason);

    void ended(long streamId, PlayoutStats stats);

    /** Streams come that have no place; called once until there are places again. */
    void refused(AudioBlock block, String reason);
  }

  static final int MAX_STREAMS = 128;

  /** From so many streams on, a new one has to send two blocks to get a place. */
  private static final int MANY_STREAMS = 64;

  private static final long SAY_AGAIN_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final double SILENCE_DECIBELS = -120;
  private static final double MAX_DECIBELS = 24;

  /** One stream's place: its playout, and another one when it changes its format. */
  private static final class Place {
    final long streamId;
    final AudioBlock first;
    volatile StreamPlayout playout;
    volatile boolean announced;
    volatile double gainDecibels;
    volatile boolean muted;
    long saidNanos;
    boolean said;

    Place(AudioBlock first, StreamPlayout playout) {
      this.streamId = first.streamId();
      this.first = first;
      this.playout = playout;
    }

    void applyGain() {
      double decibels = muted ? SILENCE_DECIBELS : gainDecibels;
      playout.setGain(decibels <= SILENCE_DECIBELS ? 0 : (float) Math.pow(10, decibels / 20));
    }
  }

  /** A playout and its place, which may have another one by now. */
  private record Playing(Place place, StreamPlayout playout) {}

  private final PcmFormat format;
  private final PlayoutSettings settings;
  private final Listener listener;
  private final @Nullable PlayoutTrace trace;
  private final Map<Long, Place> places = new ConcurrentHashMap<>();
  private final Probation probation = new Probation();
  private final PullClock pulls;
  private final Limiter limiter;
  private boolean saidFull;
  private float[] scratch = new float[0];

  /** For the playout thread, which walks them without allocating. */
  private volatile Playing[] playing = {};

  private volatile PlayoutStats endedStats = PlayoutStats.NONE;

  /**
   * Makes a mixer of no streams.
   *
   * @param format rate and channels of the mix
   * @param trace told of every block, when there is one
   */
  public Mixer(
      PcmFormat format, PlayoutSettings settings, Listener listener, @Nullable PlayoutTrace trace) {
    this.format = format;
    this.settings = settings;
    this.listener = listener;
    this.trace = trace;
    this.pulls = new PullClock(format.sampleRateHz());
    this.limiter = new Limiter(format.channels(), format.sampleRateHz());
  }

  public PcmFormat format() {
    return format;
  }

  /** Files a block with its stream, which begins with it if it is new. Any thread. */
  public Filing accept(AudioBlock block, long arrivalNanos) {
    Place place = places.get(block.streamId());
    if (place == null) {
      return block.frames() == 0 ? Filing.TAKEN : acceptNew(block, arrivalNanos);
    }
    if (!place.playout.takes(block) && block.frames() > 0 && !changeFormat(place, block)) {
      return Filing.REFUSED;
    }
    if (!place.announced) {
      announce(place);
    }
    return place.playout.offer(block, arrivalNanos) ? Filing.TAKEN : Filing.FULL;
  }

  private synchronized Filing acceptNew(AudioBlock block, long arrivalNanos) {
    Place there = places.get(block.streamId());
    if (there != null) {
      return there.playout.offer(block, arrivalNanos) ? Filing.TAKEN : Filing.FULL;
    }
    Probation.First first = null;
    if (playing.length >= MANY_STREAMS && block.live() && !block.last()) {
      first = probation.pass(block, arrivalNanos);
      if (first == null) {
        return Filing.TAKEN;
      }
    }
    if (playing.length >= MAX_STREAMS) {
      sayFull(block);
      return Filing.REFUSED;
    }
    Place place = new Place(block, newPlayout(block.format()));
    if (first != null) {
      place.playout.offer(first.block(), first.arrivalNanos());
    }
    place.playout.offer(block, arrivalNanos);
    places.put(block.streamId(), place);
    list(place);
    if (first != null || block.last()) {
      announce(place);
    }
    return Filing.TAKEN;
  }

  private StreamPlayout newPlayout(PcmFormat streamFormat) {
    return new StreamPlayout(streamFormat, format, settings, trace);
  }

  private void sayFull(AudioBlock block) {
    if (!saidFull) {
      saidFull = true;
      listener.refused(
          block, MAX_STREAMS + " streams are playing; it and further ones are only counted");
    }
  }

  private static synchronized boolean claim(Place place) {
    boolean first = !place.announced;
    place.announced = true;
    return first;
  }

  private void announce(Place place) {
    if (claim(place)) {
      listener.began(place.first);
    }
  }

  /** What was sent so far plays to its end, while the stream begins anew in its new format. */
  private synchronized boolean changeFormat(Place place, AudioBlock block) {
    if (place.playout.takes(block)) {
      return true;
    }
    if (Arrays.stream(playing).filter(each -> each.place.equals(place)).count() > 1) {
      return false; // what it sent in the format before the last still plays
    }
    if (playing.length >= MAX_STREAMS) {
      sayFull(block);
      return false;
    }
    StreamPlayout fresh = newPlayout(block.format());
    fresh.restarted("its format is " + block.format() + " now");
    place.playout.endHere();
    place.playout = fresh;
    place.applyGain();
    list(place);
    return true;
  }

  private synchronized void list(Place place) {
    Playing[] more = Arrays.copyOf(playing, playing.length + 1);
    more[playing.length] = new Playing(place, place.playout);
    playing = more;
  }

  /**
   * Writes the sum of the next frames of all streams. Playout thread only; never waits, and
   * allocates only when {@code frames} grows.
   *
   * @param out receives {@code frames * channels} samples of at most full scale
   * @param nowNanos monotonic time
   */
  public void read(float[] out, int frames, long nowNanos) {
    int samples = frames * format.channels();
    if (scratch.length < samples) {
      scratch = new float[samples];
    }
    Arrays.fill(out, 0, samples, 0);
    long now = pulls.pulled(nowNanos, frames);
    for (Playing each : playing) {
      if (each.playout.read(scratch, frames, now)) {
        for (int i = 0; i < samples; i++) {
          out[i] += scratch[i];
        }
      }
      String restarted = each.playout.takeRestartReason();
      if (restarted != null) {
        sayRestarted(each.place, restarted, nowNanos);
      }
      if (each.playout.finished()) {
        end(each, nowNanos);
      }
    }
    limiter.limit(out, frames);
  }

  /** The next read is the first at the device's own pace. Playout thread. */
  public void restartPulls() {
    pulls.restart();
  }

  /** The device went without sound for so long. Playout thread. */
  public void deviceStalled(StallCause cause, long nanos, long nowNanos) {}

  private void sayRestarted(Place place, String reason, long nowNanos) {
    if (!place.said || nowNanos - place.saidNanos > SAY_AGAIN_NANOS) {
      place.said = true;
      place.saidNanos = nowNanos;
      listener.restarted(place.streamId, reason);
    }
  }

  private void end(Playing gone, long nowNanos) {
    PlayoutStats stats = gone.playout.stats();
    boolean ended;
    synchronized (this) {
      if (Arrays.stream(playing).noneMatch(gone::equals)) {
        return;
      }
      endedStats = endedStats.plus(stats);
      playing = Arrays.stream(playing).filter(each -> !each.equals(gone)).toArray(Playing[]::new);
      ended = gone.place.playout == gone.playout;
      if (ended) {
        places.remove(gone.place.streamId, gone.place);
      }
      saidFull &= playing.length >= MANY_STREAMS;
    }
    PlayoutTrace told = trace;
    if (ended && told != null) {
      told.ended(gone.place.streamId, nowNanos);
    }
    if (ended && gone.place.announced) {
      listener.ended(gone.place.streamId, stats);
    }
  }

  /** Ends all streams as they are; those that go on begin anew with their next block. */
  public void clear(long nowNanos) {
    for (Playing each : playing) {
      end(each, nowNanos);
    }
  }

  public int activeStreams() {
    return playing.length;
  }

  /** All streams together, those that ended too. Any thread. */
  public PlayoutStats stats() {
    PlayoutStats sum = endedStats;
    for (Playing each : playing) {
      sum = sum.plus(each.playout.stats());
    }
    return sum;
  }

  /** Frames of the mix that were turned down because it would have exceeded full scale. */
  public long limitedFrames() {
    return limiter.limitedFrames();
  }

  /** Every stream as it stands, in the order of their names. Any thread. */
  public List<StreamStatus> streams() {
    List<StreamStatus> all = new ArrayList<>();
    for (Place place : places.values()) {
      StreamPlayout playout = place.playout;
      all.add(
          new StreamStatus(
              AudioBlock.nameOf(place.streamId),
              playout.format(),
              playout.delays(),
              place.gainDecibels,
              place.muted,
              playout.stats()));
    }
    all.sort((a, b) -> a.streamName().compareTo(b.streamName()));
    return all;
  }

  /**
   * Makes a stream that plays louder or quieter. Any thread.
   *
   * @param decibels -120, which is silence, to 24
   * @return false when no such stream plays
   * @throws IllegalArgumentException when decibels are out of their bounds
   */
  public boolean setGain(long streamId, double decibels) {
    if (!(decibels >= SILENCE_DECIBELS && decibels <= MAX_DECIBELS)) {
      throw new IllegalArgumentException(
          "gain of " + decibels + " dB outside " + SILENCE_DECIBELS + ".." + MAX_DECIBELS);
    }
    Place place = places.get(streamId);
    if (place != null) {
      place.gainDecibels = decibels;
      place.applyGain();
    }
    return place != null;
  }

  /**
   * Makes a stream that plays silent, or heard again at its gain. Any thread.
   *
   * @return false when no such stream plays
   */
  public boolean setMuted(long streamId, boolean muted) {
    Place place = places.get(streamId);
    if (place != null) {
      place.muted = muted;
      place.applyGain();
    }
    return place != null;
  }
}
