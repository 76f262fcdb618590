package io.github.camelaudio.console.live;

import io.github.camelaudio.audio.PcmFormat;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How loud every output and every stream is, measured on the thread {@code audio-console} while
 * there is a subscriber. All subscribers share one look, see {@link LevelsJson}. Any thread.
 */
public final class Levels {

  private final MixerTaps taps;
  private final Map<String, Map<Long, SourceLevel>> sources = new ConcurrentHashMap<>();
  private int subscribers;
  private SoundTaps.@Nullable Subscription everything;

  /** Measures nothing until somebody subscribes. */
  public Levels(MixerTaps taps) {
    this.taps = taps;
  }

  /** Somebody looks from now on. */
  public synchronized SoundTaps.Subscription subscribe() {
    subscribers++;
    if (everything == null) {
      everything = taps.listenToAll(this::heard);
    }
    return new OnceClosed(this::unsubscribe);
  }

  private synchronized void unsubscribe() {
    subscribers--;
    if (subscribers == 0 && everything != null) {
      everything.close();
      everything = null;
      sources.clear();
    }
  }

  void heard(String output, long streamId, PcmFormat format, float[] samples, int frames) {
    Map<Long, SourceLevel> ofOutput =
        sources.computeIfAbsent(output, name -> new ConcurrentHashMap<>());
    SourceLevel level = ofOutput.get(streamId);
    if (level == null || !level.format().equals(format)) {
      level = new SourceLevel(format);
      ofOutput.put(streamId, level);
    }
    level.add(samples, frames);
  }

  /** What was heard since the last snapshot. */
  public LevelsSnapshot snapshot() {
    Map<String, Level> outputs = new TreeMap<>();
    Map<String, Level> streams = new TreeMap<>();
    sources.forEach(
        (output, levels) -> {
          Iterator<Map.Entry<Long, SourceLevel>> each = levels.entrySet().iterator();
          while (each.hasNext()) {
            Map.Entry<Long, SourceLevel> source = each.next();
            Level level = source.getValue().look();
            long id = source.getKey();
            if (level == null) {
              each.remove();
            } else {
              (id == OutputTap.MIX ? outputs : streams).put(Source.nameOf(output, id), level);
            }
          }
        });
    return new LevelsSnapshot(outputs, streams);
  }
}
