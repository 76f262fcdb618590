package io.github.camelaudio.security;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys that hold at one time. A key that was removed from the file is not in the next ring; a
 * key that stays is the same object. Immutable; any thread.
 *
 * @param keys in the order of the file; at least one
 * @param sending protects what goes out, one of them; null when nothing may be sent
 * @param whyNoneSends in words, with what to do; empty when one does
 */
public record KeyRing(List<SharedKey> keys, @Nullable SharedKey sending, String whyNoneSends) {

  public KeyRing {
    keys = List.copyOf(keys);
    if (sending != null && !keys.contains(sending)) {
      throw new IllegalArgumentException(sending + " is not among the keys");
    }
  }

  /** Keys of which one sends. */
  public KeyRing(List<SharedKey> keys, SharedKey sending) {
    this(keys, sending, "");
  }

  /**
   * Keys that only receive.
   *
   * @param why for who wants to send
   */
  public static KeyRing receivingOnly(List<SharedKey> keys, String why) {
    return new KeyRing(keys, null, why);
  }

  /** Whether a key still holds. */
  public boolean has(SharedKey key) {
    return keys.contains(key);
  }
}
