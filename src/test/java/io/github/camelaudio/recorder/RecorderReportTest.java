package io.github.camelaudio.recorder;

import static io.github.camelaudio.recorder.TestRecorder.block;
import static io.github.camelaudio.recorder.TestRecorder.end;
import static io.github.camelaudio.recorder.TestRecorder.noise;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.flow.LogLines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Option report: what is to be drawn waits here until the test draws it. */
class RecorderReportTest {

  @TempDir Path directory;
  private final List<Runnable> toDraw = new ArrayList<>();
  private TestRecorder test;

  @BeforeEach
  void makeRecorder() {
    test = new TestRecorder(directory).reports(toDraw::add);
  }

  private void draw() {
    toDraw.forEach(Runnable::run);
    toDraw.clear();
  }

  @Test
  void report_isToldOfBlocksGapsAndLateOnes_andDrawnOnAnotherThread() throws Exception {
    byte[] pcm = noise(1_000);
    test.record(block(1, 0, Arrays.copyOf(pcm, 200)));
    test.record(block(1, 400, Arrays.copyOfRange(pcm, 800, 1_000)));
    test.record(block(1, 200, Arrays.copyOfRange(pcm, 400, 500)));
    test.record(block(1, 220, Arrays.copyOfRange(pcm, 440, 500)));
    test.record(end(1, 600));
    assertThat(test.names()).as("the writer does not draw").containsExactly("1.wav");
    assertThat(toDraw).hasSize(1);
    draw();
    test.stop();
    assertThat(test.names()).containsExactly("1.wav", "1.wav.json", "1.wav.png");
    JsonObject json =
        (JsonObject) Jsoner.deserialize(Files.readString(directory.resolve("1.wav.json")));
    assertThat(json.toString())
        .contains("file=1.wav", "format=s16/1000/1", " frames=600", "missingFrames=350")
        .contains("lateFrames=50", "repeatedFrames=30")
        .contains("{fromFrame=100, frames=100,", "{fromFrame=250, frames=150,")
        .contains("{fromFrame=500, frames=100,");
    assertThat(Files.size(directory.resolve("1.wav.png"))).isGreaterThan(5_000);
  }

  @Test
  void report_thatCannotBeWritten_isOneLine_andTheRecordingIsThere() throws Exception {
    Files.createDirectories(directory.resolve("1.wav.json"));
    test.record(block(1, 0, noise(100)));
    test.stop();
    try (LogLines log = new LogLines(TestRecorder.NAME + ": there is no report")) {
      draw();
      assertThat(log.all())
          .hasSize(1)
          .first()
          .asString()
          .contains("1.wav: ")
          .contains("1.wav.json");
    }
    assertThat(test.read("1.wav")).isEqualTo(noise(100));
  }

  @Test
  void keep_removesReports_alsoThoseThatAreDrawnLater() throws Exception {
    test.split("1s").keep("1");
    test.record(block(1, 0, noise(1_000)));
    test.record(block(1, 1_000, noise(10)));
    draw();
    assertThat(test.names()).contains("1-00002.wav").doesNotContain("1-00001.wav.png");
    test.stop();
    draw();
    assertThat(test.names()).containsExactly("1-00002.wav", "1-00002.wav.json", "1-00002.wav.png");
    TestRecorder later = new TestRecorder(directory).split("1s").keep("1");
    later.record(block(1, 0, noise(10)));
    later.stop();
    assertThat(later.names()).containsExactly("1-00003.wav");
  }

  @Test
  void reports_thatWait_areBounded_andSaid() throws Exception {
    try (LogLines log = new LogLines(TestRecorder.NAME + ": there is no report")) {
      for (int stream = 1; stream <= 66; stream++) {
        test.record(block(stream, 0, noise(10)));
        test.record(end(stream, 10));
      }
      assertThat(toDraw).hasSize(64);
      assertThat(log.all()).hasSize(2).first().asString().contains("65.wav: 64 others are still");
    }
    test.stop();
    assertThat(test.names()).hasSize(66);
  }

  @Test
  void recordingsWithoutFrames_haveNoReport() throws Exception {
    test.record(end(1, 10));
    test.stop();
    assertThat(toDraw).isEmpty();
    assertThat(test.names()).isEmpty();
  }
}
