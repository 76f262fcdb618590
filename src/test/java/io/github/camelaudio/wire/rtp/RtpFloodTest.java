package io.github.camelaudio.wire.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.codec.PayloadCodecs;
import io.github.camelaudio.limits.NetworkLimits;
import io.github.camelaudio.wire.HostGate;
import io.github.camelaudio.wire.LogLines;
import io.github.camelaudio.wire.MalformedPacketLog;
import io.github.camelaudio.wire.MarkStage;
import io.github.camelaudio.wire.PacketStages;
import io.github.camelaudio.wire.Transport;
import io.github.camelaudio.wire.WireCounters;
import io.netty.buffer.ByteBuf;
import io.netty.channel.AddressedEnvelope;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.NetUtil;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * 10,000 stream ids a second from one host, for three seconds, each with one packet or two; beside
 * them an older stream of that host, one of it that begins amid the flood, and one of another host.
 */
class RtpFloodTest {

  private static final InetSocketAddress PORT = address("192.0.2.9");
  private static final InetSocketAddress FLOODER = address("192.0.2.1");
  private static final InetSocketAddress HONEST = address("192.0.2.2");
  private static final int MILLIS = 3_000;
  private static final int FLOOD_EACH_10_MS = 100;
  private static final int OLDER = 1;
  private static final int BESIDE = 2;
  private static final int AMID = 3;

  private final FakeClock clock = new FakeClock();
  private final WireCounters counters = new WireCounters();
  private final MalformedPacketLog malformed = new MalformedPacketLog(counters, clock);
  private final HostGate gate = new HostGate(() -> NetworkLimits.DEFAULT, malformed, counters);
  private final LogLines log = new LogLines(MalformedPacketLog.class);
  private final Map<Long, ByteArrayOutputStream> heard = new HashMap<>();
  private final Map<Long, ByteArrayOutputStream> sent = new HashMap<>();

  private static InetSocketAddress address(String literal) {
    try {
      byte[] bytes = NetUtil.createByteArrayFromIpAddressString(literal);
      return new InetSocketAddress(InetAddress.getByAddress(bytes), 5_004);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private EmbeddedChannel port(boolean encrypted) {
    return new EmbeddedChannel(
        new RtpUdpDecoder(
            new RtpDepacketizer(PayloadCodecs::of, PcmFormat.DEFAULT, counters, clock),
            encrypted ? new PacketStages(List.of(new MarkStage('A'))) : PacketStages.NONE,
            malformed,
            gate));
  }

  private void send(
      EmbeddedChannel port, boolean encrypted, InetSocketAddress from, long ssrc, int sequence) {
    byte[] pcm = new byte[480 * 4];
    new Random(ssrc * 1_000 + sequence).nextBytes(pcm);
    int[] payload = new int[pcm.length];
    for (int i = 0; i < pcm.length; i++) {
      payload[i] = pcm[i];
    }
    TestPacket packet = new TestPacket().payloadType(10).ssrc(ssrc).sequence(sequence);
    ByteBuf bytes = packet.timestamp(sequence * 480).payload(payload).buffer();
    if (encrypted) {
      bytes.writeByte('A');
    }
    port.writeInbound(new DatagramPacket(bytes, PORT, from));
    sent.computeIfAbsent(ssrc, id -> new ByteArrayOutputStream()).writeBytes(swapped(pcm));
    AddressedEnvelope<AudioBlock, InetSocketAddress> out = port.readInbound();
    for (; out != null; out = port.readInbound()) {
      heard
          .computeIfAbsent(out.content().streamId(), id -> new ByteArrayOutputStream())
          .writeBytes(out.content().toByteArray());
    }
  }

  /** L16 is big-endian, blocks are little-endian. */
  private static byte[] swapped(byte[] pcm) {
    byte[] swapped = new byte[pcm.length];
    for (int i = 0; i < pcm.length; i++) {
      swapped[i] = pcm[i ^ 1];
    }
    return swapped;
  }

  private byte[] heardOf(long ssrc) {
    ByteArrayOutputStream all = heard.get(ssrc);
    return all == null ? new byte[0] : all.toByteArray();
  }

  private byte[] sentOf(long ssrc) {
    ByteArrayOutputStream all = sent.get(ssrc);
    return all == null ? new byte[0] : all.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aFloodOfIds_staysWithinItsHostsPlaces(int packetsOfEach) {
    flood(false, packetsOfEach);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aFloodOfIds_thatPassesTheStages_too(int packetsOfEach) {
    flood(true, packetsOfEach);
  }

  private void flood(boolean encrypted, int packetsOfEach) {
    EmbeddedChannel port = port(encrypted);
    long id = 1_000;
    for (int sequence = 0; sequence < MILLIS / 10; sequence++) {
      send(port, encrypted, FLOODER, OLDER, sequence);
      for (int i = 0; sequence > 0 && i < FLOOD_EACH_10_MS / packetsOfEach; i++) {
        id++;
        for (int packet = 0; packet < packetsOfEach; packet++) {
          send(port, encrypted, FLOODER, id, packet);
        }
      }
      send(port, encrypted, HONEST, BESIDE, sequence);
      if (sequence >= 110) {
        send(port, encrypted, FLOODER, AMID, sequence);
      }
      clock.advanceMillis(10);
    }
    assertThat(heardOf(BESIDE)).isEqualTo(sentOf(BESIDE));
    assertThat(heardOf(OLDER)).isEqualTo(sentOf(OLDER));
    int floods = heard.size() - 2 - (heard.containsKey((long) AMID) ? 1 : 0);
    assertThat(floods).isBetween(15, 15 + 20 * MILLIS / 1_000);
    if (packetsOfEach == 1) {
      byte[] amid = heardOf(AMID);
      byte[] all = sentOf(AMID);
      assertThat(amid.length).isGreaterThanOrEqualTo(all.length - 2 * 480 * 4);
      assertThat(all).endsWith(amid);
    }
    long refused = counters.snapshot().refusedPackets();
    assertThat(counters.overStreams.sum()).isEqualTo(refused).isGreaterThan(28_000);
    assertThat(log.lines()).hasSizeLessThanOrEqualTo(3);
    assertThat(log.lines().get(0)).contains("192.0.2.1 sent: more than").contains("audio.");
    assertThat(begin(HONEST, 16)).as("beside its stream").isEqualTo(15);
    port.finishAndReleaseAll();
    assertThat(begin(HONEST, 20)).as("its stream has no place any more").isEqualTo(1);
    clock.advanceMillis(10_001);
    assertThat(begin(FLOODER, 20)).as("after a while").isEqualTo(16);
  }

  /** How many streams of some have a place. */
  private int begin(InetSocketAddress host, int streams) {
    int begun = 0;
    for (int id = 1_000_000; id < 1_000_000 + streams; id++) {
      boolean first = place(host, id);
      begun += first || place(host, id) ? 1 : 0; // after a refusal it takes two packets
    }
    return begun;
  }

  private boolean place(InetSocketAddress host, int id) {
    return gate.place(Transport.UDP, id, host, PORT, clock.nanoTime()) != null;
  }

  @AfterEach
  void close() {
    log.close();
  }
}
