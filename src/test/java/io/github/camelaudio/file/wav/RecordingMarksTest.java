package io.github.camelaudio.file.wav;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.file.Gaps;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingMarksTest {

  private static final PcmFormat MONO = new PcmFormat(8_000, 1, Encoding.S16);
  private static final List<Gaps.Gap> GAPS =
      List.of(
          new Gaps.Gap(10, 30),
          new Gaps.Gap(100, 101),
          new Gaps.Gap(4_000_000_000L, 4_000_000_007L));

  @TempDir private Path directory = Path.of("");

  private static byte[] recording() {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(WavLayout.shortHeader(MONO, 202).array());
    file.writeBytes(new byte[202]);
    file.writeBytes(RecordingChunks.marks(GAPS, MONO));
    return file.toByteArray();
  }

  @Test
  void read_givesTheGapsThatWereMarked() throws IOException {
    assertEquals(GAPS, RecordingMarks.read(file(recording())));
  }

  @Test
  void read_ofAFileThatIsCutAnywhere_givesWhatThereIs_andEnds() throws IOException {
    byte[] whole = recording();
    int most = 0;
    for (int length = 0; length < whole.length; length++) {
      List<Gaps.Gap> gaps = RecordingMarks.read(file(Arrays.copyOf(whole, length)));
      assertEquals(GAPS.subList(0, gaps.size()), gaps, "first " + length + " bytes");
      most = Math.max(most, gaps.size());
    }
    assertEquals(2, most);
  }

  @Test
  void read_ofAnotherFile_givesNothing() throws IOException {
    assertEquals(
        List.of(),
        RecordingMarks.read(file("fLaC or anything else".getBytes(StandardCharsets.US_ASCII))));
    assertEquals(List.of(), RecordingMarks.read(file(new byte[0])));
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(directory.resolve("x.wav"), bytes);
  }
}
