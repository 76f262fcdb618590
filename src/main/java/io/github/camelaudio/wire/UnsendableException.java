package io.github.camelaudio.wire;

import java.util.List;

/** Blocks that their wire cannot carry, now or later; the message says why, and what to do. */
public final class UnsendableException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final List<String> reasons;

  public UnsendableException(String message) {
    this(List.of(message));
  }

  /**
   * Makes one for those blocks of a {@link BlockBatch} that were not sent.
   *
   * @param reasons one for each block, at least one
   */
  public UnsendableException(List<String> reasons) {
    super(reasons.get(0));
    this.reasons = List.copyOf(reasons);
  }

  /** Why, once for each block that was not sent. */
  public List<String> reasons() {
    return reasons;
  }
}
