package io.github.camelaudio.file.wav;

import static io.github.camelaudio.file.wav.WavFiles.ascii;
import static io.github.camelaudio.file.wav.WavFiles.chunk;
import static io.github.camelaudio.file.wav.WavFiles.concat;
import static io.github.camelaudio.file.wav.WavFiles.fmt;
import static io.github.camelaudio.file.wav.WavFiles.noise;
import static io.github.camelaudio.file.wav.WavFiles.riff;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.recorder.store.RecordingRepair;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers of taggers, recorders and converters that do not keep to the book. */
class WavOddHeadersTest {

  private static final byte[] FMT = fmt(1, 1, 48_000, 2, 16);
  private static final byte[] SAMPLES = noise(2_000, 7);
  private static final byte[] DATA = chunk("data", SAMPLES);
  private static final byte[] ODD = ascii("INFOICMT\3\0\0\0abc");
  private static final byte[] ID3 = ascii("ID3\3\0\0\0\0\1\0" + "t".repeat(128));

  @TempDir Path folder;

  private static byte[] extensible(String guidTail) {
    ByteBuffer payload = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN);
    payload.putShort((short) 0xFFFE).putShort((short) 4).putInt(48_000).putInt(384_000);
    payload.putShort((short) 8).putShort((short) 16).putShort((short) 22).putShort((short) 16);
    payload.putInt(0).putShort((short) 1);
    for (int i = 0; i < guidTail.length(); i += 2) {
      payload.put((byte) Integer.parseInt(guidTail.substring(i, i + 2), 16));
    }
    return chunk("fmt ", payload.array());
  }

  static Stream<Arguments> played() {
    return Stream.of(
        Arguments.of("pad of 0", riff(FMT, chunk("LIST", ODD), ascii("\0"), DATA)),
        Arguments.of("pad of Q", riff(FMT, chunk("LIST", ODD), ascii("Q"), DATA)),
        Arguments.of("pad of a space", riff(FMT, chunk("LIST", ODD), ascii(" "), DATA)),
        Arguments.of("pad forgotten", riff(FMT, chunk("LIST", ODD), DATA)),
        Arguments.of("pad of Q, then fmt", riff(chunk("bext", ODD), ascii("Q"), FMT, DATA)),
        Arguments.of(
            "pad of Q, then a chunk that nobody knows",
            riff(FMT, chunk("LIST", ODD), ascii("Q"), chunk("wxyz", new byte[2]), DATA)),
        Arguments.of("block align of 0", riff(fmt(1, 1, 48_000, 0, 16), DATA)),
        Arguments.of("block align of 1", riff(fmt(1, 1, 48_000, 1, 16), DATA)),
        Arguments.of("block align of 3", riff(fmt(1, 2, 48_000, 3, 16), DATA)),
        Arguments.of("ID3 before RIFF", concat(ID3, riff(FMT, DATA))),
        Arguments.of("B-format", riff(extensible("00002107D3118644C8C1CA000000"), DATA)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("played")
  void file_isPlayed(String ignored, byte[] content) throws IOException {
    Path file = write(content);
    assertThat(WavFiles.readAll(file)).isEqualTo(SAMPLES);
    try (WavReader stream = WavReader.open(new ByteArrayInputStream(content), "a stream")) {
      assertThat(WavFiles.readAll(stream)).isEqualTo(SAMPLES);
    }
    assertThat(RecordingRepair.repair(file)).contains("nothing to repair");
    assertThat(Files.readAllBytes(file)).isEqualTo(content);
  }

  @Test
  void repair_ofABlockAlignOfOne_countsFramesOfTwoBytes() throws IOException {
    Path file = write(riff(fmt(1, 1, 48_000, 1, 16), DATA));
    assertThat(RecordingRepair.repair(file)).endsWith("nothing to repair, 1000 frames (0.021 s)");
  }

  @Test
  void repair_behindAnId3Tag_completesTheHeaderWhereItIs() throws IOException {
    Path file = write(concat(ID3, riff(FMT, chunk("data", 0, SAMPLES))));
    assertThat(RecordingRepair.repair(file)).contains("repaired: ", "1000 frames");
    assertThat(Files.readAllBytes(file)).isEqualTo(concat(ID3, riff(FMT, DATA)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"TAGTitle\0\0", "APETAGEX\1\2\3\4", "ID3\3\0\0\0\0\0\7abcdefg", "by me\r\n"})
  void tagBehindTheFile_isNoSound(String tag) throws IOException {
    byte[] content = concat(riff(FMT, DATA), ascii(tag));
    Path file = write(content);
    assertThat(RecordingRepair.repair(file)).contains("nothing to repair, 1000 frames");
    assertThat(Files.readAllBytes(file)).isEqualTo(content);
    assertThat(WavFiles.unclaimed(file)).isZero();
  }

  @Test
  void samplesBehindWhatTheHeaderClaims_areCounted_andRepaired() throws IOException {
    Path file = write(riff(FMT, chunk("data", 500, SAMPLES)));
    assertThat(WavFiles.unclaimed(file)).isEqualTo(1_500);
    assertThat(RecordingRepair.repair(file)).contains("now says 1000 frames");
    assertThat(WavFiles.unclaimed(file)).isZero();
  }

  @Test
  void chunksBehindTheSamples_areNotCounted() throws IOException {
    assertThat(WavFiles.unclaimed(write(riff(FMT, DATA, chunk("LIST", new byte[40]))))).isZero();
    assertThat(WavFiles.unclaimed(write(riff(FMT, DATA, chunk("wxyz", new byte[40]))))).isZero();
    byte[] odd = chunk("data", noise(7, 1));
    byte[] bytes = fmt(1, 1, 8_000, 1, 8);
    assertThat(WavFiles.unclaimed(write(riff(bytes, odd, ascii("Q"), chunk("LIST", ODD)))))
        .isZero();
    assertThat(WavFiles.unclaimed(write(riff(bytes, odd, new byte[1])))).isZero();
  }

  private Path write(byte[] content) throws IOException {
    return Files.write(folder.resolve("odd.wav"), content);
  }
}
