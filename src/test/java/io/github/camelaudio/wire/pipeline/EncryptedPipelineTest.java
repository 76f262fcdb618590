package io.github.camelaudio.wire.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.security.KeyRing;
import io.github.camelaudio.security.SharedKey;
import io.github.camelaudio.wire.Encoded;
import io.github.camelaudio.wire.LogLines;
import io.github.camelaudio.wire.MalformedPacketLog;
import io.github.camelaudio.wire.PacketStages;
import io.github.camelaudio.wire.TestSound;
import io.github.camelaudio.wire.Transport;
import io.github.camelaudio.wire.Wire;
import io.github.camelaudio.wire.srtp.SrtpMode;
import io.github.camelaudio.wire.srtp.SrtpStages;
import io.github.camelaudio.wire.srtp.StaticStreams;
import io.netty.buffer.Unpooled;
import io.netty.channel.AddressedEnvelope;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Encrypted sound through the encoders and decoders of a context. */
class EncryptedPipelineTest {

  private static final PcmFormat FORMAT = PcmFormat.parse("s16/48000/2");
  private static final InetSocketAddress PEER =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 9_633);
  private static final int BLOCKS = 50;
  private static final int FRAMES = 960;

  private final TestSound sound = TestSound.noise(FORMAT, 7, BLOCKS * FRAMES);

  private static SharedKey key(SrtpMode mode, int seed) {
    byte[] secret = new byte[mode.keyBytes()];
    Arrays.fill(secret, (byte) seed);
    return new SharedKey("kitchen", secret);
  }

  private static WireCodecs codecs(SrtpMode mode, SharedKey key) {
    KeyRing ring = new KeyRing(List.of(key), key);
    SrtpStages srtp = new SrtpStages(mode, () -> ring, new FakeClock(), StaticStreams.inMemory());
    return new WireCodecs(
        wire -> FORMAT, counters -> new PacketStages(List.of(srtp.newStage(counters.beforeKey))));
  }

  private List<byte[]> sent(WireCodecs codecs, Transport transport) {
    Encoded encoded = new Encoded(codecs.encoder(Wire.RTP, transport, FORMAT));
    for (int i = 0; i < BLOCKS; i++) {
      encoded.add(sound.block(i * FRAMES, (i + 1) * FRAMES));
    }
    return encoded.add(sound.end()).take();
  }

  /** All frames that came, and how many streams ended. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Heard(byte[] pcm, int ends, List<String> keyNames) {}

  private static Heard heard(WireCodecs codecs, Transport transport, List<byte[]> pieces) {
    EmbeddedChannel channel = new EmbeddedChannel(codecs.decoder(Wire.RTP, transport, FORMAT));
    for (byte[] piece : pieces) {
      if (channel.isOpen()) {
        channel.writeInbound(
            transport == Transport.TCP
                ? Unpooled.wrappedBuffer(piece)
                : new DatagramPacket(Unpooled.wrappedBuffer(piece), PEER, PEER));
      }
    }
    ByteArrayOutputStream pcm = new ByteArrayOutputStream();
    int ends = 0;
    List<String> names = new ArrayList<>();
    for (AudioBlock block = next(channel); block != null; block = next(channel)) {
      pcm.writeBytes(block.toByteArray());
      ends += block.last() ? 1 : 0;
      names.add(block.keyName());
    }
    channel.finishAndReleaseAll();
    return new Heard(pcm.toByteArray(), ends, names.stream().distinct().toList());
  }

  private static @Nullable AudioBlock next(EmbeddedChannel channel) {
    Object message = channel.readInbound();
    return (AudioBlock)
        (message instanceof AddressedEnvelope<?, ?> envelope ? envelope.content() : message);
  }

  @ParameterizedTest
  @CsvSource({
    "EKT, UDP",
    "EKT, TCP",
    "STATIC, UDP",
    "STATIC, TCP",
    "AES_CM_128_HMAC_SHA1_80, UDP",
    "AES_CM_128_HMAC_SHA1_80, TCP"
  })
  void sound_comesThroughBitForBit_withItsEndAndTheNameOfItsKey(
      SrtpMode mode, Transport transport) {
    WireCodecs codecs = codecs(mode, key(mode, 1));
    Heard heard = heard(codecs, transport, sent(codecs, transport));
    assertArrayEquals(sound.pcm(), heard.pcm);
    assertEquals(1, heard.ends);
    assertEquals(List.of("kitchen"), heard.keyNames);
    assertEquals(0, codecs.counters().snapshot().refusedPackets());
  }

  @ParameterizedTest
  @EnumSource
  void withoutAKeyFile_encryptedSoundIsNoNoise_andTheReasonIsSaid(Transport transport) {
    List<byte[]> sent = sent(codecs(SrtpMode.EKT, key(SrtpMode.EKT, 1)), transport);
    refuses(new WireCodecs(wire -> FORMAT), transport, sent, "it is encrypted, and there is no");
  }

  @ParameterizedTest
  @EnumSource
  void withAKeyFile_soundInClearIsRefused_andTheReasonIsSaid(Transport transport) {
    List<byte[]> sent = sent(new WireCodecs(wire -> FORMAT), transport);
    WireCodecs codecs = codecs(SrtpMode.EKT, key(SrtpMode.EKT, 1));
    refuses(codecs, transport, sent, "it is not encrypted, or with another audio.srtp");
  }

  @ParameterizedTest
  @EnumSource
  void withAnotherKey_soundIsRefused_andTheReasonIsSaid(Transport transport) {
    List<byte[]> sent = sent(codecs(SrtpMode.EKT, key(SrtpMode.EKT, 1)), transport);
    WireCodecs codecs = codecs(SrtpMode.EKT, key(SrtpMode.EKT, 2));
    refuses(codecs, transport, sent, "a key that is not in the key file here");
  }

  private static void refuses(
      WireCodecs codecs, Transport transport, List<byte[]> sent, String reason) {
    try (LogLines log = new LogLines(MalformedPacketLog.class)) {
      assertEquals(0, heard(codecs, transport, sent).pcm.length);
      long said = log.lines().stream().filter(line -> line.contains(reason)).count();
      assertEquals(1, said, log.lines()::toString);
    }
    assertTrue(codecs.counters().snapshot().refusedPackets() > 0);
  }
}
