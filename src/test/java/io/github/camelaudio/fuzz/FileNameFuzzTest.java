package io.github.camelaudio.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.camelaudio.recorder.store.SafeNames;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a fileName expression gave, perhaps out of what the network sent: a path below, always. */
class FileNameFuzzTest {

  private static final Cost COST = new Cost(4_000_000, 4_000);
  private static final Path DIRECTORY = Path.of("/recordings");
  private static final int MAX_PART_BYTES = 255;

  static Stream<Arguments> seeds() {
    return Seeds.texts(
        "20261128-155700.wav",
        "0a1b2c3d/take.wav",
        "../../etc/passwd",
        "..\\..\\x.wav",
        "/absolute.flac",
        "a/./b/../c.wav",
        " . /.. /x",
        "nul\0name\n.wav",
        "\u00e9\ud83c\udfa4".repeat(80) + ".wav",
        "a/".repeat(300));
  }

  @MethodSource("seeds")
  @FuzzTest
  void fuzz(byte[] input) throws Exception {
    COST.check(input, FileNameFuzzTest::run);
  }

  @Test
  void mutants() {
    Mutants.run(seeds(), this::fuzz);
  }

  private static void run(byte[] input) {
    Path path = SafeNames.of(new String(input, StandardCharsets.UTF_8), "stream.wav");
    assertFalse(path.isAbsolute(), path::toString);
    assertTrue(DIRECTORY.resolve(path).normalize().startsWith(DIRECTORY), path::toString);
    assertFalse(DIRECTORY.resolve(path).normalize().equals(DIRECTORY), path::toString);
    for (Path part : path) {
      String text = part.toString();
      assertFalse(text.isBlank() || text.equals(".") || text.equals(".."), path::toString);
      assertTrue(text.getBytes(StandardCharsets.UTF_8).length <= MAX_PART_BYTES, text);
      assertTrue(text.chars().noneMatch(Character::isISOControl), path::toString);
    }
    assertEquals(path, SafeNames.of(path.toString(), "stream.wav"), "a good name stays");
  }
}
