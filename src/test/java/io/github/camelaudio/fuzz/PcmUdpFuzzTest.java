package io.github.camelaudio.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.limits.NetworkLimits;
import io.github.camelaudio.wire.HostGate;
import io.github.camelaudio.wire.tutorial.PcmPortDecoder;
import io.github.camelaudio.wire.tutorial.PcmUdpDecoder;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Samples in datagrams, at a port and at a tuner: each of whole frames is heard, others are not.
 */
class PcmUdpFuzzTest {

  private static final Cost COST = new Cost(200_000, 400);

  @MethodSource("io.github.camelaudio.fuzz.Seeds#packets")
  @FuzzTest
  void fuzz(byte[] input) throws Exception {
    COST.check(input, PcmUdpFuzzTest::run);
  }

  @Test
  void mutants() {
    Mutants.run(Seeds.packets(), this::fuzz);
  }

  private static void run(byte[] input) {
    PcmFormat format = Formats.of(input);
    List<byte[]> datagrams = Records.of(input);
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (byte[] datagram : datagrams) {
      if (datagram.length % format.bytesPerFrame() == 0) {
        whole.writeBytes(datagram);
      }
    }
    Pipeline port =
        new Pipeline(
            parts ->
                new PcmPortDecoder(
                    format,
                    parts.malformed(),
                    parts.counters(),
                    new HostGate(() -> NetworkLimits.DEFAULT, parts.malformed(), parts.counters()),
                    parts.clock()));
    Pipeline tuner =
        new Pipeline(parts -> new PcmUdpDecoder(format, parts.malformed(), parts.counters()));
    for (byte[] datagram : datagrams) {
      port.datagram(datagram, 5_000 + (port.writes() & 1));
      tuner.datagram(datagram, 5_000);
    }
    assertArrayEquals(whole.toByteArray(), Pipeline.pcm(port.end()));
    List<AudioBlock> tuned = tuner.end();
    assertArrayEquals(whole.toByteArray(), Pipeline.pcm(tuned));
    tuned.forEach(block -> assertEquals(format, block.format()));
  }
}
