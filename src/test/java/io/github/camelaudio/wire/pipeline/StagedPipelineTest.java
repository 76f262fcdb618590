package io.github.camelaudio.wire.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.wire.Encoded;
import io.github.camelaudio.wire.LogLines;
import io.github.camelaudio.wire.MalformedPacketLog;
import io.github.camelaudio.wire.MarkStage;
import io.github.camelaudio.wire.PacketStage;
import io.github.camelaudio.wire.PacketStages;
import io.github.camelaudio.wire.Transport;
import io.github.camelaudio.wire.Wire;
import io.github.camelaudio.wire.rtp.RtcpLayout;
import io.netty.buffer.Unpooled;
import io.netty.channel.AddressedEnvelope;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Stages in the pipelines of senders, receivers, stations and tuners. */
class StagedPipelineTest {

  private static final PcmFormat FORMAT = PcmFormat.parse("s16/48000/2");
  private static final InetSocketAddress PEER =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 9_633);
  private static final byte[] PCM = {1, 2, 3, 4};

  private static WireCodecs codecs(String marks) {
    return new WireCodecs(wire -> null, counters -> stages(marks));
  }

  private static PacketStages stages(String marks) {
    Stream<PacketStage> each = marks.chars().mapToObj(mark -> new MarkStage((char) mark));
    return new PacketStages(each.toList());
  }

  private static AudioBlock block() {
    return AudioBlock.builder(FORMAT).streamId(7).last(true).pcm(PCM);
  }

  private static List<byte[]> encoded(String marks, Transport transport) {
    return new Encoded(codecs(marks).encoder(Wire.RTP, transport, FORMAT)).add(block()).take();
  }

  /** The first block that a receiver makes of one piece; null for none. */
  private static @Nullable AudioBlock received(
      WireCodecs codecs, Transport transport, byte[] bytes) {
    EmbeddedChannel receiver = new EmbeddedChannel(codecs.decoder(Wire.RTP, transport, null));
    receiver.writeInbound(
        transport == Transport.TCP
            ? Unpooled.wrappedBuffer(bytes)
            : new DatagramPacket(Unpooled.wrappedBuffer(bytes), PEER, PEER));
    Object first = receiver.readInbound();
    receiver.finishAndReleaseAll();
    return (AudioBlock)
        (first instanceof AddressedEnvelope<?, ?> envelope ? envelope.content() : first);
  }

  @Test
  void datagrams_takeTheStagesInOrder_reportsToo() {
    List<byte[]> plain = encoded("", Transport.UDP);
    List<byte[]> marked = encoded("AB", Transport.UDP);
    assertEquals(2, marked.size());
    assertArrayEquals(Encoded.bytes(List.of(plain.get(0), new byte[] {'A', 'B'})), marked.get(0));
    byte[] bye = marked.get(1); // its report says when it was sent
    assertEquals(RtcpLayout.BYE_BYTES + 2, bye.length);
    assertEquals("AB", "" + (char) bye[bye.length - 2] + (char) bye[bye.length - 1]);
  }

  @Test
  void packetsOverTcp_takeTheStagesBeforeTheyAreFramed() {
    byte[] plain = encoded("", Transport.TCP).get(0);
    byte[] marked = encoded("AB", Transport.TCP).get(0);
    assertEquals(plain.length + 4, marked.length);
    int bytes = (plain[0] & 0xFF) << 8 | (plain[1] & 0xFF);
    assertEquals(bytes + 2, (marked[0] & 0xFF) << 8 | (marked[1] & 0xFF));
    assertEquals("AB", "" + (char) marked[2 + bytes] + (char) marked[3 + bytes]);
    assertEquals("AB", "" + (char) marked[marked.length - 2] + (char) marked[marked.length - 1]);
  }

  @ParameterizedTest
  @EnumSource
  void whatTookTheStages_comesBackThroughThem(Transport transport) {
    WireCodecs codecs = codecs("AB");
    AudioBlock heard = received(codecs, transport, encoded("AB", transport).get(0));
    assertNotNull(heard);
    assertArrayEquals(PCM, heard.toByteArray());
    assertEquals("A", heard.keyName(), "what the last stage on the way in says");
    assertEquals(0, codecs.counters().snapshot().refusedPackets());
  }

  @ParameterizedTest
  @EnumSource
  void whatAStageRefuses_isCountedWithItsReason_andNotHeard(Transport transport) {
    WireCodecs codecs = codecs("AB");
    try (LogLines log = new LogLines(MalformedPacketLog.class)) {
      assertNull(received(codecs, transport, encoded("BA", transport).get(0)));
      assertTrue(log.lines().get(0).contains("no mark B"), log.lines()::toString);
    }
    assertTrue(codecs.counters().snapshot().refusedPackets() > 0);
    assertEquals(0, codecs.counters().snapshot().packets());
  }

  @Test
  void aBlockAboveALengthOf16Bits_leavesRoomForTheStages() {
    AudioBlock big = AudioBlock.builder(FORMAT).pcm(new byte[200_000]);
    byte[] piece =
        new Encoded(codecs("AB").encoder(Wire.RTP, Transport.TCP, FORMAT)).add(big).take().get(0);
    EmbeddedChannel receiver =
        new EmbeddedChannel(codecs("AB").decoder(Wire.RTP, Transport.TCP, null));
    receiver.writeInbound(Unpooled.wrappedBuffer(piece));
    int bytes = 0;
    for (AudioBlock part = receiver.readInbound(); part != null; part = receiver.readInbound()) {
      bytes += part.sizeBytes();
    }
    assertEquals(200_000, bytes);
    receiver.finishAndReleaseAll();
  }
}
