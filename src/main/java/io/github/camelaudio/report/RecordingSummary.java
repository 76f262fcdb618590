package io.github.camelaudio.report;

import io.github.camelaudio.audio.PcmFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.jspecify.annotations.Nullable;

/**
 * What a recording came to, as JSON and as one line. Levels that are minus infinity, those of
 * silence, are null in JSON.
 *
 * @param peaks of each channel's samples, 1 at full scale
 * @param truePeak of all channels, between the samples
 * @param gaps the first of them
 * @param gapsNotListed how many more there were at most
 */
@SuppressWarnings("ArrayRecordComponent") // Made once, read once.
record RecordingSummary(
    PcmFormat format,
    long frames,
    double integratedLufs,
    double maxMomentaryLufs,
    float[] peaks,
    float truePeak,
    RecordingReport.Counts counts,
    List<GapList.Gap> gaps,
    long gapsNotListed) {

  /** Decibels below full scale; minus infinity of 0. */
  static double decibels(float level) {
    return 20 * Math.log10(level);
  }

  float peak() {
    float peak = 0;
    for (float each : peaks) {
      peak = Math.max(peak, each);
    }
    return peak;
  }

  double seconds(long ofFrames) {
    return (double) ofFrames / format.sampleRateHz();
  }

  /** For a title: how long, how loud, how much is missing. */
  String text() {
    String level =
        Double.isInfinite(integratedLufs)
            ? "no loudness"
            : String.format(Locale.ROOT, "%.1f LUFS", integratedLufs);
    String peak =
        truePeak == 0 ? "silent" : String.format(Locale.ROOT, "peak %.1f dBTP", decibels(truePeak));
    return Verdict.time(seconds(frames))
        + " of "
        + format
        + ", "
        + level
        + ", "
        + peak
        + ", "
        + missing();
  }

  private String missing() {
    if (counts.missingFrames() == 0) {
      return "nothing is missing";
    }
    long count = gaps.size() + gapsNotListed;
    double seconds = seconds(counts.missingFrames());
    return String.format(
        Locale.ROOT,
        seconds < 10 ? "%.3f s missing in %d gap%s" : "%.0f s missing in %d gap%s",
        seconds,
        count,
        count == 1 ? "" : "s");
  }

  /**
   * @param name of the recording
   */
  void write(Path file, String name) throws IOException {
    Files.writeString(file, Jsoner.prettyPrint(Jsoner.serialize(json(name))) + "\n");
  }

  JsonObject json(String name) {
    JsonObject json = new JsonObject();
    json.put("file", name);
    json.put("format", format.toString());
    json.put("encoding", format.encoding().toString());
    json.put("sampleRateHz", format.sampleRateHz());
    json.put("channels", format.channels());
    json.put("frames", frames);
    json.put("seconds", rounded(seconds(frames), 1e6));
    json.put("integratedLufs", rounded(integratedLufs, 100));
    json.put("maxMomentaryLufs", rounded(maxMomentaryLufs, 100));
    json.put("samplePeakDbfs", rounded(decibels(peak()), 100));
    json.put("truePeakDbtp", rounded(decibels(truePeak), 100));
    JsonArray channels = new JsonArray();
    for (float peak : peaks) {
      channels.add(rounded(decibels(peak), 100));
    }
    json.put("channelPeaksDbfs", channels);
    json.put("missingFrames", counts.missingFrames());
    json.put("lateFrames", counts.lateFrames());
    json.put("repeatedFrames", counts.repeatedFrames());
    json.put("gaps", gapsAsJson());
    json.put("gapsNotListed", gapsNotListed);
    return json;
  }

  private JsonArray gapsAsJson() {
    JsonArray list = new JsonArray();
    for (GapList.Gap gap : gaps) {
      JsonObject each = new JsonObject();
      each.put("fromFrame", gap.from());
      each.put("frames", gap.to() - gap.from());
      each.put("fromSeconds", rounded(seconds(gap.from()), 1e6));
      list.add(each);
    }
    return list;
  }

  /** Null for what JSON has no number for. */
  private static @Nullable Double rounded(double value, double steps) {
    return Double.isFinite(value) ? Math.rint(value * steps) / steps : null;
  }
}
