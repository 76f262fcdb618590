package io.github.camelaudio.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.flow.LogLines;
import io.github.camelaudio.playout.stats.PlayoutStats;
import io.github.camelaudio.playout.stats.PlayoutTrace;
import io.github.camelaudio.playout.stats.PlayoutTrace.Reading;
import io.github.camelaudio.playout.stats.StallCause;
import io.github.camelaudio.report.TraceFormat;
import io.github.camelaudio.report.TracePlot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file's thread is the test's: what was handed over before it was stopped is written. */
class TraceFileTest {

  private static final long START = -123_456_789_000L;
  private static final Reading READING =
      new Reading(31.25, 40, 35.5, -85.04, new PlayoutStats(1, 7, 3, 2, 5, 6, 8, 0, 0, 0));

  @TempDir Path folder;

  private static AudioBlock block(int sequence, int timestamp) {
    return AudioBlock.builder(PcmFormat.DEFAULT)
        .streamId(0xABCD)
        .sequence(sequence)
        .timestamp(timestamp)
        .pcm(new byte[480 * 4]);
  }

  private static List<String> finish(TraceFile trace, Path file) throws IOException {
    trace.stop();
    trace.run();
    return Files.readAllLines(file);
  }

  @Test
  void run_writesALineForEachBlockAndEvent_sinceTheFirst_andMakesTheFolder() throws Exception {
    Path file = folder.resolve("new/folder/trace.csv");
    TraceFile trace = new TraceFile(file);
    trace.block(block(65_535, -480), START, READING, PlayoutTrace.Event.BEGAN);
    trace.block(block(0, 0), START + 10_000_000, READING, PlayoutTrace.Event.NONE);
    trace.ended(0xABCD, START + 5_000_000_000L);
    trace.stalled(StallCause.DEVICE, 83_500_000, START + 6_000_000_000L);
    trace.stalled(StallCause.MACHINE, 1_000_000, START + 7_000_000_000L);
    assertEquals(
        List.of(
            String.join(",", TraceFormat.header()),
            "0.000000,0000abcd,65535,4294966816,480,48000,31.250,40.000,35.500,-85.0,7,3,began,5,6,8,",
            "0.010000,0000abcd,0,0,480,48000,31.250,40.000,35.500,-85.0,7,3,,5,6,8,",
            "5.000000,0000abcd,0,0,0,0,,,,,0,0,ended,,,,",
            "6.000000,00000000,0,0,0,0,,,,,0,0,device,,,,83.500",
            "7.000000,00000000,0,0,0,0,,,,,0,0,machine,,,,1.000"),
        finish(trace, file));
  }

  @Test
  void run_writesWhatThePlotReads_whateverTheLanguage() throws Exception {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    Path file = folder.resolve("trace.csv");
    try {
      TraceFile trace = new TraceFile(file);
      for (int i = 0; i < 500; i++) {
        long arrival = START + i * 10_000_000L;
        trace.block(
            block(i, i * 480),
            arrival,
            READING,
            i == 0 ? PlayoutTrace.Event.BEGAN : PlayoutTrace.Event.NONE);
      }
      trace.ended(0xABCD, START + 6_000_000_000L);
      assertEquals(502, finish(trace, file).size());
    } finally {
      Locale.setDefault(before);
    }
    Path picture = TracePlot.pictureOf(file);
    List<String> verdicts = TracePlot.draw(file, picture);
    assertEquals(1, verdicts.size());
    assertTrue(verdicts.get(0).contains("0000abcd"), verdicts.get(0));
    assertTrue(Files.size(picture) > 10_000);
  }

  @Test
  void traceFile_replacesOneThatIsThere() throws Exception {
    Path file = Files.writeString(folder.resolve("trace.csv"), "an old one\n".repeat(1_000));
    assertEquals(
        List.of(String.join(",", TraceFormat.header())), finish(new TraceFile(file), file));
  }

  @Test
  void block_whenTheDiskCannotFollow_leavesLinesOut_andSaysHowManyAtTheEnd() throws Exception {
    Path file = folder.resolve("trace.csv");
    TraceFile trace = new TraceFile(file);
    for (int i = 0; i < 20_123; i++) {
      trace.block(block(i, i * 480), START + i, READING, PlayoutTrace.Event.NONE);
    }
    try (LogLines log = new LogLines(file.toString())) {
      assertEquals(1 + 20_000, finish(trace, file).size());
      assertEquals(
          List.of("WARN " + file + ": the disk could not follow, 123 lines are missing"),
          log.all());
    }
  }

  @Test
  void traceFile_thatCannotBeWritten_isRefusedWithWhatToDo() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    for (Path bad : List.of(folder, file.resolve("trace.csv"))) {
      IOException e = assertThrows(IOException.class, () -> new TraceFile(bad));
      String message = String.valueOf(e.getMessage());
      assertTrue(message.startsWith("the trace cannot be written to " + bad + ": "), message);
      assertTrue(message.endsWith("; name a file in a folder that can be written to"), message);
    }
  }
}
