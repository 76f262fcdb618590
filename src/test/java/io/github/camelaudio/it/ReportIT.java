package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.PcmFormat;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.imageio.ImageIO;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that records a file as WAV and as FLAC, each with a picture and a summary beside it. */
class ReportIT {

  private static final PcmFormat FORMAT = PcmFormat.DEFAULT;

  @TempDir Path directory;

  @Test
  void report_isBesideEachRecording_whenTheRunHasEnded() throws Exception {
    OtherPrograms.need();
    Tools.needThat("ls /usr/lib/*/libFLAC.so.*", "flac");
    byte[] pcm = Wav.noise(FORMAT, 3_000, 7);
    Wav.write(directory.resolve("source.wav"), FORMAT, pcm);
    String route =
        RouteFile.write(
            directory,
            "Both",
            "from(\"wav:source.wav?paced=false&onEnd=exit\").multicast()"
                + ".to(\"wav:got.flac?report=true\", \"wav:got.wav?report=true\");");
    try (Program program = Program.camelAudio(directory, route)) {
      assertThat(program.exitCode(Duration.ofSeconds(60))).isZero();
      assertThat(program.lines("report")).as(program.output()).isZero();
    }
    assertThat(OtherPrograms.ffmpeg(directory.resolve("got.flac"), FORMAT)).isEqualTo(pcm);
    assertThat(Wav.data(directory.resolve("got.wav"))).isEqualTo(pcm);
    JsonObject flac = summary("got.flac");
    JsonObject wav = summary("got.wav");
    assertThat(flac.getDouble("integratedLufs")).isBetween(-20.0, 10.0);
    wav.put("file", "got.flac");
    assertThat(flac).isEqualTo(wav);
  }

  /** What is beside a recording. */
  private JsonObject summary(String recording) throws Exception {
    BufferedImage picture = ImageIO.read(directory.resolve(recording + ".png").toFile());
    assertThat(picture.getWidth()).isGreaterThan(800);
    assertThat(picture.getHeight()).isGreaterThan(400);
    String text = Files.readString(directory.resolve(recording + ".json"));
    JsonObject json = (JsonObject) Jsoner.deserialize(text);
    assertThat(json).containsEntry("file", recording).containsEntry("format", "s16/48000/2");
    assertThat(json.getLong("frames")).isEqualTo(144_000);
    assertThat(json.getLong("missingFrames")).isZero();
    assertThat(json.getDouble("seconds")).isEqualTo(3.0);
    return json;
  }
}
