package io.github.camelaudio.security;

import java.util.List;

/**
 * The keys that hold at one time. A key that was removed from the file is not in the next ring; a
 * key that stays is the same object. Immutable; any thread.
 *
 * @param keys in the order of the file; at least one
 * @param sending protects what goes out; one of them
 */
public record KeyRing(List<SharedKey> keys, SharedKey sending) {

  public KeyRing {
    keys = List.copyOf(keys);
    if (!keys.contains(sending)) {
      throw new IllegalArgumentException(sending + " is not among the keys");
    }
  }

  /** Whether a key still holds. */
  public boolean has(SharedKey key) {
    return keys.contains(key);
  }
}
