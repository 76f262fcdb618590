package io.github.camelaudio.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.codec.PayloadCodecs;
import io.github.camelaudio.limits.NetworkLimits;
import io.github.camelaudio.wire.HostGate;
import io.github.camelaudio.wire.PacketStages;
import io.github.camelaudio.wire.rtp.RtpBlockEncoder;
import io.github.camelaudio.wire.rtp.RtpDepacketizer;
import io.github.camelaudio.wire.rtp.RtpUdpDecoder;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * RTP and RTCP in datagrams of two senders, with pauses: refused or heard, and sent on as heard.
 */
class RtpUdpFuzzTest {

  private static final PcmFormat CONFIGURED = PcmFormat.parse("s16/48000/2");
  private static final Cost COST = new Cost(200_000, 400);
  private static final int PAUSE_MILLIS = 150;
  private static final int UDP_PAYLOAD_BYTES = 1_200;

  @MethodSource("io.github.camelaudio.fuzz.Seeds#packets")
  @FuzzTest
  void fuzz(byte[] input) throws Exception {
    COST.check(input, RtpUdpFuzzTest::run);
  }

  @Test
  void mutants() {
    Mutants.run(Seeds.packets(), this::fuzz);
  }

  private static void run(byte[] input) {
    Pipeline port = port();
    for (byte[] packet : Records.of(input)) {
      if (packet.length == 0) {
        port.pause(PAUSE_MILLIS);
      } else {
        port.datagram(packet, 5_000 + (port.writes() & 1));
      }
    }
    List<AudioBlock> blocks = port.end();
    assertTrue(blocks.size() <= port.writes(), () -> blocks.size() + " of " + port.writes());
    blocks.forEach(block -> assertTrue(block.live()));
    blocks.stream().filter(block -> block.frames() > 0).limit(1).forEach(RtpUdpFuzzTest::sendOn);
  }

  private static Pipeline port() {
    return new Pipeline(
        parts ->
            new RtpUdpDecoder(
                new RtpDepacketizer(PayloadCodecs::of, CONFIGURED, parts.counters(), parts.clock()),
                PacketStages.NONE,
                parts.malformed(),
                new HostGate(() -> NetworkLimits.DEFAULT, parts.malformed(), parts.counters())));
  }

  private static void sendOn(AudioBlock block) {
    List<byte[]> datagrams = new ArrayList<>();
    RtpBlockEncoder.overUdp(
            PayloadCodecs::of, UDP_PAYLOAD_BYTES, PacketStages.NONE, new FakeClock())
        .encode(
            block,
            UnpooledByteBufAllocator.DEFAULT,
            datagram -> {
              datagrams.add(ByteBufUtil.getBytes(datagram));
              datagram.release();
            });
    Pipeline next = port();
    datagrams.forEach(datagram -> next.datagram(datagram, 5_000));
    List<AudioBlock> heard = next.end();
    assertArrayEquals(block.toByteArray(), Pipeline.pcm(heard));
    assertEquals(block.format(), heard.get(0).format());
    assertEquals(block.streamId(), heard.get(0).streamId());
  }
}
