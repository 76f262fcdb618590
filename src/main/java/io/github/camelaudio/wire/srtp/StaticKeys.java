package io.github.camelaudio.wire.srtp;

import io.github.camelaudio.security.KeyRing;
import io.github.camelaudio.security.SharedKey;
import io.github.camelaudio.wire.UnsendableException;
import io.github.camelaudio.wire.srtp.cipher.Suite;
import io.github.camelaudio.wire.srtp.cipher.Transform;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The shared keys that hold, each as master key and master salt (RFC 4568 6.1). Not for several
 * threads at once.
 */
final class StaticKeys {

  private final Suite suite;
  private final Supplier<KeyRing> rings;
  private final Map<SharedKey, Transform> transforms = new HashMap<>();

  StaticKeys(Suite suite, Supplier<KeyRing> rings) {
    this.suite = suite;
    this.rings = rings;
  }

  KeyRing ring() {
    return rings.get();
  }

  /**
   * The key that protects what goes out.
   *
   * @throws UnsendableException when none does now, saying what to do
   */
  SharedKey sending() {
    KeyRing now = ring();
    SharedKey key = now.sending();
    if (key == null) {
      throw new UnsendableException(now.whyNoneSends());
    }
    return key;
  }

  Transform transform(SharedKey key) {
    Transform there = transforms.get(key);
    if (there != null) {
      return there;
    }
    transforms.keySet().retainAll(ring().keys());
    byte[] secret = key.secret();
    Transform made =
        suite.transform(
            Arrays.copyOf(secret, suite.keyBytes),
            Arrays.copyOfRange(secret, suite.keyBytes, suite.keyBytes + suite.saltBytes));
    transforms.put(key, made);
    return made;
  }
}
