package io.github.camelaudio.wire;

/** Turns samples from memory's byte order into the network's, and back. */
final class ByteOrders {

  private ByteOrders() {}

  /** Reverses the bytes of each sample in place. */
  static void swap(byte[] samples, int bytesPerSample) {
    switch (bytesPerSample) {
      case 2 -> {
        for (int i = 0; i < samples.length; i += 2) {
          exchange(samples, i, i + 1);
        }
      }
      case 3 -> {
        for (int i = 0; i < samples.length; i += 3) {
          exchange(samples, i, i + 2);
        }
      }
      case 4 -> {
        for (int i = 0; i < samples.length; i += 4) {
          exchange(samples, i, i + 3);
          exchange(samples, i + 1, i + 2);
        }
      }
      default -> {
        // One byte has no order.
      }
    }
  }

  private static void exchange(byte[] bytes, int a, int b) {
    byte keep = bytes[a];
    bytes[a] = bytes[b];
    bytes[b] = keep;
  }
}
