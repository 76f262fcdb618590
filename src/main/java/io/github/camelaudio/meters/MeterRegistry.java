package io.github.camelaudio.meters;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All meters of a program, by kind and name. They stay when their engines have ended, so that the
 * next engine of that name goes on counting. Any thread.
 */
public final class MeterRegistry {

  /** Told what there is to show. Called with the registry locked. */
  public interface Listener {
    void added(Meters<?> meters);

    /** Nothing of it ran, and it made room for others. */
    void removed(Meters<?> meters);
  }

  /**
   * Names may come from outside, such as those of files: older ones that do not run are removed.
   */
  static final int MAX_NAMES = 1_000;

  private record Key(MeterTable<?> table, String name) {}

  private final InstantSource clock;
  private final Listener listener;

  /** The oldest first. */
  private final Map<Key, Meters<?>> all = new LinkedHashMap<>();

  public MeterRegistry(InstantSource clock, Listener listener) {
    this.clock = clock;
    this.listener = listener;
  }

  /**
   * Counts a new engine, whose counters are 0, together with those of the same name before it.
   *
   * @param name what the engine is called, such as {@code speaker:default}
   * @return to be run when the engine counts no more; further calls do nothing
   */
  public synchronized <T> Runnable add(MeterTable<T> table, String name, T engine) {
    Meters<T> meters = find(table, name);
    if (meters == null) {
      makeRoom();
      meters = new Meters<>(table, name, clock.instant().truncatedTo(ChronoUnit.MILLIS));
      all.put(new Key(table, name), meters);
      listener.added(meters);
    }
    return meters.add(engine);
  }

  private void makeRoom() {
    Iterator<Meters<?>> oldestFirst = all.values().iterator();
    while (all.size() >= MAX_NAMES && oldestFirst.hasNext()) {
      Meters<?> each = oldestFirst.next();
      if (!each.isRunning()) {
        oldestFirst.remove();
        listener.removed(each);
      }
    }
  }

  /** The meters of a name; null while no such engine has run. */
  @SuppressWarnings("unchecked") // all of one table have its type
  public synchronized <T> @Nullable Meters<T> find(MeterTable<T> table, String name) {
    return (@Nullable Meters<T>) all.get(new Key(table, name));
  }

  /** A reading of a meter whose values are whole numbers; 0 while no such engine has run. */
  public long count(MeterTable<?> table, String name, String meter) {
    Meters<?> meters = find(table, name);
    return meters == null ? 0 : meters.count(meter);
  }

  /** All that there are, the oldest first. */
  public synchronized List<Meters<?>> all() {
    return List.copyOf(all.values());
  }
}
