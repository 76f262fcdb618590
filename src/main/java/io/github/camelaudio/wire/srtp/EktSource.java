package io.github.camelaudio.wire.srtp;

import io.github.camelaudio.wire.srtp.cipher.Jdk;
import io.github.camelaudio.wire.srtp.cipher.Transform;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one SSRC: the shared key that it belongs to, and the master keys that came with
 * that. Several are in use when a sender uses two networks, each with its own. The {@value
 * #MASTER_KEYS} latest have their replay windows, so that nothing of them is taken twice; the
 * {@value #RETIRED} before them are refused.
 */
final class EktSource {

  static final int MASTER_KEYS = 4;
  static final int RETIRED = 256;

  /** One master key, and what came under it. */
  static final class Context {
    final byte[] masterKey;
    final Transform transform;
    final ReplayWindow rtp = new ReplayWindow();
    final ReplayWindow rtcp = new ReplayWindow();

    /** The full field that came last, and its rollover counter. */
    byte[] field;

    int rollovers;

    Context(EktKey key, EktKey.Content content, byte[] field) {
      this.masterKey = content.masterKey();
      this.transform = key.transform(masterKey);
      this.field = field;
      this.rollovers = content.rollovers();
    }
  }

  final EktKey key;
  final StreamOwners.Claim claim;
  private final List<Context> contexts = new ArrayList<>(1);

  /** Eight bytes of a hash of each, the oldest first. */
  private final Set<Long> retired = new LinkedHashSet<>(0);

  EktSource(EktKey key, StreamOwners.Claim claim) {
    this.key = key;
    this.claim = claim;
  }

  /** The one in use first. */
  List<Context> contexts() {
    return contexts;
  }

  /** The context that a packet's full field is of, byte for byte; null for none. */
  @Nullable Context withField(byte[] packet, int at) {
    for (Context context : contexts) {
      if (Arrays.equals(context.field, 0, EktKey.FULL_BYTES, packet, at, at + EktKey.FULL_BYTES)) {
        return context;
      }
    }
    return null;
  }

  @Nullable Context withMasterKey(byte[] masterKey) {
    for (Context context : contexts) {
      if (MessageDigest.isEqual(context.masterKey, masterKey)) {
        return context;
      }
    }
    return null;
  }

  boolean isRetired(byte[] masterKey) {
    return retired.contains(hash(masterKey));
  }

  /** Takes up a context that brought an authentic packet. */
  void use(Context context) {
    if (!contexts.isEmpty() && contexts.get(0) == context) {
      return;
    }
    contexts.remove(context);
    contexts.add(0, context);
    if (contexts.size() > MASTER_KEYS) {
      retired.add(hash(contexts.remove(MASTER_KEYS).masterKey));
      if (retired.size() > RETIRED) {
        retired.remove(retired.iterator().next());
      }
    }
  }

  private static long hash(byte[] masterKey) {
    try {
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(masterKey)).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw Jdk.impossible(e);
    }
  }
}
