package io.github.camelaudio.wire.srtp;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.security.KeyRing;
import io.github.camelaudio.wire.MalformedPacketException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** SRTP whose master keys travel with the packets. */
final class EktStage extends SrtpStage {

  private final EktKeys keys;
  private final EktSender sender;
  private final EktReceiver receiver;

  /**
   * @param fullNanos how often a packet has its master key with it; 0 for each one
   * @param beforeKey counts packets whose master key has not come
   */
  EktStage(
      Supplier<KeyRing> rings,
      AudioClock clock,
      long fullNanos,
      StreamOwners owners,
      LongAdder beforeKey) {
    keys = new EktKeys(rings);
    sender = new EktSender(keys, clock, fullNanos);
    receiver = new EktReceiver(keys, clock, owners, beforeKey);
  }

  @Override
  public int maxGrowthBytes() {
    return EktSender.MAX_GROWTH_BYTES;
  }

  private void update() {
    if (keys.update()) {
      receiver.dropRemoved();
    }
  }

  @Override
  int protect(byte[] in, int length, byte[] out) {
    update();
    return SrtpLayout.isRtcp(in)
        ? sender.protectRtcp(in, length, out)
        : sender.protectRtp(in, length, out);
  }

  @Override
  int unprotect(byte[] in, int length, byte[] out) throws MalformedPacketException {
    update();
    return SrtpLayout.isRtcp(in)
        ? receiver.unprotectRtcp(in, length, out)
        : receiver.unprotectRtp(in, length, out);
  }

  @Override
  String keyName() {
    return receiver.keyName();
  }

  /** Of how many streams that come in there are contexts. */
  int streams() {
    return receiver.streams();
  }
}
