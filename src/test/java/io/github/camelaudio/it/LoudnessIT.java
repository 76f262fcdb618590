package io.github.camelaudio.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.audio.Samples;
import io.github.camelaudio.report.RecordingReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A recording's loudness and peaks, beside those that ffmpeg measures. */
class LoudnessIT {

  private static final int SECONDS = 12;
  private static final Pattern INTEGRATED = Pattern.compile("I: +(-?[0-9.]+) LUFS");
  private static final Pattern PEAK = Pattern.compile("Peak: +(-?[0-9.]+) dBFS");

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "s16/48000/2, stereo",
    "s16/44100/1, mono",
    "s24/96000/6, 5.1",
    "f32/192000/2, stereo",
    "s16/16000/5, 5.0",
  })
  void loudnessAndPeaks_areThoseThatFfmpegMeasures(String text, String layout) throws Exception {
    Tools.need("ffmpeg", "ffmpeg");
    PcmFormat format = PcmFormat.parse(text);
    long seed = new Random().nextLong();
    byte[] pcm = noise(format, new Random(seed));
    JsonObject ours = ours(format, pcm);
    String theirs = ffmpeg(format, layout, pcm);
    System.out.println(
        text
            + ": "
            + ours.get("integratedLufs")
            + " LUFS, ffmpeg "
            + number(INTEGRATED, theirs, 1));
    assertThat(ours.getDouble("integratedLufs"))
        .as("seed %d, ffmpeg says:%n%s", seed, theirs)
        .isEqualTo(number(INTEGRATED, theirs, 1), within(0.1));
    assertThat(ours.getDouble("samplePeakDbfs"))
        .as("seed %d", seed)
        .isEqualTo(number(PEAK, theirs, 1), within(0.1));
    assertThat(ours.getDouble("truePeakDbtp"))
        .as("seed %d", seed)
        .isEqualTo(number(PEAK, theirs, 2), within(0.5));
  }

  /** Coloured noise whose level changes every second, by up to 40 dB. */
  private static byte[] noise(PcmFormat format, Random random) {
    int channels = format.channels();
    float[] samples = new float[format.sampleRateHz() * SECONDS * channels];
    float[] colour = new float[channels];
    double level = 0;
    for (int i = 0; i < samples.length; i++) {
      if (i % (format.sampleRateHz() * channels) == 0) {
        level = Math.pow(10, (-12 - 40 * random.nextDouble()) / 20);
      }
      int c = i % channels;
      colour[c] = (float) (0.7 * colour[c] + level * random.nextGaussian());
      samples[i] = Math.max(-0.99f, Math.min(0.99f, colour[c]));
    }
    byte[] pcm = new byte[samples.length * format.encoding().bytesPerSample()];
    Samples.encode(format.encoding(), samples, 0, pcm, 0, samples.length);
    return pcm;
  }

  private JsonObject ours(PcmFormat format, byte[] pcm) throws Exception {
    RecordingReport report = new RecordingReport(format);
    AudioBlock all = AudioBlock.builder(format).pcm(pcm.clone());
    int block = format.framesOfMillis(10);
    for (int position = 0; position < all.frames(); position += block) {
      report.samples(position, all, position, Math.min(block, all.frames() - position));
    }
    report.write(directory.resolve("noise.wav"), new RecordingReport.Counts(0, 0, 0));
    return (JsonObject) Jsoner.deserialize(Files.readString(directory.resolve("noise.wav.json")));
  }

  private String ffmpeg(PcmFormat format, String layout, byte[] pcm) throws Exception {
    Files.write(directory.resolve("noise.raw"), pcm);
    String filter = "aformat=channel_layouts=" + layout + ",ebur128=peak=sample+true";
    try (Program ffmpeg =
        Program.of(
            directory,
            Map.of(),
            "ffmpeg",
            "-hide_banner",
            "-nostats",
            "-f",
            format.encoding() + "le",
            "-ar",
            String.valueOf(format.sampleRateHz()),
            "-ac",
            String.valueOf(format.channels()),
            "-i",
            "noise.raw",
            "-af",
            filter,
            "-f",
            "null",
            "-")) {
      assertThat(ffmpeg.exitCode(Duration.ofSeconds(60))).as(ffmpeg.output()).isZero();
      String output = ffmpeg.output();
      return output.substring(output.lastIndexOf("Summary:"));
    }
  }

  private static double number(Pattern pattern, String text, int which) {
    Matcher matcher = pattern.matcher(text);
    for (int i = 0; i < which; i++) {
      assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
    }
    return Double.parseDouble(matcher.group(1));
  }
}
