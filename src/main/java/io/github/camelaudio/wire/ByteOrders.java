package io.github.camelaudio.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Turns samples from memory's byte order into the network's, and back. */
public final class ByteOrders {

  private ByteOrders() {}

  /** Reverses the bytes of each sample in place. */
  public static void swap(byte[] samples, int bytesPerSample) {
    ByteBuffer big = ByteBuffer.wrap(samples);
    ByteBuffer little = ByteBuffer.wrap(samples).order(ByteOrder.LITTLE_ENDIAN);
    switch (bytesPerSample) {
      // The copy of a whole buffer onto itself in the other order is many times faster than a loop.
      case 2 -> big.asShortBuffer().put(little.asShortBuffer());
      case 4 -> big.asIntBuffer().put(little.asIntBuffer());
      case 3 -> {
        for (int i = 0; i < samples.length; i += 3) {
          byte first = samples[i];
          samples[i] = samples[i + 2];
          samples[i + 2] = first;
        }
      }
      default -> {
        // One byte has no order.
      }
    }
  }
}
