package io.github.camelaudio.wire.srtp;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.security.KeyRing;
import io.github.camelaudio.wire.MalformedPacketException;
import io.github.camelaudio.wire.srtp.cipher.Suite;
import io.github.camelaudio.wire.srtp.cipher.Transform;
import java.util.function.Supplier;

/** SRTP whose master keys are the shared ones. */
final class StaticStage extends SrtpStage {

  private final int maxGrowthBytes;
  private final StaticSender sender;
  private final StaticReceiver receiver;

  StaticStage(
      Suite suite,
      Supplier<KeyRing> rings,
      AudioClock clock,
      StaticStreams used,
      StreamOwners owners) {
    StaticKeys keys = new StaticKeys(suite, rings);
    maxGrowthBytes = suite.tagBytes + Transform.SRTCP_INDEX_BYTES;
    sender = new StaticSender(keys, used);
    receiver = new StaticReceiver(keys, clock, owners);
  }

  @Override
  public int maxGrowthBytes() {
    return maxGrowthBytes;
  }

  @Override
  int protect(byte[] in, int length, byte[] out) {
    return SrtpLayout.isRtcp(in)
        ? sender.protectRtcp(in, length, out)
        : sender.protectRtp(in, length, out);
  }

  @Override
  int unprotect(byte[] in, int length, byte[] out) throws MalformedPacketException {
    return SrtpLayout.isRtcp(in)
        ? receiver.unprotectRtcp(in, length, out)
        : receiver.unprotectRtp(in, length, out);
  }

  @Override
  String keyName() {
    return receiver.keyName();
  }
}
