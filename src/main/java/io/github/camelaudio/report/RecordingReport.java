package io.github.camelaudio.report;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Listens in while a stream is recorded, and writes a picture and a summary beside the recording:
 * its waveform with what is missing, its level and its loudness.
 *
 * <p>Not thread-safe: the recorder's writing thread tells what it wrote, which costs less than one
 * part in a hundred of real time (48 kHz stereo) and allocates only for gaps and larger blocks than
 * before. Its room is fixed, some 0.4 MB, however long the recording. {@link #write} takes about a
 * second, most of it Java's drawing: call it when the recording is closed, on a thread that is not
 * waited for.
 */
public final class RecordingReport {

  private static final int FIRST_COLUMN_MILLIS = 10;
  private static final int MAX_GAPS = 1_000;

  /**
   * What the recorder counted of a stream.
   *
   * @param missingFrames that never came, silence in the recording
   * @param lateFrames that came after later ones, and still found their position
   * @param repeatedFrames that were there already
   */
  public record Counts(long missingFrames, long lateFrames, long repeatedFrames) {}

  private final PcmFormat format;
  private final Waveform waveform;
  private final @Nullable Loudness loudness;
  private final TruePeak[] truePeaks;
  private final float[] peaks;
  private final GapList gaps = new GapList(MAX_GAPS);
  private float[] samples = new float[0];
  private long frames;

  /**
   * @param format what is recorded
   */
  public RecordingReport(PcmFormat format) {
    this.format = format;
    this.waveform = new Waveform(format.framesOfMillis(FIRST_COLUMN_MILLIS));
    this.loudness =
        format.sampleRateHz() < KWeighting.MIN_RATE_HZ
            ? null
            : new Loudness(format.sampleRateHz(), format.channels(), waveform::loudness);
    this.peaks = new float[format.channels()];
    this.truePeaks = new TruePeak[format.channels()];
    for (int c = 0; c < truePeaks.length; c++) {
      truePeaks[c] = new TruePeak(format.sampleRateHz());
    }
  }

  /**
   * Checks that reports can be drawn here; an application brings the library itself.
   *
   * @throws IllegalStateException when JFreeChart is not on the class path
   */
  public static void requireCharts() {
    try {
      Class.forName("org.jfree.chart.JFreeChart", false, RecordingReport.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(
          "a report is drawn with JFreeChart, which is not on the class path: add the dependency"
              + " org.jfree:jfreechart, or leave out report=true",
          e);
    }
  }

  /** Tells that a whole block was written; see {@link #samples(long, AudioBlock, int, int)}. */
  public void samples(long position, AudioBlock block) {
    samples(position, block, 0, block.frames());
  }

  /**
   * Tells that a part of a block was written. Beyond the end, what lies between is a gap. Before
   * the end it fills a gap: its waveform and peaks count, for its loudness it came too late.
   *
   * @param position where the part's first frame is in the recording, counted from 0
   * @param block of the recording's format
   * @param fromFrame the part's first frame in the block
   * @param count how many frames; all of them before the recording's end, or all beyond
   */
  public void samples(long position, AudioBlock block, int fromFrame, int count) {
    if (!block.format().equals(format)) {
      throw new IllegalArgumentException(block.format() + " in a recording of " + format);
    }
    gap(frames, position);
    decode(block, fromFrame, count);
    waveform.add(position, samples, count, format.channels());
    for (int c = 0; c < peaks.length; c++) {
      peaks[c] = Math.max(peaks[c], peak(c, count));
    }
    if (position < frames) {
      gaps.fill(position, position + count);
      waveform.missing(position, position + count, -1);
    } else {
      append(count);
    }
  }

  private void append(int count) {
    frames += count;
    for (int c = 0; c < truePeaks.length; c++) {
      truePeaks[c].add(samples, c, truePeaks.length, count);
    }
    if (loudness != null) {
      loudness.add(samples, 0, count);
    }
  }

  /**
   * Tells that the recording goes on with silence, because nothing came.
   *
   * @param from the recording's end until now
   * @param to the frame after the gap; when it is not beyond the end, there is none
   */
  public void gap(long from, long to) {
    if (to <= frames) {
      return;
    }
    long begin = Math.max(from, frames);
    gaps.add(begin, to);
    waveform.missing(begin, to, 1);
    for (TruePeak each : truePeaks) {
      each.addSilence();
    }
    if (loudness != null) {
      loudness.addSilence(to - frames);
    }
    frames = to;
  }

  /** What is no number in a recording of floats is silence here. */
  private void decode(AudioBlock block, int fromFrame, int count) {
    int length = count * format.channels();
    if (samples.length < length) {
      samples = new float[length];
    }
    block.decode(fromFrame, count, samples, 0);
    if (format.encoding().isFloat()) {
      for (int i = 0; i < length; i++) {
        samples[i] = Float.isFinite(samples[i]) ? samples[i] : 0;
      }
    }
  }

  private float peak(int channel, int count) {
    float peak = 0;
    int end = count * format.channels();
    for (int i = channel; i < end; i += format.channels()) {
      peak = Math.max(peak, Math.abs(samples[i]));
    }
    return peak;
  }

  /**
   * Writes {@code take.wav.json} and then {@code take.wav.png} beside {@code take.wav}, in position
   * of those that may be there. Any thread, after the last of the others here.
   *
   * @param recording its name is all that is used of it
   * @throws IOException when one of them cannot be written; the first may be there
   */
  public void write(Path recording, Counts counts) throws IOException {
    RecordingSummary summary = summary(counts);
    String name = String.valueOf(recording.getFileName());
    summary.write(recording.resolveSibling(name + ".json"), name);
    Pictures.prepare();
    Pictures.write(
        new RecordingChart(summary, waveform).draw(name), recording.resolveSibling(name + ".png"));
  }

  RecordingSummary summary(Counts counts) {
    float truePeak = 0;
    for (int c = 0; c < peaks.length; c++) {
      truePeak = Math.max(truePeak, Math.max(peaks[c], truePeaks[c].peak()));
    }
    return new RecordingSummary(
        format,
        frames,
        loudness == null ? Double.NEGATIVE_INFINITY : loudness.integratedLufs(),
        loudness == null ? Double.NEGATIVE_INFINITY : loudness.maxMomentaryLufs(),
        peaks.clone(),
        truePeak,
        counts,
        gaps.gaps(),
        gaps.notListed());
  }
}
