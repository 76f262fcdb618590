package io.github.camelaudio.console.live;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.jspecify.annotations.Nullable;

/**
 * Notes what goes into each node of each route: how many blocks of which format, and how loud they
 * are while somebody looks. What enters a route is noted under the route's id. The threads of
 * routes note, and neither wait nor allocate for it; any thread looks.
 */
public final class FlowLevels implements InterceptStrategy {

  private static final int SCRATCH_SAMPLES = 1_024;

  private final Map<String, Note> notes = new ConcurrentHashMap<>();
  private final AtomicInteger subscribers = new AtomicInteger();
  private final ThreadLocal<Loudest> loudest = ThreadLocal.withInitial(Loudest::new);

  private FlowLevels() {}

  /** Notes what goes through routes that are added to the context from now on. */
  public static FlowLevels install(CamelContext context) {
    FlowLevels made = new FlowLevels();
    context.getCamelContextExtension().addInterceptStrategy(made);
    return made;
  }

  /** Somebody looks from now on: peaks are measured. */
  public SoundTaps.Subscription subscribe() {
    subscribers.incrementAndGet();
    return new OnceClosed(subscribers::decrementAndGet);
  }

  /** Nodes that blocks went into, by their ids, with the peaks since the last snapshot. */
  public Map<String, NodeLevel> snapshot() {
    Map<String, NodeLevel> levels = new TreeMap<>();
    notes.forEach(
        (id, note) -> {
          NodeLevel level = note.look();
          if (level != null) {
            levels.put(id, level);
          }
        });
    return levels;
  }

  @Override
  public Processor wrapProcessorInInterceptors(
      CamelContext context, NamedNode definition, Processor target, @Nullable Processor next) {
    List<Note> own = new ArrayList<>();
    own.add(new Note(definition.getId()));
    if (definition.getParent() instanceof RouteDefinition route && isFirst(definition, route)) {
      own.add(new Note(route.getId()));
    }
    return new Noting(target, own.toArray(Note[]::new));
  }

  private static boolean isFirst(NamedNode definition, RouteDefinition route) {
    for (ProcessorDefinition<?> each : route.getOutputs()) {
      if (!each.isAbstract()) {
        return each.equals(definition);
      }
    }
    return false;
  }

  /** Notes, and hands on as it is, in the same way: asynchronous stays asynchronous. */
  private final class Noting extends DelegateAsyncProcessor {
    private final Note[] own;

    Noting(Processor target, Note... own) {
      super(target);
      this.own = own;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
      if (exchange.getMessage().getBody() instanceof AudioBlock block) {
        for (Note each : own) {
          each.block(block);
        }
      }
      return super.process(exchange, callback);
    }

    @Override
    protected void doStart() throws Exception {
      super.doStart();
      for (Note each : own) {
        notes.put(each.id, each);
      }
    }

    @Override
    protected void doStop() throws Exception {
      super.doStop();
      for (Note each : own) {
        notes.remove(each.id, each); // not that of a route that has come in its place
      }
    }
  }

  /** What one node was told. */
  private final class Note {
    final String id;
    private final LongAdder blocks = new LongAdder();
    private final AtomicInteger peakBits = new AtomicInteger();
    private volatile @Nullable PcmFormat format;

    Note(String id) {
      this.id = id;
    }

    void block(AudioBlock block) {
      blocks.increment();
      PcmFormat now = block.format();
      if (!now.equals(format)) {
        format = now;
      }
      if (subscribers.get() > 0) {
        // Of floats that are not negative, the bits are in the same order.
        peakBits.accumulateAndGet(Float.floatToIntBits(loudest.get().of(block)), Math::max);
      }
    }

    @Nullable NodeLevel look() {
      PcmFormat latest = format;
      float peak = Float.intBitsToFloat(peakBits.getAndSet(0));
      return latest == null ? null : new NodeLevel(blocks.sum(), latest, Level.decibels(peak));
    }
  }

  /** The highest sample of a block; that of the latest one is known. One thread. */
  private static final class Loudest {
    private final float[] samples = new float[SCRATCH_SAMPLES];
    private @Nullable AudioBlock latest;
    private float peak;

    float of(AudioBlock block) {
      if (!block.equals(latest)) {
        peak = measure(block);
        latest = block;
      }
      return peak;
    }

    private float measure(AudioBlock block) {
      int channels = block.format().channels();
      int most = samples.length / channels;
      float highest = 0;
      for (int from = 0; from < block.frames(); from += most) {
        int count = Math.min(most, block.frames() - from);
        block.decode(from, count, samples, 0);
        for (int i = 0; i < count * channels; i++) {
          float size = Math.abs(samples[i]);
          highest = size > highest ? size : highest;
        }
      }
      return highest;
    }
  }
}
