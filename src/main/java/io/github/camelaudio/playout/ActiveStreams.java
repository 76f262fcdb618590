package io.github.camelaudio.playout;

import io.github.camelaudio.playout.stats.PlayoutStats;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What plays, and what was counted of all that played before. It is replaced as a whole, so that no
 * thread waits: the playout thread walks an array that never changes. Any thread.
 */
final class ActiveStreams {

  /** A playout and its slot, which may have another one by now. */
  record Playing(StreamSlot slot, StreamPlayout playout) {}

  /** Both at one moment: what has ended is counted in exactly one of them. */
  private static final class Snapshot {
    final Playing[] playing;
    final PlayoutStats ended;

    Snapshot(Playing[] playing, PlayoutStats ended) {
      this.playing = playing;
      this.ended = ended;
    }

    Snapshot with(Playing added) {
      Playing[] more = Arrays.copyOf(playing, playing.length + 1);
      more[playing.length] = added;
      return new Snapshot(more, ended);
    }

    Snapshot without(Playing gone, PlayoutStats stats) {
      Playing[] left =
          Arrays.stream(playing).filter(each -> !each.equals(gone)).toArray(Playing[]::new);
      return left.length == playing.length ? this : new Snapshot(left, ended.plus(stats));
    }
  }

  private final int maxStreams;
  private final AtomicReference<Snapshot> now =
      new AtomicReference<>(new Snapshot(new Playing[0], PlayoutStats.NONE));

  ActiveStreams(int maxStreams) {
    this.maxStreams = maxStreams;
  }

  private Snapshot now() {
    return Objects.requireNonNull(now.get());
  }

  /** All that plays; not to be changed. */
  Playing[] playing() {
    return now().playing;
  }

  /** How many playouts a slot has: two while its stream changes its format. */
  long playoutsOf(StreamSlot slot) {
    return Arrays.stream(playing()).filter(each -> each.slot.equals(slot)).count();
  }

  boolean isFull() {
    return playing().length >= maxStreams;
  }

  /** The one that has brought the least sound for its time, if it is too little to keep a slot. */
  @Nullable Playing leastSoundOf(Predicate<StreamPlayout> which) {
    Playing least = null;
    float leastShare = SoundShare.MIN_SHARE;
    for (Playing each : playing()) {
      float share = each.playout.soundShare();
      if (share < leastShare && which.test(each.playout)) {
        least = each;
        leastShare = share;
      }
    }
    return least;
  }

  /**
   * The youngest playout of the source that has most of them, if that source has at least two more
   * than another one; so that in the end no two differ by more than one.
   */
  @Nullable Playing surplusOf(String source) {
    Map<String, Integer> counts = new HashMap<>();
    for (Playing each : playing()) {
      counts.merge(each.slot.source, 1, Integer::sum);
    }
    Playing youngest = null;
    int most = counts.getOrDefault(source, 0) + 1;
    for (Playing each : playing()) { // in the order in which they began
      int count = counts.getOrDefault(each.slot.source, 0);
      if (count > most || (youngest != null && count == most)) {
        youngest = each;
        most = count;
      }
    }
    return youngest;
  }

  /**
   * Adds a playout.
   *
   * @return false when there is no room for it
   */
  boolean add(Playing added) {
    Snapshot before;
    Snapshot after;
    do {
      before = now();
      if (before.playing.length >= maxStreams) {
        return false;
      }
      after = before.with(added);
    } while (!now.compareAndSet(before, after));
    return true;
  }

  /**
   * Takes a playout out, which has ended.
   *
   * @param stats what was counted of it
   * @return false when another thread did so already
   */
  boolean remove(Playing gone, PlayoutStats stats) {
    Snapshot before;
    Snapshot after;
    do {
      before = now();
      after = before.without(gone, stats);
    } while (!now.compareAndSet(before, after));
    return after != before;
  }

  /** All together, those that ended too. */
  PlayoutStats stats() {
    Snapshot snapshot = now();
    PlayoutStats sum = snapshot.ended;
    for (Playing each : snapshot.playing) {
      sum = sum.plus(each.playout.stats());
    }
    return sum;
  }
}
