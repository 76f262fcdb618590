package io.github.camelaudio.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.wire.tutorial.PcmTcpDecoder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/** Samples over a connection: all whole frames are heard, as they were sent. */
class PcmTcpFuzzTest {

  private static final Cost COST = new Cost(200_000, 4_000);

  @MethodSource("io.github.camelaudio.fuzz.Seeds#pickles")
  @FuzzTest
  void fuzz(byte[] input) throws Exception {
    COST.check(input, PcmTcpFuzzTest::run);
  }

  @Test
  void mutants() {
    Mutants.run(Seeds.pickles(), this::fuzz);
  }

  private static void run(byte[] input) {
    PcmFormat format = Formats.of(input);
    Cuts.check(
        input,
        () -> connection(format),
        (whole, cut) ->
            assertArrayEquals(
                Arrays.copyOfRange(
                    input, 1, input.length - (input.length - 1) % format.bytesPerFrame()),
                Pipeline.pcm(whole)));
  }

  private static Pipeline connection(PcmFormat format) {
    return new Pipeline(
        parts ->
            new PcmTcpDecoder(
                format, parts.malformed(), parts.unfinished(), parts.counters(), parts.clock()));
  }
}
