package io.github.camelaudio.playout.buffer;

/** What one stream takes of its mixer's {@link MemoryBudget}. Any thread. */
public final class MemoryShare {

  private final MemoryBudget budget;
  final int rateHz;

  // Guarded by the budget.
  long bytes;
  boolean closed;

  MemoryShare(MemoryBudget budget, int rateHz) {
    this.budget = budget;
    this.rateHz = rateHz;
  }

  /**
   * Takes {@code more} bytes.
   *
   * @return false when there is too little left; nothing is taken then
   */
  boolean take(long more) {
    return budget.change(this, more);
  }

  /** Gives back {@code less} of the bytes that were taken. */
  void give(long less) {
    budget.change(this, -less);
  }

  /** Whether it takes more than what every stream has, so that others gain by its end. */
  public boolean isAboveEven() {
    return budget.isAboveEven(this);
  }

  /** The stream is over: all is given back, and nothing can be taken any more. */
  public void close() {
    budget.close(this);
  }
}
