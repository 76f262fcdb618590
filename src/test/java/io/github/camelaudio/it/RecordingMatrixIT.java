package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What we record, four other programs read sample by sample. */
class RecordingMatrixIT {

  private static final int[] CHANNELS = {1, 2, 3, 6, 8};
  private static final int[] RATES = {8_000, 11_025, 44_100, 48_000, 96_000, 192_000};

  @TempDir Path directory;

  @Test
  void everyFormat_isReadByOtherPrograms_sampleBySample() throws Exception {
    OtherPrograms.need();
    List<PcmFormat> formats = OtherPrograms.formats(CHANNELS, RATES);
    StringBuilder routes = new StringBuilder();
    for (PcmFormat format : formats) {
      Wav.write(directory.resolve(name(format)), format, noise(format));
      routes.append(
          "from(\"wav:%1$s?paced=false\").to(\"wav:got?maxOpen=200&fileName=%1$s\");%n"
              .formatted(name(format)));
    }
    String recorder = RouteFile.write(directory, "RecordAll", routes.toString());
    try (Program program = Program.camelAudio(directory, recorder)) {
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> program.lines("wav:got: recorded .*nothing missing") == formats.size());
      program.stop();
    }
    int readByPython = 0;
    for (PcmFormat format : formats) {
      byte[] expected = noise(format);
      var read = OtherPrograms.read(directory.resolve("got").resolve(name(format)), format);
      read.forEach(
          (program, samples) ->
              assertThat(samples).as(program + " of " + format).isEqualTo(expected));
      readByPython += read.containsKey("python wave") ? 1 : 0;
    }
    assertThat(readByPython).as("u8 and s16, mono and stereo").isEqualTo(4 * RATES.length);
  }

  @Test
  void aRecordingWithGaps_isReadByOtherPrograms_andItsDescriptionIsKnown() throws Exception {
    OtherPrograms.need();
    PcmFormat format = PcmFormat.DEFAULT;
    byte[] pcm = Wav.noise(format, 1_000, 3);
    Wav.write(directory.resolve("source.wav"), format, pcm);
    String recorder =
        RouteFile.write(
            directory,
            "RecordSome",
            """
            int[] block = {0};
            from("wav:source.wav?paced=false&block=10ms&onEnd=exit")
                .filter(exchange -> block[0]++ / 10 % 3 != 1)
                .to("wav:got?fileName=take.wav");
            """);
    try (Program program = Program.camelAudio(directory, recorder)) {
      assertThat(program.exitCode(Duration.ofSeconds(30)))
          .as("sound is missing: %s", program.output())
          .isEqualTo(3);
    }
    for (int block = 0; block < 100; block++) {
      if (block / 10 % 3 == 1) {
        Arrays.fill(pcm, 1_920 * block, 1_920 * (block + 1), (byte) 0);
      }
    }
    Path take = directory.resolve("got/take.wav");
    OtherPrograms.read(take, format)
        .forEach((program, samples) -> assertThat(samples).as(program).isEqualTo(pcm));
    String tags =
        OtherPrograms.line(
            "ffprobe", "-v", "error", "-show_entries", "format_tags", "-of", "flat", take + "");
    assertThat(tags)
        .contains("encoded_by=\"Camel Audio\"", "time_reference=\"", "date=\"20")
        .contains("from wav:source.wav");
    String bytes = Files.readString(take, StandardCharsets.ISO_8859_1);
    assertThat(bytes.split("gap: 0\\.100 s missing", -1)).hasSize(1 + 3);
  }

  private static String name(PcmFormat format) {
    return format.encoding() + "-" + format.sampleRateHz() + "-" + format.channels() + ".wav";
  }

  /** Floats are such that sox, which computes in 32-bit integers, keeps them as they are. */
  private static byte[] noise(PcmFormat format) {
    byte[] pcm = Wav.noise(format, 101, format.hashCode());
    if (format.encoding() == Encoding.F32) {
      ByteBuffer floats = ByteBuffer.wrap(pcm).order(ByteOrder.LITTLE_ENDIAN);
      Random random = new Random(format.hashCode());
      while (floats.hasRemaining()) {
        floats.putFloat((random.nextInt(1 << 24) - (1 << 23)) / (float) (1 << 23));
      }
    }
    return pcm;
  }
}
