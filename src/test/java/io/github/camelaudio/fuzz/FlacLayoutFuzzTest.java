package io.github.camelaudio.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.camelaudio.file.flac.FlacLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The beginning of a FLAC file: whether a recorder made it, and what it said of it. */
class FlacLayoutFuzzTest {

  private static final Cost COST = new Cost(200_000, 32);

  static Stream<Arguments> seeds() {
    return Stream.of(
            List.<String>of(),
            List.of(FlacLayout.OURS),
            List.of("TITLE=x", FlacLayout.OURS, FlacLayout.DESCRIPTION + "stream 0a1b2c3d"),
            List.of(FlacLayout.DESCRIPTION + "\u00e9", "DATE=2026", FlacLayout.OURS))
        .map(comments -> Arguments.of(Named.of(comments.toString(), header(comments))));
  }

  /** STREAMINFO, padding, comments (RFC 9639 8). */
  private static byte[] header(List<String> comments) {
    ByteBuffer block = ByteBuffer.allocate(300).order(ByteOrder.LITTLE_ENDIAN);
    putText(block, "reference libFLAC 1.4.2 20221022");
    block.putInt(comments.size());
    comments.forEach(comment -> putText(block, comment));
    ByteBuffer out = ByteBuffer.allocate(42 + 4 + 8 + 4 + block.position());
    out.put("fLaC".getBytes(StandardCharsets.US_ASCII)).putInt(34).position(42);
    out.putInt(1 << 24 | 8).putLong(0).putInt(0x84 << 24 | block.position());
    return out.put(block.array(), 0, block.position()).array();
  }

  private static void putText(ByteBuffer block, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    block.putInt(bytes.length).put(bytes);
  }

  @MethodSource("seeds")
  @FuzzTest
  void fuzz(byte[] input) throws Exception {
    COST.check(input, FlacLayoutFuzzTest::run);
  }

  @Test
  void mutants() {
    Mutants.run(seeds(), this::fuzz);
  }

  private static void run(byte[] input) {
    String description = FlacLayout.description(input);
    if (description != null) {
      String text = new String(input, StandardCharsets.UTF_8);
      assertTrue(text.startsWith("fLaC") && text.contains(FlacLayout.OURS));
      assertTrue(description.length() <= input.length, description);
      byte[] more = Arrays.copyOf(input, input.length + 100); // what follows are blocks and sound
      assertEquals(description, FlacLayout.description(more));
    }
  }
}
