package io.github.camelaudio.playout;

import io.github.camelaudio.flow.HeldMemory;
import io.github.camelaudio.playout.buffer.MemoryBudget;
import io.github.camelaudio.playout.buffer.MemoryShare;
import java.util.Objects;

/** Shares of memory for tests that are about something else. */
public final class Memory {

  private static final long MANY_BYTES = 1L << 40;

  private Memory() {}

  /** As much as anybody asks for. */
  public static MemoryShare plenty() {
    return ofBytes(MANY_BYTES);
  }

  /** So many bytes for one stream, of which what it begins with is taken. */
  public static MemoryShare ofBytes(long bytes) {
    MemoryBudget budget =
        new MemoryBudget(Voice.MONO, 500, bytes, 1, HeldMemory.unlimited().open());
    return Objects.requireNonNull(budget.open(Voice.MONO));
  }
}
