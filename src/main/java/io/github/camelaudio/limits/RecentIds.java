package io.github.camelaudio.limits;

/** The latest ids that came; the oldest goes for a new one. One thread at a time. */
final class RecentIds {

  static final int MAX = 512;

  private final int[] ids = new int[MAX];
  private int filled;
  private int next;

  /** Whether an id is among them; it is from now on. */
  boolean add(int id) {
    for (int i = 0; i < filled; i++) {
      if (ids[i] == id) {
        return true;
      }
    }
    ids[next] = id;
    next = (next + 1) % MAX;
    filled = Math.min(filled + 1, MAX);
    return false;
  }
}
