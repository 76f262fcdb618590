package io.github.camelaudio.console.live;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.flow.LoopGuard;
import io.github.camelaudio.playout.Mixer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Taps the mixers of a context's outputs while somebody listens. A playout thread copies what is
 * wanted into a ring, see {@link OutputTap}; one thread, {@code audio-console}, takes it from there
 * every 10 ms and calls the listeners. It runs while there is one. An output whose route is edited
 * gets another mixer: the tap follows it by its name. Any thread.
 */
public final class MixerTaps implements SoundTaps {

  /** Hears all streams and mixes of all outputs. The thread {@code audio-console}. */
  interface AllSound {
    /**
     * Takes the next frames.
     *
     * @param streamId or {@link OutputTap#MIX}
     * @param samples {@code frames * channels}, interleaved; not to be kept
     */
    void sound(String output, long streamId, PcmFormat format, float[] samples, int frames);
  }

  private static final Logger LOG = LoggerFactory.getLogger(MixerTaps.class);

  static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** A route that is edited, and a stream with it, comes back sooner. */
  private static final long GONE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Supplier<Map<String, Mixer>> outputs;
  private final AudioClock clock;
  private final Consumer<Runnable> thread;
  private final LoopGuard guard;
  private final LongAdder leftOutFrames = new LongAdder();

  private final List<Place> places = new CopyOnWriteArrayList<>();
  private volatile @Nullable AllSound all;
  private volatile boolean changed;
  private boolean running;

  // The console's thread's alone.
  private final Map<String, Tapped> tapped = new HashMap<>();
  private long lookedNanos;

  /** Taps the outputs of a context. */
  public MixerTaps(CamelContext context, AudioClock clock) {
    this(
        new Outputs(context),
        clock,
        loop -> context.getExecutorServiceManager().newThread("audio-console", loop).start());
  }

  /**
   * @param outputs the mixers that run, by the names of their outputs
   * @param thread runs a loop on a thread of its own
   */
  MixerTaps(Supplier<Map<String, Mixer>> outputs, AudioClock clock, Consumer<Runnable> thread) {
    this.outputs = outputs;
    this.clock = clock;
    this.thread = thread;
    this.guard = new LoopGuard(LOG, "console", "what takes the sound to listeners", clock);
  }

  @Override
  public Subscription listen(String source, SoundListener listener) {
    Place place = new Place(Source.of(source, outputs.get()), listener, clock.nanoTime());
    places.add(place);
    start();
    return place;
  }

  /** Hears everything from now on; one at a time. */
  Subscription listenToAll(AllSound listener) {
    all = listener;
    start();
    return () -> {
      if (listener.equals(all)) {
        all = null;
        changed = true;
      }
    };
  }

  /** Frames of streams and mixes that listeners missed because the console was too slow. */
  public long leftOutFrames() {
    return leftOutFrames.sum();
  }

  private synchronized void start() {
    changed = true;
    if (!running) {
      running = true;
      thread.accept(this::run);
    }
  }

