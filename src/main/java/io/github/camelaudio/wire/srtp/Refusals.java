package io.github.camelaudio.wire.srtp;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.wire.MalformedPacketException;

/** Why packets are refused, and what to do; without a byte of a key. */
final class Refusals {

  private Refusals() {}

  static MalformedPacketException tooShort(int bytes) {
    return new MalformedPacketException("a packet of " + bytes + " bytes is too short for SRTP");
  }

  static MalformedPacketException notEncrypted() {
    return new MalformedPacketException(
        "it is not encrypted, or with another audio.srtp than here (ekt); both need the same key"
            + " file and the same audio.srtp");
  }

  static MalformedPacketException unknownKey() {
    return new MalformedPacketException(
        "it is encrypted with a key that is not in the key file here; both need the same line, see"
            + " audio.keys");
  }

  /** Static keys: nothing in a packet tells which of the three it is. */
  static MalformedPacketException noStaticKey() {
    return new MalformedPacketException(
        "it fits no key of the key file here: it is not encrypted, or with another key or suite"
            + " than audio.srtp says, or was changed on its way");
  }

  static MalformedPacketException otherMode() {
    return new MalformedPacketException(
        "it is encrypted with EKT, and audio.srtp says otherwise here; set the same on both ends");
  }

  static MalformedPacketException changed() {
    return new MalformedPacketException(
        "its authentication fails: it was changed on its way, or is forged");
  }

  static MalformedPacketException replayed() {
    return new MalformedPacketException(
        "it came before: the network sent it twice, or somebody replays it");
  }

  static MalformedPacketException otherKeyOfStream(long ssrc, String name, String owner) {
    return new MalformedPacketException(
        "it is of stream "
            + AudioBlock.nameOf(ssrc)
            + " with the key "
            + name
            + ", and that stream has the key "
            + owner);
  }

  static MalformedPacketException contributors() {
    return new MalformedPacketException(
        "it is encrypted, and names contributing sources, which is not supported");
  }
}
