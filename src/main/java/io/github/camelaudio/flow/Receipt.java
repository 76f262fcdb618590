package io.github.camelaudio.flow;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tells a source that could bring a block again when that is not needed any more: all who took the
 * block have released it. A consumer puts one into its exchange under {@link #PROPERTY}, and
 * releases it when the route is through; a sink that keeps the block for later, such as a recorder,
 * holds it on the route's thread and releases it when the samples are where they are to be, or were
 * left out for good. Any thread.
 */
public final class Receipt {

  /** The exchange property. */
  public static final String PROPERTY = "CamelAudioReceipt";

  private final AtomicInteger holders = new AtomicInteger(1);
  private final long epochMillis;
  private final Runnable released;

  /**
   * Held once, by who makes it.
   *
   * @param epochMillis when the source got the block, which is the same each time that it brings it
   * @param released runs once, on the thread that releases it last; must not block
   */
  public Receipt(long epochMillis, Runnable released) {
    this.epochMillis = epochMillis;
    this.released = released;
  }

  /** When the source got the block, milliseconds since 1970. */
  public long epochMillis() {
    return epochMillis;
  }

  /**
   * Holds it once more.
   *
   * @return false when all have released it already, as behind {@code seda:} and {@code wireTap}:
   *     then its source counts on nobody any more
   */
  public boolean hold() {
    return holders.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
  }

  /** Releases it once; to be called once for each hold. */
  public void release() {
    int left = holders.decrementAndGet();
    if (left == 0) {
      released.run();
    } else if (left < 0) {
      throw new IllegalStateException("the receipt was released twice");
    }
  }
}