  private void run() {
    long next = clock.nanoTime();
    try {
      while (!isOver()) {
        try {
          tick();
        } catch (RuntimeException | Error e) {
          guard.goesOnAfter(e);
        }
        next = Math.max(next + TICK_NANOS, clock.nanoTime());
        clock.sleepUntil(next);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      end();
    }
  }

  /** Whether nobody listens any more; then nothing is tapped, and the next one starts a thread. */
  private synchronized boolean isOver() {
    boolean over = places.isEmpty() && all == null;
    if (over) {
      end();
    }
    return over;
  }

  private synchronized void end() {
    tapped.values().forEach(Tapped::remove);
    tapped.clear();
    running = false;
  }

  /** What is done every 10 ms. The console's thread. */
  void tick() {
    long now = clock.nanoTime();
    if (changed || now - lookedNanos >= LOOK_NANOS) {
      changed = false;
      lookedNanos = now;
      look(now);
    }
    for (Tapped each : tapped.values()) {
      each.drain();
    }
  }

  /** Taps what is wanted where it now plays, and nothing else; ends what is gone. */
  private void look(long now) {
    Map<String, Mixer> mixers = outputs.get();
    Set<String> wanted = new HashSet<>();
    if (all != null) {
      wanted.addAll(mixers.keySet());
    }
    places.forEach(each -> wanted.add(each.source.output()));
    for (Tapped each : List.copyOf(tapped.values())) {
      if (!wanted.contains(each.output) || !each.mixer.equals(mixers.get(each.output))) {
        each.drain();
        each.remove();
        tapped.remove(each.output);
      }
    }
    for (String output : wanted) {
      Mixer mixer = mixers.get(output);
      if (mixer != null) {
        tapped.computeIfAbsent(output, name -> new Tapped(name, mixer)).want();
      }
    }
    for (Place each : places) {
      each.look(mixers.get(each.source.output()), now);
    }
  }

  /** A mixer with a tap, and who listens to it. The console's thread. */
  private final class Tapped implements OutputTap.Sink {
    final String output;
    final Mixer mixer;
    private final OutputTap tap;
    private Map<Long, List<Place>> listeners = Map.of();

    Tapped(String output, Mixer mixer) {
      this.output = output;
      this.mixer = mixer;
      this.tap = new OutputTap(mixer.format(), leftOutFrames);
      mixer.setTap(tap);
    }

    void remove() {
      mixer.setTap(null);
    }

    void want() {
      Map<Long, List<Place>> now = new HashMap<>();
      for (Place each : places) {
        if (each.source.output().equals(output)) {
          now.computeIfAbsent(each.source.streamId(), id -> new ArrayList<>()).add(each);
        }
      }
      listeners = now;
      boolean everything = all != null;
      tap.room(everything ? mixer.activeStreams() + 1 : now.size());
      tap.want(everything, now.keySet().stream().mapToLong(Long::longValue).toArray());
    }

    void drain() {
      tap.drain(this);
    }

    @Override
    public void piece(long streamId, long position, float[] samples, int frames) {
      AllSound everything = all;
      if (everything != null) {
        everything.sound(output, streamId, tap.format(), samples, frames);
      }
      List<Place> hearing = listeners.get(streamId);
      if (hearing != null) {
        for (Place each : hearing) {
          each.hear(tap, position, samples, frames);
        }
      }
    }
  }

  /** One listener's. Closed by any thread, else the console's. */
  private final class Place implements Subscription {
    final Source source;
    private final SoundListener listener;
    private volatile boolean closed;
    private volatile long seenNanos;
    private @Nullable OutputTap heard;
    private long nextPosition;

    Place(Source source, SoundListener listener, long nowNanos) {
      this.source = source;
      this.listener = listener;
      this.seenNanos = nowNanos;
    }

    void hear(OutputTap from, long position, float[] samples, int frames) {
      if (!closed) {
        try {
          if (from.equals(heard) && position > nextPosition) {
            listener.lost(position - nextPosition);
          }
          heard = from;
          nextPosition = position + frames;
          listener.samples(from.format(), samples, frames);
        } catch (RuntimeException e) {
          LOG.error("a listener of {} failed and hears no more", source.name(), e);
          close();
        }
      }
    }

    /**
     * Ends it when its stream, or its output, has been away for too long.
     *
     * @param mixer of its output; null while that does not run
     */
    void look(@Nullable Mixer mixer, long now) {
      long id = source.streamId();
      if (mixer != null && (id == OutputTap.MIX || mixer.plays(id))) {
        seenNanos = now;
      } else if (now - seenNanos > GONE_NANOS && !closed) {
        close();
        listener.ended();
      }
    }

    @Override
    public void close() {
      closed = true;
      if (places.remove(this)) {
        changed = true;
      }
    }
  }
}
