package io.github.camelaudio.wire.srtp;

import io.github.camelaudio.security.KeyRing;
import io.github.camelaudio.security.SharedKey;
import io.github.camelaudio.wire.UnsendableException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The shared keys that hold, as EKT parameter sets. Not for several threads at once. */
final class EktKeys {

  private final Supplier<KeyRing> rings;
  private @Nullable KeyRing ring;
  private List<EktKey> keys = List.of();

  EktKeys(Supplier<KeyRing> rings) {
    this.rings = rings;
  }

  /** Takes up a change; to be called for each packet. True when there is one. */
  boolean update() {
    KeyRing now = rings.get();
    if (now.equals(ring)) {
      return false;
    }
    ring = now;
    List<EktKey> next = new ArrayList<>();
    for (SharedKey shared : now.keys()) {
      EktKey there = find(shared);
      next.add(there == null ? new EktKey(shared) : there);
    }
    keys = next;
    return true;
  }

  List<EktKey> all() {
    return keys;
  }

  boolean has(EktKey key) {
    return keys.contains(key);
  }

  /** Whether a full field says that it is of one of them. */
  boolean isNamed(byte[] packet, int at) {
    for (EktKey key : keys) {
      if (key.isNamed(packet, at)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The one that protects what goes out.
   *
   * @throws UnsendableException when none does now, saying what to do
   */
  EktKey sending() {
    KeyRing now = latest();
    EktKey key = find(now.sending());
    if (key == null) {
      throw new UnsendableException(now.whyNoneSends());
    }
    return key;
  }

  /** Whether a key is the one that protects what goes out now. */
  boolean isSending(EktKey key) {
    return key.shared() == latest().sending();
  }

  private KeyRing latest() {
    KeyRing now = ring;
    if (now == null) {
      throw new IllegalStateException("no update before the first packet");
    }
    return now;
  }

  private @Nullable EktKey find(@Nullable SharedKey shared) {
    for (EktKey key : keys) {
      if (key.shared() == shared) {
        return key;
      }
    }
    return null;
  }
}
