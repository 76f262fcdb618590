package io.github.camelaudio.station;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.flow.LogLines;
import io.github.camelaudio.wire.MarkStage;
import io.github.camelaudio.wire.PacketStage;
import io.github.camelaudio.wire.PacketStages;
import io.github.camelaudio.wire.Transport;
import io.github.camelaudio.wire.UnsendableException;
import io.github.camelaudio.wire.Wire;
import io.github.camelaudio.wire.pipeline.WireCodecs;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PacketEncoderTest {

  private static final PcmFormat FORMAT = PcmFormat.parse("s16/10000/1");
  private static final int DATAGRAM_FRAMES = 100;

  private final StationCounters counters = new StationCounters();
  private final PacketEncoder encoder =
      new PacketEncoder(
          "station",
          new WireCodecs(wire -> null).encoder(Wire.PCM, Transport.UDP, FORMAT, DATAGRAM_FRAMES),
          counters);

  private static AudioBlock block(PcmFormat format, int frames, int value) {
    byte[] pcm = new byte[frames * format.bytesPerFrame()];
    Arrays.fill(pcm, (byte) value);
    return AudioBlock.builder(format).streamId(1).live(true).pcm(pcm);
  }

  /** Its bytes, and the first of them; null for none. */
  private static @Nullable String told(@Nullable Packet packet) {
    if (packet == null) {
      return null;
    }
    String told = packet.bytes() + " of " + packet.pieces().get(0).getByte(0);
    packet.release();
    return told;
  }

  @Test
  void encode_ofBlocksThatFillOneDatagram_givesThatWithTheTimeOfAll() {
    assertNull(encoder.encode(block(FORMAT, 60, 1)));
    Packet packet = encoder.encode(block(FORMAT, 60, 1));
    assertNotNull(packet);
    assertEquals(12 * Packets.MILLISECOND, packet.nanos());
    packet.release();
    assertEquals(2, counters.blocks.sum());
  }

  @Test
  void skip_forgetsWhatWasHeld_soThatWhoComesNextHearsNothingOld() {
    assertNull(encoder.encode(block(FORMAT, 60, 1)));
    encoder.skip(block(FORMAT, 60, 2));
    encoder.skip(block(FORMAT, 60, 3));
    assertNull(encoder.encode(block(FORMAT, 60, 4)));
    assertEquals("200 of 4", told(encoder.encode(block(FORMAT, 60, 5))));
    assertEquals(2, counters.unheard.sum());
    assertEquals(3, counters.blocks.sum());
  }

  @Test
  void skip_ofWhatTheWireCannotCarry_saysSo_onceForEachFormat() {
    try (LogLines log = new LogLines("station")) {
      for (int i = 0; i < 5; i++) {
        encoder.skip(block(PcmFormat.parse("s16/48000/1"), 10, 1));
      }
      assertEquals(1, log.all().size(), log.all()::toString);
    }
    assertEquals(1, counters.refusedBlocks.sum());
    assertEquals(5, counters.unheard.sum());
    encoder.skip(block(FORMAT, 10, 1));
    assertEquals(1, counters.refusedBlocks.sum());
  }

  @Test
  void encode_withAStage_changesEachPacketOnceForAllListeners() {
    WireCodecs codecs =
        new WireCodecs(wire -> null, counters -> new PacketStages(List.of(new MarkStage('M'))));
    PacketEncoder marking =
        new PacketEncoder("station", codecs.encoder(Wire.RTP, Transport.UDP, FORMAT), counters);
    Packet packet = marking.encode(block(FORMAT, 60, 1));
    assertNotNull(packet);
    ByteBuf datagram = packet.pieces().get(0);
    assertEquals('M', datagram.getByte(datagram.writerIndex() - 1));
    for (int listener = 0; listener < 2; listener++) {
      EmbeddedChannel tuner = new EmbeddedChannel(codecs.decoder(Wire.RTP, Transport.UDP, null));
      InetSocketAddress station = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9_610);
      tuner.writeInbound(new DatagramPacket(datagram.retainedDuplicate(), station, station));
      assertEquals(1, tuner.inboundMessages().size());
      tuner.finishAndReleaseAll();
    }
    packet.release();
    assertEquals(2, codecs.counters().snapshot().packets());
  }

  @Test
  void encode_ofABlockOfWhichOnlyTheBeginningCanBeSent_sendsAndKeepsNothing() {
    List<ByteBuf> went = new ArrayList<>();
    PacketStage once =
        new PacketStage() {
          @Override
          public int maxGrowthBytes() {
            return 0;
          }

          @Override
          public void inbound(ByteBuf packet, String keyName, Inbound next) {
            throw new AssertionError("nothing comes in");
          }

          @Override
          public void outbound(ByteBuf packet, Consumer<ByteBuf> next) {
            if (!went.isEmpty()) {
              packet.release();
              throw new UnsendableException("the key is gone");
            }
            went.add(packet);
            next.accept(packet);
          }
        };
    WireCodecs codecs = new WireCodecs(wire -> null, counters -> new PacketStages(List.of(once)));
    PacketEncoder stopping =
        new PacketEncoder("station", codecs.encoder(Wire.RTP, Transport.UDP, FORMAT), counters);
    assertNull(stopping.encode(block(FORMAT, 5_000, 1)));
    assertEquals(0, went.get(0).refCnt());
    assertEquals(1, counters.refusedBlocks.sum());
  }
}
