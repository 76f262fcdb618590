package io.github.camelaudio.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.audio.Samples;
import io.github.camelaudio.report.RecordingReport.Counts;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingReportTest {

  private static final int RATE = 48_000;
  private static final Counts NONE = new Counts(0, 0, 0);
  private static final PcmFormat F32 = new PcmFormat(RATE, 2, Encoding.F32);

  /** The title is above, the legend below. */
  private static final int PANELS_TOP = 40;

  private static final int PANELS_BOTTOM = RecordingChart.HEIGHT - 60;

  @TempDir Path directory;

  private static AudioBlock block(PcmFormat format, float... samples) {
    byte[] pcm = new byte[samples.length * format.encoding().bytesPerSample()];
    Samples.encode(format.encoding(), samples, 0, pcm, 0, samples.length);
    return AudioBlock.builder(format).pcm(pcm);
  }

  private static AudioBlock tone(PcmFormat format, double seconds, double dbfs) {
    double[] levels = new double[format.channels()];
    Arrays.fill(levels, dbfs);
    return block(format, Tones.sine(format.sampleRateHz(), 1_000, seconds, levels));
  }

  private JsonObject write(RecordingReport report, Counts counts) throws Exception {
    Path recording = directory.resolve("take.wav");
    report.write(recording, counts);
    return (JsonObject) Jsoner.deserialize(Files.readString(directory.resolve("take.wav.json")));
  }

  private long pixels(Color colour, double fromShare, double toShare) throws Exception {
    BufferedImage image = ImageIO.read(directory.resolve("take.wav.png").toFile());
    long count = 0;
    for (int x = (int) (fromShare * image.getWidth()); x < toShare * image.getWidth(); x++) {
      for (int y = PANELS_TOP; y < PANELS_BOTTOM; y++) {
        count += image.getRGB(x, y) == colour.getRGB() ? 1 : 0;
      }
    }
    return count;
  }

  @Test
  void summary_saysWhatWasRecorded() throws Exception {
    RecordingReport report = new RecordingReport(PcmFormat.DEFAULT);
    report.samples(0, tone(PcmFormat.DEFAULT, 2, -23));
    report.samples(3 * RATE, tone(PcmFormat.DEFAULT, 3, -23));
    JsonObject json = write(report, new Counts(RATE, 48, 7));
    assertThat(json)
        .containsEntry("file", "take.wav")
        .containsEntry("format", "s16/48000/2")
        .containsEntry("encoding", "s16");
    assertThat(json.toString())
        .contains("sampleRateHz=48000", "channels=2", "frames=288000", "seconds=6")
        .contains("missingFrames=48000", "lateFrames=48", "repeatedFrames=7")
        .contains("samplePeakDbfs=-23", "truePeakDbtp=-23", "channelPeaksDbfs=[-23")
        .contains("gaps=[{fromFrame=96000, frames=48000, fromSeconds=2", "gapsNotListed=0");
    assertThat(json.getDouble("integratedLufs")).isEqualTo(-23.1, within(0.2));
    assertThat(json.getDouble("maxMomentaryLufs")).isEqualTo(-23, within(0.1));
  }

  @Test
  void picture_hasTheWaveform_andTheGapInRedAtItsPlace() throws Exception {
    RecordingReport report = new RecordingReport(PcmFormat.DEFAULT);
    report.samples(0, tone(PcmFormat.DEFAULT, 2, -3));
    report.gap(2 * RATE, 3 * RATE);
    report.samples(3 * RATE, tone(PcmFormat.DEFAULT, 3, -3));
    write(report, new Counts(RATE, 0, 0));
    // The axis takes the first 5 %: the gap is from a third to a half of what is right of it.
    assertThat(pixels(Pictures.BAD, 0, 0.33)).isZero();
    assertThat(pixels(Pictures.BAD, 0.36, 0.5)).isGreaterThan(50_000);
    assertThat(pixels(Pictures.BAD, 0.55, 1)).isZero();
    assertThat(pixels(RecordingChart.WAVE, 0.06, 0.33)).isGreaterThan(50_000);
    assertThat(pixels(RecordingChart.LOUDNESS, 0.1, 0.33)).isGreaterThan(300);
  }

  @Test
  void gapOfOneFrame_isSeenInALongRecording() throws Exception {
    RecordingReport report = new RecordingReport(PcmFormat.DEFAULT);
    AudioBlock second = tone(PcmFormat.DEFAULT, 1, -20);
    long position = 0;
    for (int i = 0; i < 600; i++) {
      report.samples(position, second);
      position += RATE + (i == 300 ? 1 : 0);
    }
    write(report, new Counts(1, 0, 0));
    assertThat(pixels(Pictures.BAD, 0.4, 0.6)).isGreaterThan(300);
  }

  @Test
  void gapThatIsFilledLater_isNone() throws Exception {
    RecordingReport report = new RecordingReport(PcmFormat.DEFAULT);
    AudioBlock tone = tone(PcmFormat.DEFAULT, 1, -20);
    report.samples(0, tone);
    report.samples(2 * RATE, tone);
    report.samples(RATE, tone, 0, RATE / 2);
    report.samples(RATE + RATE / 2, tone, RATE / 2, RATE / 2);
    assertThat(write(report, new Counts(0, RATE, 0)).toString()).contains("gaps=[]");
    assertThat(pixels(Pictures.BAD, 0, 1)).isZero();
    assertThat(pixels(RecordingChart.WAVE, 0.4, 0.6)).isPositive();
  }

  @Test
  void partOfABlock_isTakenFromThere() {
    RecordingReport report = new RecordingReport(F32);
    report.samples(0, block(F32, 0.9f, 0.8f, 0.25f, 0.5f, 1, 1), 1, 1);
    RecordingSummary summary = report.summary(NONE);
    assertThat(summary.peaks()).containsExactly(0.25f, 0.5f);
    assertThat(summary.frames()).isEqualTo(1);
  }

  @Test
  void floatsThatAreNoNumbers_areSilence_andDoNotSpoilTheRest() {
    RecordingReport report = new RecordingReport(F32);
    report.samples(0, block(F32, Float.NaN, Float.POSITIVE_INFINITY));
    report.samples(1, tone(F32, 10, -23));
    RecordingSummary summary = report.summary(NONE);
    assertThat(summary.integratedLufs()).isEqualTo(-23, within(0.1));
    assertThat(summary.peak()).isEqualTo((float) Tones.amplitude(-23), within(1e-4f));
  }

  @Test
  void floatsBeyondFullScale_areDrawn() throws Exception {
    RecordingReport report = new RecordingReport(F32);
    report.samples(0, tone(F32, 2, 20));
    assertThat(write(report, NONE).toString()).contains("samplePeakDbfs=20");
  }

  @Test
  void silence_andNothingAtAll_haveASummaryWithoutLevels() throws Exception {
    RecordingReport silent = new RecordingReport(new PcmFormat(8_000, 1, Encoding.U8));
    silent.gap(0, 80_000);
    assertThat(write(silent, new Counts(80_000, 0, 0)).toString())
        .contains("integratedLufs=null", "samplePeakDbfs=null", "seconds=10");
    assertThat(write(new RecordingReport(F32), NONE).toString()).contains("frames=0");
    assertThat(directory.resolve("take.wav.png")).isNotEmptyFile();
  }

  @Test
  void rateTooLowForLoudness_hasNone_andAPictureAllTheSame() throws Exception {
    PcmFormat low = new PcmFormat(4_000, 1, Encoding.S16);
    RecordingReport report = new RecordingReport(low);
    report.samples(0, tone(low, 2, -6));
    assertThat(write(report, NONE).toString()).contains("integratedLufs=null");
  }

  @Test
  void aDayWithALongGap_takesTheRoomOfAMinute() {
    RecordingReport report = new RecordingReport(PcmFormat.DEFAULT);
    AudioBlock tone = tone(PcmFormat.DEFAULT, 1, -23);
    long day = 86_400L * RATE;
    report.samples(0, tone);
    report.samples(day, tone);
    for (int i = 0; i < 5_000; i++) {
      report.gap(0, day + RATE + 2L * i);
    }
    RecordingSummary summary = report.summary(new Counts(day, 0, 0));
    assertThat(summary.gaps()).hasSize(1_000).contains(new GapList.Gap(RATE, day));
    assertThat(summary.gapsNotListed()).isEqualTo(4_000);
    assertThat(summary.text()).startsWith("24:00:01 h of s16/48000/2, ");
  }

  @Test
  void blockOfAnotherFormat_isRefused() {
    RecordingReport report = new RecordingReport(PcmFormat.DEFAULT);
    assertThatThrownBy(() -> report.samples(0, block(F32, 0, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("f32/48000/2 in a recording of s16/48000/2");
  }
}
