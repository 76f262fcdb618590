package io.github.camelaudio.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceReaderTest {

  /** As the first traces had it: what was added since may be missing. */
  private static final String HEADER =
      String.join(",", List.of(TraceFormat.header()).subList(0, 13)) + "\n";

  private static final String LINE =
      "1.5,1a2b3c4d,65535,4294967295,480,48000,-12.5,40,27.5,85.25,960,480,restart\n";

  @TempDir Path directory;

  private static List<TraceRow> read(String text) throws IOException {
    List<TraceRow> rows = new ArrayList<>();
    try (TraceReader reader = TraceReader.of(new StringReader(text), "trace.csv")) {
      for (TraceRow row = reader.next(); row != null; row = reader.next()) {
        rows.add(row);
      }
    }
    return rows;
  }

  @Test
  void line_isReadValueByValue() throws Exception {
    assertThat(read(HEADER + LINE))
        .containsExactly(
            new TraceRow(
                1.5,
                0x1a2b3c4dL,
                480,
                48_000,
                -12.5,
                40,
                27.5,
                85.25,
                960,
                480,
                0,
                0,
                0,
                Double.NaN,
                TraceFormat.Event.RESTART));
  }

  @Test
  void columns_areFoundByTheirNames_inAnyOrderAndAmongOthers() throws Exception {
    String text =
        "event,extra,lateFrames,concealedFrames,ratioPpm,levelMillis,targetMillis,delayMillis,"
            + "rate,frames,timestamp,sequence,stream,seconds\r\n"
            + "restart,x,480,960,85.25,27.5,40,-12.5,48000,480,1,2,1A2B3C4D,1.5\r\n";
    assertThat(read(text)).isEqualTo(read(HEADER + LINE));
  }

  @Test
  void columnsAddedSince_areRead_andMayBeEmpty() throws Exception {
    String header = String.join(",", TraceFormat.header()) + "\n";
    String line = LINE.strip().replace("restart", "device");
    TraceRow row = read(header + line + ",11,12,13,83.5\n" + line + ",,,,\n").get(0);
    assertThat(row.skippedFrames()).isEqualTo(11);
    assertThat(row.cutFrames()).isEqualTo(12);
    assertThat(row.compressedFrames()).isEqualTo(13);
    assertThat(row.stallMillis()).isEqualTo(83.5);
    assertThat(row.event()).isEqualTo(TraceFormat.Event.DEVICE);
  }

  @Test
  void values_thatAreNotKnown_areNaN() throws Exception {
    TraceRow row = read(HEADER + "2,0000000f,1,2,0,48000,,NaN,Infinity,,0,0,ended\n").get(0);
    assertThat(row.delayMillis()).isNaN();
    assertThat(row.targetMillis()).isNaN();
    assertThat(row.levelMillis()).isNaN();
    assertThat(row.ratioPpm()).isNaN();
    assertThat(row.isBlock()).isFalse();
    assertThat(row.dueSeconds()).isEqualTo(2);
  }

  @Test
  void numbersBeyondAllSound_areNotKnown() throws Exception {
    TraceRow row = read(HEADER + "2,0000000f,1,2,0,48000,1e300,-1e300,1e12,,0,0,\n").get(0);
    assertThat(row.delayMillis()).isNaN();
    assertThat(row.targetMillis()).isNaN();
    assertThat(row.levelMillis()).isEqualTo(1e12);
    assertThatThrownBy(() -> read(HEADER + "1e300,f,1,2,0,48000,1,1,1,,0,0,\n"))
        .hasMessageContaining("does not say when its block came");
  }

  @Test
  void lastLine_cutAnywhereByAKill_isLeftOut() throws Exception {
    for (int end = 0; end < LINE.length(); end++) {
      assertThat(read(HEADER + LINE + LINE.substring(0, end)))
          .as("cut after %d characters", end)
          .hasSize(1);
    }
    assertThat(read(HEADER + LINE + LINE)).hasSize(2);
  }

  @Test
  void halfLines_atTheEndsOfTheReadersBuffers_areNoneOfTheFile() throws Exception {
    assertThat(read(HEADER + LINE.repeat(3_000))).hasSize(3_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1.5,xyz,1,2,480,48000,1,2,3,4,5,6, | has 'xyz' as stream, expected is eight hexadecimal",
        "1.5,123456789,1,2,480,48000,1,2,3,4,5,6, | has '123456789' as stream",
        "1.5,7,1,2,-1,48000,1,2,3,4,5,6, | has '-1' as frames, expected is a whole number from 0",
        "1.5,7,1,2,480,48000,soon,2,3,4,5,6, | has 'soon' as delayMillis, expected is a number",
        ",7,1,2,480,48000,1,2,3,4,5,6, | does not say when its block came",
        "1.5,7,1 | has 3 values, not 13",
        "'' | has 1 values, not 13",
      })
  void brokenLine_isNamedWithItsNumberAndWhatIsWrong(String line, String problem) {
    assertThatThrownBy(() -> read(HEADER + LINE + line + "\n" + LINE))
        .isInstanceOf(TraceException.class)
        .hasMessageStartingWith("trace.csv, line 3: ")
        .hasMessageContaining(problem);
  }

  @Test
  void fileOfSomethingElse_isRefusedByItsFirstLine() {
    assertThatThrownBy(() -> read("name,age\nAda,36\n"))
        .isInstanceOf(TraceException.class)
        .hasMessageContaining("is no trace of a playout: its first line names no column 'seconds'");
    assertThatThrownBy(() -> read("")).hasMessage("trace.csv is empty: nothing was traced");
  }

  @Test
  void fileWithoutLines_isRefusedBeforeItFillsMemory() {
    assertThatThrownBy(() -> read("x".repeat(100_000)))
        .isInstanceOf(TraceException.class)
        .hasMessageContaining("line 1 is longer than 4096 characters");
  }

  @Test
  void soundGivenByMistake_isRefused() {
    Path wav = Path.of("src/test/resources/wav/python_s16_mono_44100.wav");
    assertThatThrownBy(() -> TraceReader.open(wav))
        .isInstanceOf(TraceException.class)
        .hasMessageContaining("is no trace of a playout");
  }

  @Test
  void noSuchFile_andADirectory_areNamed() throws Exception {
    assertThatThrownBy(() -> TraceReader.open(directory.resolve("none.csv")))
        .isInstanceOf(TraceException.class)
        .hasMessage("no such file: " + directory.resolve("none.csv"));
    Files.createDirectory(directory.resolve("some.csv"));
    assertThatThrownBy(() -> TraceReader.open(directory.resolve("some.csv")))
        .isInstanceOf(TraceException.class)
        .hasMessageEndingWith("is no file");
  }
}
