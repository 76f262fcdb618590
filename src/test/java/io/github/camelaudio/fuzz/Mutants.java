package io.github.camelaudio.fuzz;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.provider.Arguments;

/** The same few thousand damaged copies of a target's seeds in each build, without Jazzer. */
final class Mutants {

  private static final int COUNT = 4_000;
  private static final long SEED = 20261128;
  private static final int MAX_CHANGES = 4;
  private static final int[] EDGES = {0, 1, 0x7F, 0x80, 0xFF};

  private Mutants() {}

  /** Runs a target over them; what falls is shown whole, to be kept as a file beside the seeds. */
  static void run(Stream<Arguments> seeds, Cost.Target target) {
    List<byte[]> inputs =
        seeds.map(seed -> ((Named<?>) seed.get()[0]).getPayload()).map(byte[].class::cast).toList();
    Random random = new Random(SEED);
    for (int i = 0; i < COUNT; i++) {
      byte[] mutant = inputs.get(random.nextInt(inputs.size()));
      for (int changes = random.nextInt(MAX_CHANGES); changes >= 0; changes--) {
        byte[] other = inputs.get(random.nextInt(inputs.size()));
        mutant = changed(mutant, other, random);
      }
      try {
        target.run(mutant);
      } catch (Exception | AssertionError e) {
        throw new AssertionError(
            "mutant " + i + ": " + e + "\n" + HexFormat.of().formatHex(mutant), e);
      }
    }
  }

  private static byte[] changed(byte[] from, byte[] other, Random random) {
    if (from.length == 0) {
      return other;
    }
    byte[] bytes = from.clone();
    int at = random.nextInt(bytes.length);
    int length = Math.min(1 + random.nextInt(8), bytes.length - at);
    switch (random.nextInt(6)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> Arrays.fill(bytes, at, at + length, (byte) EDGES[random.nextInt(EDGES.length)]);
      case 2 -> bytes = Arrays.copyOf(bytes, at);
      case 3 -> bytes = joined(bytes, at, bytes, at + length);
      case 4 -> bytes = joined(bytes, at + length, bytes, at);
      default -> bytes = joined(bytes, at, other, random.nextInt(other.length + 1));
    }
    return bytes;
  }

  /** The beginning of one and the end of another. */
  private static byte[] joined(byte[] head, int headEnd, byte[] tail, int tailStart) {
    byte[] joined = Arrays.copyOf(head, headEnd + tail.length - tailStart);
    System.arraycopy(tail, tailStart, joined, headEnd, tail.length - tailStart);
    return joined;
  }
}
