package io.github.camelaudio.playout;

import java.util.Objects;

/** Shares of memory for tests that are about something else. */
final class Memory {

  private static final long MANY_BYTES = 1L << 40;

  private Memory() {}

  /** As much as anybody asks for. */
  static MemoryShare plenty() {
    return ofBytes(MANY_BYTES);
  }

  /** So many bytes for one stream, of which what it begins with is taken. */
  static MemoryShare ofBytes(long bytes) {
    MemoryBudget budget = new MemoryBudget(Voice.MONO, 500, bytes, 1);
    return Objects.requireNonNull(budget.open(Voice.MONO));
  }
}
