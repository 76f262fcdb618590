package io.github.camelaudio.file.wav;

import static io.github.camelaudio.file.wav.WavFiles.chunk;
import static io.github.camelaudio.file.wav.WavFiles.concat;
import static io.github.camelaudio.file.wav.WavFiles.fmt;
import static io.github.camelaudio.file.wav.WavFiles.noise;
import static io.github.camelaudio.file.wav.WavFiles.riff;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WavReaderTest {

  private static final byte[] FMT = fmt(1, 1, 8000, 2, 16);
  private static final byte[] SAMPLES = noise(200, 1);
  private static final byte[] DATA = chunk("data", SAMPLES);

  @TempDir Path folder;

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("it is empty", new byte[0]),
        Arguments.of("it ends after 7 bytes", WavFiles.ascii("RIFF123")),
        Arguments.of(
            "it is no RIFF file but starts with 'Dear'", WavFiles.ascii("Dear reader, hi")),
        Arguments.of("starts with '.PNG'", concat(new byte[] {(byte) 0x89}, noPng())),
        Arguments.of("an MP3 file", WavFiles.ascii("ID3\3\0\0\0\0\0\2ab\177\177and much more")),
        Arguments.of("it ends after 13 bytes", WavFiles.ascii("ID3\3\0\0\0\0\0\0\0\0\0")),
        Arguments.of("an Ogg file", WavFiles.ascii("OggS\0\0\0\0\0\0\0\0\0")),
        Arguments.of("of type 'AVI '", WavFiles.ascii("RIFF\0\0\0\0AVI LIST")),
        Arguments.of("it has no 'fmt ' chunk", riff(DATA)),
        Arguments.of("it has no 'fmt ' chunk", riff()),
        Arguments.of("it has no 'data' chunk", riff(FMT)),
        Arguments.of("it has no 'data' chunk", riff(FMT, chunk("LIST", 0xFFFF_FFF0L, DATA))),
        Arguments.of("its 'fmt ' chunk has 14 bytes", riff(chunk("fmt ", new byte[14]), DATA)),
        Arguments.of("0 channels at 8000 Hz", riff(fmt(1, 0, 8000, 2, 16), DATA)),
        Arguments.of("1 channels at 0 Hz", riff(fmt(1, 1, 0, 2, 16), DATA)),
        Arguments.of("sample rate 2147483647 Hz outside", riff(fmt(1, 1, -2, 2, 16), DATA)),
        Arguments.of("65 channels outside 1..64", riff(fmt(1, 65, 8000, 130, 16), DATA)),
        Arguments.of("4 bytes a frame for 1 channels of 16", riff(fmt(1, 1, 8000, 4, 16), DATA)),
        Arguments.of("2 bytes a frame for 1 channels of 20", riff(fmt(1, 1, 8000, 2, 20), DATA)),
        Arguments.of("8 bytes a frame for 1 channels", riff(fmt(3, 1, 8000, 8, 32), DATA)),
        Arguments.of("integers of 0 bits", riff(fmt(1, 1, 8000, 2, 0), DATA)),
        Arguments.of("integers of 64 bits", riff(fmt(1, 1, 8000, 8, 64), DATA)),
        Arguments.of("integers of 20 bits in 5 bytes", riff(fmt(1, 1, 8000, 5, 20), DATA)),
        Arguments.of("IEEE floats of 16 bits", riff(fmt(3, 1, 8000, 2, 16), DATA)),
        Arguments.of("MP3 (format tag 0x0055)", riff(fmt(0x55, 1, 8000, 1, 0), DATA)),
        Arguments.of(
            "unknown encoding (format tag 0x4321)", riff(fmt(0x4321, 1, 8000, 2, 16), DATA)),
        Arguments.of(
            "extensible 'fmt ' chunk has 16 bytes", riff(fmt(0xFFFE, 1, 8000, 2, 16), DATA)),
        Arguments.of("an unknown sub-format", riff(chunk("fmt ", unknownGuid()), DATA)));
  }

  private static byte[] noPng() {
    return WavFiles.ascii("PNG\r\n\32\n\0\0\0\0\0");
  }

  private static byte[] unknownGuid() {
    byte[] payload = new byte[40];
    payload[0] = (byte) 0xFE;
    payload[1] = (byte) 0xFF;
    return payload;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void open_ofBadFile_saysWhatIsWrong(String found, byte[] content) throws IOException {
    Path file = write(content);
    WavFormatException thrown = assertThrows(WavFormatException.class, () -> WavReader.open(file));
    String message = String.valueOf(thrown.getMessage());
    assertTrue(message.contains(found), message);
    assertTrue(message.contains(file.toString()), message);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void open_ofBadStream_refusesAndClosesIt(String ignored, byte[] content) {
    AtomicBoolean closed = new AtomicBoolean();
    InputStream in =
        new ByteArrayInputStream(content) {
          @Override
          public void close() {
            closed.set(true);
          }
        };
    assertThrows(WavFormatException.class, () -> WavReader.open(in, "a stream"));
    assertTrue(closed.get());
  }

  @Test
  void open_ofMissingFile_isNoFormatMatter() {
    assertThrows(NoSuchFileException.class, () -> WavReader.open(folder.resolve("none.wav")));
  }

  @Test
  void open_ofDirectory_saysSo() {
    WavFormatException thrown =
        assertThrows(WavFormatException.class, () -> WavReader.open(folder));
    assertTrue(String.valueOf(thrown.getMessage()).contains("it is a directory"));
  }

  @Test
  void read_intoBufferOfOddSize_givesWholeFrames() throws IOException {
    try (WavReader reader = stream(riff(fmt(1, 2, 8000, 4, 16), DATA))) {
      byte[] buffer = new byte[11];
      assertEquals(8, reader.read(buffer));
      assertArrayEquals(new byte[3], new byte[] {buffer[8], buffer[9], buffer[10]});
    }
  }

  @Test
  void read_intoBufferSmallerThanFrame_isRefused() throws IOException {
    try (WavReader reader = stream(riff(fmt(1, 2, 8000, 4, 16), DATA))) {
      assertThrows(IllegalArgumentException.class, () -> reader.read(new byte[3]));
    }
  }

  @Test
  void read_afterTheEnd_goesOnSayingSo() throws IOException {
    try (WavReader reader = stream(riff(FMT, DATA))) {
      assertEquals(SAMPLES.length, reader.read(new byte[SAMPLES.length]));
      assertEquals(-1, reader.read(new byte[100]));
      assertEquals(-1, reader.read(new byte[100]));
      assertEquals(0, reader.missingBytes());
    }
  }

  @Test
  void read_ofStreamInDribs_fillsTheBuffer() throws IOException {
    InputStream dribs =
        new ByteArrayInputStream(riff(FMT, DATA)) {
          @Override
          public synchronized int read(byte[] bytes, int offset, int length) {
            return super.read(bytes, offset, Math.min(length, 3));
          }

          @Override
          public synchronized int available() {
            return 0;
          }
        };
    try (WavReader reader = WavReader.open(dribs, "a stream")) {
      byte[] buffer = new byte[SAMPLES.length];
      assertEquals(SAMPLES.length, reader.read(buffer));
      assertArrayEquals(SAMPLES, buffer);
    }
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void open_ofNamedPipe_readsItAsAStream() throws Exception {
    Path pipe = folder.resolve("pipe.wav");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    byte[] content = riff(FMT, chunk("data", 0xFFFF_FFFFL, noise(100_000, 4)));
    CompletableFuture<Path> written = CompletableFuture.supplyAsync(() -> writeTo(pipe, content));
    assertArrayEquals(noise(100_000, 4), WavFiles.readAll(pipe));
    assertEquals(pipe, written.get(10, TimeUnit.SECONDS));
  }

  private static Path writeTo(Path pipe, byte[] content) {
    try (OutputStream out = Files.newOutputStream(pipe, StandardOpenOption.WRITE)) {
      out.write(content);
      return pipe;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void read_leavesOutChunksAfterTheSamples() throws IOException {
    try (WavReader reader = stream(riff(FMT, DATA, chunk("LIST", noise(50, 2))))) {
      assertArrayEquals(SAMPLES, WavFiles.readAll(reader));
    }
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        0,
        0x7FFF_EF00L,
        0x7FFF_F000L,
        0x7FFF_FFFFL,
        0x8000_0000L,
        0xFFFF_FF00L,
        0xFFFF_FFFFL
      })
  void read_ofUnknownLength_goesToTheEnd(long size) throws IOException {
    byte[] content = riff(FMT, chunk("data", size, SAMPLES));
    for (WavReader opened : new WavReader[] {stream(content), WavReader.open(write(content))}) {
      try (WavReader reader = opened) {
        assertEquals(OptionalLong.empty(), reader.frames());
        assertArrayEquals(SAMPLES, WavFiles.readAll(reader));
        assertEquals(0, reader.missingBytes());
      }
    }
  }

  @Test
  void read_ofLengthJustBelowUnknown_countsWhatIsMissing() throws IOException {
    try (WavReader reader = stream(riff(FMT, chunk("data", 0x7FFF_EEFEL, SAMPLES)))) {
      assertEquals(OptionalLong.of(0x7FFF_EEFEL / 2), reader.frames());
      assertArrayEquals(SAMPLES, WavFiles.readAll(reader));
      assertEquals(0x7FFF_EEFEL - SAMPLES.length, reader.missingBytes());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0x7FFF_F000L, 0xFFFF_FF00L})
  void frames_ofFileThatIsReallyThatLong_areThoseDeclared(long size) throws IOException {
    Path file = write(riff(FMT, chunk("data", size, SAMPLES)));
    makeSparse(file, Files.size(file) - SAMPLES.length + size + 100);
    try (WavReader reader = WavReader.open(file)) {
      assertEquals(OptionalLong.of(size / 2), reader.frames());
    }
  }

  @Test
  void frames_ofRf64Beyond4GiB_areThoseOfDs64() throws IOException {
    long size = 5L << 30;
    byte[] ds64 = new byte[28];
    System.arraycopy(WavFiles.u32(size >>> 32), 0, ds64, 12, 4);
    System.arraycopy(WavFiles.u32(size), 0, ds64, 8, 4);
    byte[] content = riff(chunk("ds64", ds64), FMT, chunk("data", 0xFFFF_FFFFL, SAMPLES));
    System.arraycopy(WavFiles.ascii("RF64"), 0, content, 0, 4);
    Path file = write(content);
    try (WavReader reader = WavReader.open(file)) {
      assertEquals(OptionalLong.of(size / 2), reader.frames());
      assertArrayEquals(SAMPLES, WavFiles.readAll(reader));
      assertEquals(size - SAMPLES.length, reader.missingBytes());
    }
  }

  @Test
  void open_ofChunkThatClaimsGigabytes_allocatesNothingLikeIt() throws IOException {
    byte[] content = riff(FMT, chunk("LIST", 0xFFFF_FFFEL, SAMPLES));
    assertThrows(WavFormatException.class, () -> stream(content));
    byte[] bigFmt = riff(chunk("fmt ", 0xFFFF_FFFEL, SAMPLES));
    assertThrows(WavFormatException.class, () -> stream(bigFmt));
  }

  @Test
  void read_ofDataOfZeroBeforeUnfittingChunk_takesItForSamples() throws IOException {
    byte[] looksLikeChunk = chunk("LIST", 5000, SAMPLES);
    Path file = write(riff(FMT, chunk("data", 0, looksLikeChunk)));
    assertArrayEquals(looksLikeChunk, WavFiles.readAll(file));
  }

  @Test
  void read_ofSecondDataChunk_isLeftOut() throws IOException {
    Path file = write(riff(DATA, chunk("data", noise(20, 3)), FMT));
    assertArrayEquals(SAMPLES, WavFiles.readAll(file));
  }

  private static WavReader stream(byte[] content) throws IOException {
    return WavReader.open(new ByteArrayInputStream(content), "a stream");
  }

  private Path write(byte[] content) throws IOException {
    return Files.write(folder.resolve("test.wav"), content);
  }

  private static void makeSparse(Path file, long size) throws IOException {
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(size);
    }
  }
}
