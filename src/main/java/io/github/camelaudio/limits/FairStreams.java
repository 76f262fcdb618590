package io.github.camelaudio.limits;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is known of streams, by owner and id. When there are too many, the owner that has most loses
 * the one used longest ago: so an owner's flood of ids pushes out the owner's own. An id may be
 * known of several owners; the latest is found by the id alone. One thread at a time.
 *
 * @param <O> whose streams they are, for example a shared key
 * @param <S> what is known of one
 */
public final class FairStreams<O, S> {

  private final int most;
  private final Map<O, Map<Long, S>> byOwner = new HashMap<>();
  private final Map<Long, O> latestOwners = new HashMap<>();
  private int size;

  /**
   * Nothing is known yet.
   *
   * @param most streams of all owners, at least 1
   */
  public FairStreams(int most) {
    this.most = most;
  }

  /** What was put last under an id; null for nothing. Counts as a use. */
  public @Nullable S get(long id) {
    O owner = latestOwners.get(id);
    return owner == null ? null : get(owner, id);
  }

  /** What an owner has under an id; null for nothing. Counts as a use. */
  public @Nullable S get(O owner, long id) {
    Map<Long, S> streams = byOwner.get(owner);
    return streams == null ? null : streams.get(id);
  }

  /** Adds a stream, or replaces what is known of it; the latest of its id from now on. */
  public void put(O owner, long id, S stream) {
    Map<Long, S> streams =
        byOwner.computeIfAbsent(owner, any -> new LinkedHashMap<>(16, 0.75f, true));
    if (streams.put(id, stream) == null) {
      size++;
    }
    latestOwners.put(id, owner);
    if (size > most) {
      removeEldest(ownerOfMost(owner));
    }
  }

  private O ownerOfMost(O newcomer) {
    O largest = newcomer;
    int streams = 0;
    for (Map.Entry<O, Map<Long, S>> each : byOwner.entrySet()) {
      if (each.getValue().size() > streams) {
        streams = each.getValue().size();
        largest = each.getKey();
      }
    }
    return largest;
  }

  private void removeEldest(O owner) {
    Map<Long, S> streams = byOwner.get(owner);
    if (streams == null) {
      return;
    }
    Iterator<Long> ids = streams.keySet().iterator();
    latestOwners.remove(ids.next(), owner);
    ids.remove();
    size--;
    if (streams.isEmpty()) {
      byOwner.remove(owner);
    }
  }

  /** Removes all streams of some owners. */
  public void removeOwners(Predicate<O> gone) {
    byOwner.keySet().removeIf(gone);
    latestOwners.values().removeIf(gone);
    size = byOwner.values().stream().mapToInt(Map::size).sum();
  }

  /** How many streams are known, those of former owners too. */
  public int size() {
    return size;
  }
}
