package io.github.camelaudio.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.camelaudio.report.TraceException;
import io.github.camelaudio.report.TraceFormat;
import io.github.camelaudio.report.TraceText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Traces of playouts: refused, or drawn with finite numbers. */
class TraceFuzzTest {

  private static final Cost COST = new Cost(400_000, 2_000);

  static Stream<Arguments> seeds() {
    String header = String.join(",", TraceFormat.header()) + "\n";
    String line = "1.5,1a2b3c4d,65535,4294967295,480,48000,-12.5,40,27.5,85.25,960,480,,0,0,0,\n";
    return Seeds.texts(
        header,
        header + line + line.replace("1.5", "2.5").replace(",,", ",restart,"),
        header + line + line.replace("1a2b3c4d", "7").replace("960,480,,", "9,0,began,"),
        header + line + "1.7,00000000,0,0,0,0,,,,,0,0,device,,,,83.5\n",
        header + line.replace("-12.5", "1e300") + line.replace("1.5", "-1e300"),
        header + line.replace("480,48000", "2147483647,1").replace("960", "9223372036854775807"),
        "seconds,x\r\n");
  }

  @MethodSource("seeds")
  @FuzzTest
  void fuzz(byte[] input) throws Exception {
    COST.check(input, TraceFuzzTest::run);
  }

  @Test
  void mutants() {
    Mutants.run(seeds(), this::fuzz);
  }

  private static void run(byte[] input) throws IOException {
    try {
      TraceText.check(new String(input, StandardCharsets.UTF_8));
    } catch (TraceException refused) {
      // As it should be.
    }
  }
}
