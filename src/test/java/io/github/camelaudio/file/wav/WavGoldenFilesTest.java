package io.github.camelaudio.file.wav;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.PcmFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of other programs, and of all traits that a header may have: see their README.md. */
class WavGoldenFilesTest {

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "/wav/expected.csv", numLinesToSkip = 1)
  void read_ofGoldenFile_givesItsFormatLengthAndSamples(ArgumentsAccessor row) throws IOException {
    try (WavReader reader = WavReader.open(golden(row.getString(0)))) {
      assertReads(row, reader);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "/wav/expected.csv", numLinesToSkip = 1)
  void read_ofGoldenStream_givesTheSameOrSaysWhyNot(ArgumentsAccessor row) throws IOException {
    InputStream in = Files.newInputStream(golden(row.getString(0)));
    if (row.getString(7).equals("refused")) {
      WavFormatException refused =
          assertThrows(WavFormatException.class, () -> WavReader.open(in, "standard input"));
      assertContains(refused, "standard input: its samples come before its 'fmt ' chunk");
      return;
    }
    try (WavReader reader = WavReader.open(in, "standard input")) {
      assertReads(row, reader);
    }
  }

  private static void assertReads(ArgumentsAccessor row, WavReader reader) throws IOException {
    assertEquals(PcmFormat.parse(row.getString(1)), reader.format());
    String frames = row.getString(2);
    OptionalLong declared =
        frames.equals("-") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(frames));
    assertEquals(declared, reader.frames());
    byte[] samples = WavFiles.readAll(reader);
    assertEquals(row.getInteger(3), samples.length);
    CRC32 crc = new CRC32();
    crc.update(samples);
    assertEquals(row.getString(4), String.format("%08x", crc.getValue()));
    assertEquals(row.getLong(5), reader.missingBytes());
    assertEquals(row.getInteger(6), reader.strayBytes());
  }

  @ParameterizedTest
  @CsvSource({
    "refused_ima_adpcm.wav, IMA ADPCM",
    "refused_aiff.wav, an AIFF file",
  })
  void open_ofWhatWeDoNotPlay_namesItAndWhatWeDo(String file, String found) {
    WavFormatException refused =
        assertThrows(WavFormatException.class, () -> WavReader.open(golden(file)));
    assertContains(refused, golden(file).toString());
    assertContains(refused, found);
    assertContains(refused, "u8, s16, s24, s32, f32");
  }

  @Test
  void expectations_coverEveryFile() throws IOException {
    Set<String> expected =
        Files.readAllLines(golden("expected.csv")).stream()
            .skip(1)
            .map(line -> line.substring(0, line.indexOf(',')))
            .collect(Collectors.toCollection(TreeSet::new));
    try (Stream<Path> files = Files.list(WavFiles.GOLDEN)) {
      Set<String> there =
          files
              .map(file -> String.valueOf(file.getFileName()))
              .filter(name -> name.endsWith(".wav") && !name.startsWith("refused_"))
              .collect(Collectors.toCollection(TreeSet::new));
      assertEquals(expected, there);
    }
  }

  private static Path golden(String name) {
    return WavFiles.GOLDEN.resolve(name);
  }

  private static void assertContains(Exception thrown, String part) {
    assertTrue(String.valueOf(thrown.getMessage()).contains(part), thrown::getMessage);
  }
}
