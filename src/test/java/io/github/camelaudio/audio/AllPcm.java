package io.github.camelaudio.audio;

/** Every value that an encoding has, in order from the most negative; for tests of identities. */
final class AllPcm {

  private AllPcm() {}

  static byte[] u8() {
    return all(1, 0);
  }

  static byte[] s16() {
    return all(2, 0x80);
  }

  /** Sixteen million samples, 48 MiB. */
  static byte[] s24() {
    return all(3, 0x80);
  }

  private static byte[] all(int bytes, int signFlip) {
    int count = 1 << (8 * bytes);
    byte[] pcm = new byte[count * bytes];
    for (int i = 0; i < count; i++) {
      for (int b = 0; b < bytes; b++) {
        pcm[i * bytes + b] = (byte) (i >> (8 * b));
      }
      pcm[i * bytes + bytes - 1] ^= (byte) signFlip;
    }
    return pcm;
  }
}
