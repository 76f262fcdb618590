package io.github.camelaudio.wire;

import io.github.camelaudio.flow.HeldMemory;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How much the messages hold together that came in part only, over all connections. When it is more
 * than its bound, those that began first are given up: a sender that sends on ends its messages
 * soon. Any thread.
 */
public final class UnfinishedMessages {

  /** A decoder that waits for the rest of a message. */
  interface Waiting {
    /** Asks it to discard the message. Any thread. */
    void giveUp();
  }

  private static final long MIN_BYTES = 1 << 20;
  private static final int HEAP_SHARE = 16;

  private final long maxBytes;
  private final HeldMemory.Holder memory;

  /** In the order in which their messages began. */
  private final Map<Waiting, Integer> waiting = new LinkedHashMap<>();

  private long bytes;

  public UnfinishedMessages(long maxBytes) {
    this(maxBytes, HeldMemory.unlimited());
  }

  /**
   * None yet.
   *
   * @param memory of which they take theirs
   */
  public UnfinishedMessages(long maxBytes, HeldMemory memory) {
    this.maxBytes = maxBytes;
    this.memory = memory.open();
  }

  /** Bound by a sixteenth of the heap, and not below 1 MiB. */
  public static UnfinishedMessages boundByHeap(HeldMemory memory) {
    return new UnfinishedMessages(
        Math.max(MIN_BYTES, Runtime.getRuntime().maxMemory() / HEAP_SHARE), memory);
  }

  long maxBytes() {
    return maxBytes;
  }

  /** Takes note of how much has come of the message that one waits for. */
  void hold(Waiting one, int holds) {
    for (Waiting eldest : note(one, holds)) {
      eldest.giveUp();
    }
  }

  private synchronized List<Waiting> note(Waiting one, int holds) {
    Integer before = waiting.put(one, holds);
    add(holds - (before == null ? 0 : before));
    List<Waiting> given = new ArrayList<>(0);
    Iterator<Map.Entry<Waiting, Integer>> eldest = waiting.entrySet().iterator();
    while ((bytes > maxBytes || memory.isFull()) && eldest.hasNext()) {
      Map.Entry<Waiting, Integer> entry = eldest.next();
      add(-entry.getValue());
      given.add(entry.getKey());
      eldest.remove();
    }
    return given;
  }

  /** It waits no more. */
  synchronized void done(Waiting one) {
    Integer held = waiting.remove(one);
    add(held == null ? 0 : -held);
  }

  private void add(int change) {
    bytes += change;
    memory.note(change);
  }

  public synchronized long bytes() {
    return bytes;
  }
}
