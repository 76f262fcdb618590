package io.github.camelaudio.wire.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmConverter;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.wire.Encoded;
import io.github.camelaudio.wire.Heard;
import io.github.camelaudio.wire.LogLines;
import io.github.camelaudio.wire.MalformedPacketLog;
import io.github.camelaudio.wire.TestSound;
import io.github.camelaudio.wire.Transport;
import io.github.camelaudio.wire.Wire;
import io.github.camelaudio.wire.rtp.RtpLayout;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.AddressedEnvelope;
import io.netty.channel.ChannelHandler;
import io.netty.channel.DefaultAddressedEnvelope;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WireCodecsTest {

  private static final PcmFormat TUTORIAL = PcmFormat.parse("s16/44100/2");
  private static final PcmFormat VOICE = PcmFormat.parse("s24/16000/1");
  private static final InetSocketAddress PEER =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 9_633);
  private static final long SEED = 20261121;

  private final Map<Wire, PcmFormat> configured = new EnumMap<>(Wire.class);
  private final WireCodecs codecs = new WireCodecs(configured::get);

  // ---- the wires

  @Test
  void wires_sayWhatTheyCan() {
    assertTrue(Wire.RTP.hasDatagrams());
    assertTrue(Wire.PCM.hasDatagrams());
    assertFalse(Wire.PYSHINE.hasDatagrams());
    assertFalse(Wire.PYAUDIO.hasDatagrams());
    for (Wire wire : Wire.values()) {
      assertEquals(wire == Wire.RTP, wire.saysFormat());
      assertEquals(wire == Wire.RTP, wire.provesListeners());
      assertEquals(wire == Wire.RTP || wire == Wire.PYAUDIO, wire.saysEnds());
      assertEquals(TUTORIAL, wire.defaultFormat());
    }
  }

  // ---- formats

  @ParameterizedTest
  @EnumSource(Wire.class)
  void format_ofAWireWithoutOne_isThatOfTheTutorial(Wire wire) {
    assertEquals(TUTORIAL, codecs.format(wire));
    assertNull(codecs.configuredFormat(wire));
    codecs.checkFormats();
  }

  @Test
  void format_ofAWireThatHasOne_isThat() {
    configured.put(Wire.PYAUDIO, VOICE);
    assertEquals(VOICE, codecs.format(Wire.PYAUDIO));
    assertEquals(VOICE, codecs.configuredFormat(Wire.PYAUDIO));
    assertEquals(TUTORIAL, codecs.format(Wire.PYSHINE));
  }

  @ParameterizedTest
  @EnumSource(Wire.class)
  void checkFormats_withOneThatIsNone_throws(Wire bad) {
    WireCodecs wrong =
        new WireCodecs(wire -> PcmFormat.parse(wire == bad ? "loud" : "s16/44100/2"));
    assertThrows(IllegalArgumentException.class, wrong::checkFormats);
  }

  @Test
  void pipelines_askForTheFormatEachTime() {
    configured.put(Wire.PYAUDIO, VOICE);
    TestSound sound = TestSound.noise(VOICE, 1, 500);
    Heard.Stream heard =
        overStream(
            codecs.sender(Wire.PYAUDIO, Transport.TCP),
            codecs.receiver(Wire.PYAUDIO, Transport.TCP),
            sound);
    assertEquals(VOICE, heard.format());
    assertArrayEquals(sound.pcm(), heard.pcm());
  }

  @Test
  void decoder_withoutAFormat_assumesThatOfTheTutorial() {
    for (Wire wire : List.of(Wire.PYAUDIO, Wire.PCM)) {
      EmbeddedChannel receiver = new EmbeddedChannel(codecs.decoder(wire, Transport.TCP, null));
      TestSound sound = TestSound.noise(TUTORIAL, 1, 5);
      receiver.writeInbound(
          Encoded.joined(
              new Encoded(codecs.encoder(wire, Transport.TCP, TUTORIAL))
                  .add(sound.lastBlock(0, 5))
                  .take()));
      receiver.finish();
      assertEquals(List.of("s16/44100/2: 5, end"), Heard.of(receiver).told());
    }
  }

  // ---- there and back

  @ParameterizedTest
  @EnumSource(Wire.class)
  void sound_overAStream_comesOutAsItWentIn(Wire wire) {
    for (String format : new String[] {"s16/44100/2", "s24/96000/3", "u8/8000/1"}) {
      PcmFormat of = PcmFormat.parse(format);
      configured.put(wire, of);
      TestSound sound = TestSound.noise(of, SEED, 5_000);
      Heard.Stream heard =
          overStream(
              codecs.sender(wire, Transport.TCP), codecs.receiver(wire, Transport.TCP), sound);
      byte[] pcm = heard.pcm();
      if (wire == Wire.PYSHINE) {
        pcm = new PcmConverter(heard.format(), of).convert(pcm);
        pcm = Arrays.copyOf(pcm, 5_000 * of.bytesPerFrame()); // without the silence at its end
      } else {
        assertEquals(of, heard.format());
      }
      assertArrayEquals(sound.pcm(), pcm, format);
      assertTrue(heard.ended());
    }
    assertTrue(codecs.counters().snapshot().packets() > 0);
    assertEquals(0, codecs.counters().snapshot().refusedPackets());
  }

  @ParameterizedTest
  @EnumSource(
      value = Wire.class,
      names = {"RTP", "PCM"})
  void sound_inDatagrams_comesOutAsItWentIn(Wire wire) {
    for (String format : new String[] {"s16/44100/2", "s24/96000/3", "u8/8000/1"}) {
      PcmFormat of = PcmFormat.parse(format);
      configured.put(wire, of);
      TestSound sound = TestSound.noise(of, SEED, 5_000);
      Heard.Stream heard =
          inDatagrams(
              codecs.sender(wire, Transport.UDP),
              codecs.receiver(wire, Transport.UDP),
              sound,
              wire == Wire.PCM
                  ? WireCodecs.MAX_DATAGRAM_FRAMES
                  : WireCodecs.UDP_PAYLOAD_BYTES + RtpLayout.OUR_HEADER_BYTES);
      assertEquals(of, heard.format());
      assertArrayEquals(sound.pcm(), heard.pcm(), format);
      assertTrue(heard.ended());
    }
    assertTrue(codecs.counters().snapshot().packets() > 0);
  }

  @Test
  void refuse_isCounted() {
    try (LogLines log = new LogLines(MalformedPacketLog.class)) {
      codecs.refuse(PEER, 5_004, "noise", "dropped");
      assertEquals(1, codecs.counters().snapshot().refusedPackets());
      assertEquals(1, log.lines().size());
    }
  }

  /** Sends it in blocks of any size, and receives it in pieces of any size. */
  private static Heard.Stream overStream(
      ChannelHandler encoder, ChannelHandler decoder, TestSound sound) {
    Random random = new Random(SEED);
    EmbeddedChannel sender = new EmbeddedChannel(encoder);
    EmbeddedChannel receiver = new EmbeddedChannel(decoder);
    for (AudioBlock block : sound.cut(random, 1_000)) {
      sender.writeOutbound(block);
    }
    List<ByteBuf> pieces = new ArrayList<>();
    for (ByteBuf piece = sender.readOutbound(); piece != null; piece = sender.readOutbound()) {
      pieces.add(piece);
    }
    ByteBuf all = Unpooled.wrappedBuffer(pieces.toArray(new ByteBuf[0]));
    while (all.isReadable()) {
      int length = Math.min(all.readableBytes(), 1 + random.nextInt(3_000));
      receiver.writeInbound(all.readRetainedSlice(length));
    }
    all.release();
    receiver.finish();
    sender.finishAndReleaseAll();
    return Heard.of(receiver).stream();
  }

  private static Heard.Stream inDatagrams(
      ChannelHandler encoder, ChannelHandler decoder, TestSound sound, int maxBytes) {
    EmbeddedChannel sender = new EmbeddedChannel(encoder);
    EmbeddedChannel receiver = new EmbeddedChannel(decoder);
    EmbeddedChannel blocks = new EmbeddedChannel();
    for (AudioBlock block : sound.cut(new Random(SEED), 1_000)) {
      sender.writeOutbound(new DefaultAddressedEnvelope<>(block, PEER));
    }
    for (Object out = sender.readOutbound(); out != null; out = sender.readOutbound()) {
      DatagramPacket datagram = (DatagramPacket) out;
      assertEquals(PEER, datagram.recipient());
      int bytes = datagram.content().readableBytes();
      assertTrue(bytes <= maxBytes, bytes + " bytes");
      receiver.writeInbound(new DatagramPacket(datagram.content(), PEER, PEER));
    }
    for (Object in = receiver.readInbound(); in != null; in = receiver.readInbound()) {
      blocks.writeInbound(in instanceof AddressedEnvelope<?, ?> e ? e.content() : in);
    }
    receiver.finishAndReleaseAll();
    return Heard.of(blocks).stream();
  }
}
