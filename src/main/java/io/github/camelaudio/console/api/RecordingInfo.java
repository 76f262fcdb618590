package io.github.camelaudio.console.api;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.file.AudioReader;
import io.github.camelaudio.file.Gaps;
import io.github.camelaudio.file.stream.AudioFiles;
import io.github.camelaudio.file.wav.RecordingMarks;
import io.github.camelaudio.flow.FailureText;
import io.github.camelaudio.flow.PrintableText;
import io.github.camelaudio.recorder.store.RecordingAccess;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a complete recording says of itself. Reading it opens files: not for an event loop.
 *
 * @param format null when the file cannot be played
 * @param stream eight hexadecimal digits; null when no recorder of ours wrote it
 * @param gaps of seconds; from the report beside it, else from the marks of a WAV file
 * @param trouble why it cannot be played; null when it can
 */
record RecordingInfo(
    @Nullable PcmFormat format,
    @Nullable Double seconds,
    @Nullable String stream,
    JsonArray gaps,
    @Nullable String trouble) {

  private static final Logger LOG = LoggerFactory.getLogger(RecordingInfo.class);

  /** A report of 10,000 gaps has less. */
  private static final long MAX_REPORT_BYTES = 2 << 20;

  static RecordingInfo read(Path recording) throws IOException {
    try (AudioReader reader = AudioFiles.open(recording)) {
      PcmFormat format = reader.format();
      Double seconds =
          reader.frames().isPresent()
              ? (double) reader.frames().getAsLong() / format.sampleRateHz()
              : null;
      return new RecordingInfo(
          format,
          seconds,
          RecordingAccess.streamOf(recording),
          gaps(recording, format.sampleRateHz()),
          null);
    } catch (IOException e) {
      LOG.debug("{} cannot be read: {}", PrintableText.of(recording), FailureText.of(e));
      return new RecordingInfo(null, null, null, new JsonArray(), String.valueOf(e.getMessage()));
    } finally {
      RecordingAccess.readerClosed(recording);
    }
  }

  private static JsonArray gaps(Path recording, int sampleRateHz) throws IOException {
    Path report = beside(recording, ".json");
    if (Files.isRegularFile(report) && Files.size(report) <= MAX_REPORT_BYTES) {
      try {
        return ofReport(new JsonObject(Buffer.buffer(Files.readAllBytes(report))), sampleRateHz);
      } catch (DecodeException | ClassCastException e) {
        LOG.debug("{} is no report of ours: {}", PrintableText.of(report), FailureText.of(e));
      }
    }
    boolean wav = recording.toString().toLowerCase(Locale.ROOT).endsWith(".wav");
    JsonArray gaps = new JsonArray();
    List<Gaps.Gap> marks = wav ? RecordingMarks.read(recording) : List.of();
    marks.forEach(gap -> gaps.add(gap(gap.from(), gap.to() - gap.from(), sampleRateHz)));
    return gaps;
  }

  private static JsonArray ofReport(JsonObject report, int sampleRateHz) {
    JsonArray gaps = new JsonArray();
    JsonArray listed = report.getJsonArray("gaps", new JsonArray());
    for (int i = 0; i < listed.size(); i++) {
      JsonObject each = listed.getJsonObject(i);
      gaps.add(gap(each.getLong("fromFrame", 0L), each.getLong("frames", 0L), sampleRateHz));
    }
    return gaps;
  }

  private static JsonObject gap(long from, long frames, int sampleRateHz) {
    return new JsonObject()
        .put("startSeconds", (double) from / sampleRateHz)
        .put("seconds", (double) frames / sampleRateHz);
  }

  /** What a report puts beside a recording; it need not be there. */
  static Path beside(Path recording, String ending) {
    return recording.resolveSibling(recording.getFileName() + ending);
  }
}
