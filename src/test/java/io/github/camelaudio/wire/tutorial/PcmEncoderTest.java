package io.github.camelaudio.wire.tutorial;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.audio.PcmConverter;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.wire.Encoded;
import io.github.camelaudio.wire.TestSound;
import io.github.camelaudio.wire.UnsendableException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PcmEncoderTest {

  private static final PcmFormat STEREO = PcmFormat.parse("s16/44100/2");
  private static final int FRAMES = 300;

  private final FakeClock clock = new FakeClock();
  private final Encoded tcp = new Encoded(PcmEncoder.overTcp(STEREO, clock));
  private final Encoded udp = new Encoded(PcmEncoder.overUdp(STEREO, FRAMES, clock));

  @Test
  void encode_overTcp_givesTheSamplesAndNothingElse() {
    TestSound sound = TestSound.noise(STEREO, 1, 50_000);
    List<byte[]> pieces = tcp.add(sound.block(0, 480)).add(sound.lastBlock(480, 50_000)).take();
    assertEquals(2, pieces.size());
    assertArrayEquals(sound.pcm(0, 480), pieces.get(0));
    assertArrayEquals(sound.pcm(480, 50_000), pieces.get(1));
  }

  @Test
  void encode_overTcp_ofAnEndWithoutFrames_givesNothing() {
    assertTrue(tcp.add(TestSound.noise(STEREO, 1, 10).end()).take().isEmpty());
  }

  @Test
  void encode_overUdp_gathersBlocksIntoDatagramsOfOneSize_andEndsWithTheRestAndAnEmptyOne() {
    TestSound sound = TestSound.noise(STEREO, 1, 1_000);
    assertEquals(List.of(), udp.add(sound.block(0, 100)).add(sound.block(100, 299)).takeSizes());
    List<byte[]> pieces = udp.add(sound.block(299, 301)).take();
    assertEquals(1, pieces.size());
    assertArrayEquals(sound.pcm(0, 300), pieces.get(0));
    pieces = udp.add(sound.block(301, 950)).take();
    assertEquals(2, pieces.size());
    assertArrayEquals(sound.pcm(300, 900), Encoded.bytes(pieces));
    pieces = udp.add(sound.lastBlock(950, 1_000)).take();
    assertEquals(2, pieces.size());
    assertArrayEquals(sound.pcm(900, 1_000), pieces.get(0));
    assertEquals(0, pieces.get(1).length);
  }

  @ParameterizedTest
  @CsvSource({
    "s16/44100/2, 10240, 10240",
    "s24/48000/6, 10240, 3639",
    "f32/44100/64, 10240, 255",
    "f32/44100/64, 7, 7",
    "u8/8000/1, 65507, 65507",
  })
  void encode_overUdp_fillsADatagramAsFarAsItsFormatHasRoom(
      String format, int datagramFrames, int frames) {
    PcmFormat of = PcmFormat.parse(format);
    Encoded datagrams = new Encoded(PcmEncoder.overUdp(of, datagramFrames, clock));
    TestSound sound = TestSound.noise(of, 1, 2 * frames);
    List<byte[]> pieces = datagrams.add(sound.whole()).take();
    assertEquals(2, pieces.size());
    assertEquals(frames * of.bytesPerFrame(), pieces.get(0).length);
    assertArrayEquals(sound.pcm(), Encoded.bytes(pieces));
  }

  @Test
  void encode_overUdp_ofAnEnd_givesAnEmptyDatagram_onceAndOnlyToWhatHasBegun() {
    TestSound sound = TestSound.noise(STEREO, 1, FRAMES);
    assertEquals(List.of(), udp.add(sound.end()).takeSizes());
    assertEquals(List.of(1_200), udp.add(sound.whole()).takeSizes());
    assertEquals(List.of(0), udp.add(sound.end()).takeSizes());
    assertEquals(List.of(), udp.add(sound.end()).takeSizes());
  }

  @Test
  void encode_overUdp_ofAStreamAfterOneThatFellSilent_endsThatFirst() {
    udp.add(TestSound.noise(STEREO, 1, 10).whole());
    clock.advanceMillis(1_000);
    TestSound second = TestSound.noise(STEREO, 2, 20);
    assertEquals(List.of(40, 0, 80, 0), udp.add(second.lastBlock(0, 20)).takeSizes());
  }

  @Test
  void encode_ofABlockWithoutFrames_givesNothing() {
    TestSound sound = TestSound.noise(STEREO, 1, 1);
    assertTrue(udp.add(sound.block(0, 0)).take().isEmpty());
    assertTrue(tcp.add(sound.block(0, 0)).take().isEmpty());
  }

  @Test
  void encode_ofAnotherFormatOfTheSameRate_givesThatOfTheWire() {
    PcmFormat mono = PcmFormat.parse("s24/44100/1");
    TestSound sound = TestSound.noise(mono, 1, 100);
    byte[] converted = new PcmConverter(mono, STEREO).convert(sound.pcm());
    assertArrayEquals(converted, tcp.add(sound.whole()).take().get(0));
    assertArrayEquals(converted, udp.add(sound.lastBlock(0, 100)).take().get(0));
  }

  @Test
  void encode_ofASecondStreamWhileTheFirstPlays_isUnsendable() {
    tcp.add(TestSound.noise(STEREO, 1, 10).whole()).take();
    assertThrows(
        UnsendableException.class, () -> tcp.add(TestSound.noise(STEREO, 2, 10).lastBlock(0, 10)));
    udp.add(TestSound.noise(STEREO, 1, 10).whole()).take();
    assertThrows(
        UnsendableException.class, () -> udp.add(TestSound.noise(STEREO, 2, 10).lastBlock(0, 10)));
    assertTrue(udp.take().isEmpty()); // the end of the second would have ended the first
  }
}
