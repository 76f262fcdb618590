package io.github.camelaudio.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.audio.PcmConverter;
import io.github.camelaudio.audio.PcmFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PcmEncoderTest {

  private static final PcmFormat STEREO = PcmFormat.parse("s16/44100/2");
  private static final int LIMIT = 1_200;

  private final FakeClock clock = new FakeClock();
  private final Encoded tcp = new Encoded(PcmEncoder.overTcp(STEREO, clock));
  private final Encoded udp = new Encoded(PcmEncoder.overUdp(STEREO, LIMIT, clock));

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

  @ParameterizedTest
  @CsvSource({
    "s16/44100/2, 299, 1196",
    "s16/44100/2, 300, 1200",
    "s16/44100/2, 301, '1200, 4'",
    "s16/44100/2, 1024, '1200, 1200, 1200, 496'",
    "s24/44100/3, 200, '1197, 603'",
    "f32/44100/64, 9, '1024, 1024, 256'",
    "u8/44100/1, 1201, '1200, 1'",
  })
  void encode_overUdp_givesDatagramsOfWholeFramesOfAtMost1200Bytes(
      String format, int frames, String sizes) {
    PcmFormat of = PcmFormat.parse(format);
    Encoded datagrams = new Encoded(PcmEncoder.overUdp(of, LIMIT, clock));
    TestSound sound = TestSound.noise(of, 1, frames);
    List<byte[]> pieces = datagrams.add(sound.whole()).take();
    assertEquals("[" + sizes + "]", pieces.stream().map(piece -> piece.length).toList().toString());
    assertArrayEquals(sound.pcm(), Encoded.bytes(pieces));
  }

  @Test
  void encode_overUdp_ofFramesAboveTheLimit_givesOneEach() {
    Encoded datagrams = new Encoded(PcmEncoder.overUdp(STEREO, 3, clock));
    assertEquals(List.of(4, 4), datagrams.add(TestSound.noise(STEREO, 1, 2).whole()).takeSizes());
  }

  @Test
  void encode_overUdp_endsWithAnEmptyDatagram() {
    TestSound sound = TestSound.noise(STEREO, 1, 350);
    assertEquals(List.of(1_200, 200, 0), udp.add(sound.lastBlock(0, 350)).takeSizes());
    assertEquals(List.of(1_200, 200), udp.add(sound.whole()).takeSizes());
    assertEquals(List.of(0), udp.add(sound.end()).takeSizes());
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
    assertArrayEquals(converted, udp.add(sound.whole()).take().get(0));
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
