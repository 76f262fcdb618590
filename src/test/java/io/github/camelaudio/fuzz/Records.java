package io.github.camelaudio.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Several packets as one input: each behind its length in two bytes, big-endian, as RFC 4571 has
 * them; one of length 0 is a pause. What an input claims beyond its end is left out.
 */
final class Records {

  /** Beyond it an input becomes slow, not different. */
  private static final int MAX_RECORDS = 200;

  private Records() {}

  static List<byte[]> of(byte[] input) {
    List<byte[]> records = new ArrayList<>();
    int at = 0;
    while (at + 2 <= input.length && records.size() < MAX_RECORDS) {
      int length = (input[at] & 0xFF) << 8 | (input[at + 1] & 0xFF);
      int end = Math.min(input.length, at + 2 + length);
      records.add(Arrays.copyOfRange(input, at + 2, end));
      at = end;
    }
    return records;
  }

  /** The input of these packets. */
  static byte[] join(List<byte[]> packets) {
    ByteArrayOutputStream input = new ByteArrayOutputStream();
    for (byte[] packet : packets) {
      input.write(packet.length >> 8);
      input.write(packet.length);
      input.writeBytes(packet);
    }
    return input.toByteArray();
  }
}
