package io.github.camelaudio.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.codec.PayloadCodecs;
import io.github.camelaudio.limits.NetworkLimits;
import io.github.camelaudio.wire.HostGate;
import io.github.camelaudio.wire.PacketStages;
import io.github.camelaudio.wire.rtp.RtpDepacketizer;
import io.github.camelaudio.wire.rtp.RtpTcpDecoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/** RTP and RTCP over a connection: the same is heard however its bytes are cut into reads. */
class RtpTcpFuzzTest {

  private static final PcmFormat CONFIGURED = PcmFormat.parse("s16/48000/2");
  private static final Cost COST = new Cost(200_000, 2_000);

  @MethodSource("io.github.camelaudio.fuzz.Seeds#packetStreams")
  @FuzzTest
  void fuzz(byte[] input) throws Exception {
    COST.check(input, RtpTcpFuzzTest::run);
  }

  @Test
  void mutants() {
    Mutants.run(Seeds.packetStreams(), this::fuzz);
  }

  private static void run(byte[] input) {
    Cuts.check(
        input,
        RtpTcpFuzzTest::connection,
        (whole, cut) -> {
          assertEquals(whole.size(), cut.size());
          for (int i = 0; i < whole.size(); i++) {
            assertEquals(whole.get(i).toString(), cut.get(i).toString());
            assertEquals(whole.get(i).sequence(), cut.get(i).sequence());
          }
        });
  }

  private static Pipeline connection() {
    return new Pipeline(
        parts ->
            new RtpTcpDecoder(
                RtpDepacketizer.overTcp(
                    PayloadCodecs::of, CONFIGURED, parts.counters(), parts.clock()),
                PacketStages.NONE,
                parts.malformed(),
                parts.unfinished(),
                new HostGate(() -> NetworkLimits.DEFAULT, parts.malformed(), parts.counters())));
  }
}
