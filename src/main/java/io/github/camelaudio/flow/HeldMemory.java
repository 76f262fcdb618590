package io.github.camelaudio.flow;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The memory that sound takes while it waits in a Camel context: to be played, to be recorded, to
 * be sent, or for the rest of its message. Each holder, such as a mixer, a recorder, or the queue
 * to a peer, has {@value #OWN_MEBIBYTES} MiB that no other can take; all share the rest. So one
 * that holds much stops growing, and the others work as before. Any thread.
 */
public final class HeldMemory {

  /** A size, such as {@code 64MB}. */
  public static final String PROPERTY = "audio.maxHeldMemory";

  static final int OWN_MEBIBYTES = 2;

  private static final long OWN_BYTES = (long) OWN_MEBIBYTES << 20;

  private static final long UNKNOWN = -1;

  private final LongSupplier configured;
  private volatile long maxBytes = UNKNOWN;
  private final AtomicLong held = new AtomicLong();

  /**
   * Nothing is held yet.
   *
   * @param configured how much all may hold; asked once, when it is first needed
   */
  public HeldMemory(LongSupplier configured) {
    this.configured = configured;
  }

  /** For engines that stand alone. */
  public static HeldMemory unlimited() {
    return new HeldMemory(() -> Long.MAX_VALUE);
  }

  /** Three quarters of what this process may have altogether. */
  public static long defaultBytes() {
    return Runtime.getRuntime().maxMemory() / 4 * 3;
  }

  /**
   * How much all holders may have.
   *
   * @throws IllegalArgumentException when what is set is no size
   */
  public long maxBytes() {
    long known = maxBytes;
    if (known == UNKNOWN) {
      known = configured.getAsLong();
      maxBytes = known;
    }
    return known;
  }

  /** How much all holders have. */
  public long bytes() {
    return held.get();
  }

  /** A new holder, which has nothing yet. */
  public Holder open() {
    return new Holder();
  }

  /** What one engine holds. */
  public final class Holder {
    private final AtomicLong own = new AtomicLong();

    private Holder() {}

    /**
     * Takes more, or, negative, gives back.
     *
     * @return false when there is too little left; nothing is taken then
     */
    public boolean take(long change) {
      if (change > 0 && isTooMuch(change)) {
        return false;
      }
      note(change);
      return true;
    }

    /** Takes more whether there is room or not, or, negative, gives back. */
    public void note(long change) {
      own.addAndGet(change);
      held.addAndGet(change);
    }

    /** Whether there is no room for more. */
    public boolean isFull() {
      return isTooMuch(1);
    }

    private boolean isTooMuch(long change) {
      return own.get() + change > OWN_BYTES && held.get() + change > maxBytes();
    }
  }
}
