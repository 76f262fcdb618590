package io.github.camelaudio.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.camelaudio.audio.AudioBlock;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * A connection's bytes, once as one read and once as many: the input's first byte says how many
 * bytes each of these has, and the rest is what is sent.
 */
final class Cuts {

  /** Beyond it an input becomes slow, not different. */
  private static final int MAX_READS = 40;

  private Cuts() {}

  /** Sends an input both ways; the same samples must come out, of the same formats. */
  static void check(
      byte[] input,
      Supplier<Pipeline> connection,
      BiConsumer<List<AudioBlock>, List<AudioBlock>> alike) {
    if (input.length == 0) {
      return;
    }
    int readBytes = Math.max(1 + (input[0] & 0xFF), input.length / MAX_READS);
    List<AudioBlock> whole = sent(input, input.length, connection.get());
    List<AudioBlock> cut = sent(input, readBytes, connection.get());
    assertArrayEquals(Pipeline.pcm(whole), Pipeline.pcm(cut));
    assertEquals(formats(whole), formats(cut));
    alike.accept(whole, cut);
  }

  private static List<AudioBlock> sent(byte[] input, int readBytes, Pipeline connection) {
    for (int at = 1; at < input.length; at += readBytes) {
      connection.bytes(input, at, Math.min(input.length, at + readBytes));
    }
    return connection.end();
  }

  /** The formats of the streams, each once for each stream. */
  private static List<String> formats(List<AudioBlock> blocks) {
    return blocks.stream().filter(AudioBlock::last).map(end -> end.format().toString()).toList();
  }
}
