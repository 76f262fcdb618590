package io.github.camelaudio.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.flow.OptionValues;
import io.github.camelaudio.recorder.store.FileLimit;
import io.github.camelaudio.recorder.store.RecordingPermissions;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Values of options and properties: taken for what they say, or refused with the option's name. */
class OptionsFuzzTest {

  private static final Cost COST = new Cost(400_000, 2_000);

  static Stream<Arguments> seeds() {
    return Seeds.texts(
        "s16/48000/2",
        "F32/1000/64",
        "u8/768000/1",
        " s24/44100/6 ",
        "s16/48000",
        "s16/-1/2",
        "64MB",
        "1kb",
        "999999 GB",
        "0MB",
        "512MB",
        "10m",
        "7d",
        "20",
        "999999999tb",
        "rw-r--r--",
        "rw-------",
        "rwxrwxrwx",
        "---------");
  }

  @MethodSource("seeds")
  @FuzzTest
  void fuzz(byte[] input) throws Exception {
    COST.check(input, OptionsFuzzTest::run);
  }

  @Test
  void mutants() {
    Mutants.run(seeds(), this::fuzz);
  }

  private static void run(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    PcmFormat format = taken(text, each -> OptionValues.format("option", each));
    if (format != null) {
      assertEquals(format, PcmFormat.parse(format.toString()));
      assertTrue(format.framesOfMillis(1) >= 1 && format.bytesPerFrame() >= 1);
    }
    PcmFormat device = taken(text, each -> OptionValues.deviceFormat("option", each));
    assertTrue(device == null || device.equals(format));
    Long size = taken(text, each -> OptionValues.size("option", each));
    assertTrue(size == null || size >= 1_000, () -> size + " bytes");
    FileLimit limit = taken(text, each -> FileLimit.ofFiles("option", each));
    assertTrue(limit == null || limit.value() > 0, () -> String.valueOf(limit));
    FileLimit split = taken(text, each -> FileLimit.ofFile("option", each));
    assertTrue(split == null || split.equals(limit));
    taken(text, each -> RecordingPermissions.parse("option", each));
  }

  /** What was read; null when it was refused in words. */
  private static <T> @org.jspecify.annotations.Nullable T taken(
      String text, Function<String, T> parse) {
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException refused) {
      String words = String.valueOf(refused.getMessage());
      assertTrue(words.startsWith("option option=" + text + ": "), words);
      return null;
    }
  }
}
