package io.github.camelaudio.file.wav;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.file.Gaps;
import io.github.camelaudio.file.StartTime;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Chunks that tell other programs what a recording is: before the samples where from and when,
 * after them what is missing. Nothing else knows their bytes; all numbers are little-endian.
 *
 * <p>Sources: EBU Tech 3285 for "bext"; "Multimedia Programming Interface and Data Specifications
 * 1.0" for LIST/INFO, "cue " and LIST/adtl.
 *
 * <pre>
 * "bext" 602 bytes, version 1:            "cue ":
 *   0  256 description                     0  u32 points, 24 bytes each:
 * 256   32 originator                          0  u32 number
 * 288   32 originator's reference              4  u32 frame
 * 320   10 date, yyyy-mm-dd                    8  "data"
 * 330    8 time, hh:mm:ss                     12  u32 0, u32 0
 * 338  u64 frames since midnight              20  u32 frame
 * 346  u16 version                        "LIST" "adtl", for each point:
 * 348   64 UMID, zeros                     "labl" u32 number, text, 0
 * 412  190 reserved, zeros                 "ltxt" u32 number, u32 frames, "rgn ", 8 zero bytes
 *
 * "LIST" "INFO": chunks of text, ending with 0: "ISFT" program, "ICRD" when, "ISRC" from where
 * </pre>
 *
 * Texts are ASCII: what is not becomes an underscore.
 */
public final class RecordingChunks {

  /** Who made a file, as "bext" and LIST/INFO say. */
  public static final String ORIGINATOR = "Camel Audio";

  public static final int BEXT = WavLayout.id("bext");

  /** Where {@link #ORIGINATOR} is in the payload of "bext". */
  public static final int ORIGINATOR_OFFSET = 256;

  private static final int BEXT_BYTES = 602;
  private static final int REFERENCE_OFFSET = 288;
  private static final int DATE_OFFSET = 320;
  private static final int TIME_OFFSET = 330;
  private static final int FRAMES_OFFSET = 338;
  private static final int VERSION_OFFSET = 346;
  private static final int SHORT_TEXT_BYTES = 32;
  private static final int POINT_BYTES = 24;
  private static final int LTXT_BYTES = 20;
  private static final long MAX_FRAME = 0xFFFF_FFFFL;

  private RecordingChunks() {}

  /** What precedes the samples: "bext" and LIST/INFO. */
  public static byte[] description(String source, String reference, StartTime start) {
    byte[] payload = new byte[BEXT_BYTES];
    ByteBuffer bext = WavLayout.littleEndian(payload);
    put(bext, 0, source, ORIGINATOR_OFFSET);
    put(bext, ORIGINATOR_OFFSET, ORIGINATOR, SHORT_TEXT_BYTES);
    put(bext, REFERENCE_OFFSET, reference, SHORT_TEXT_BYTES);
    put(bext, DATE_OFFSET, start.date(), TIME_OFFSET - DATE_OFFSET);
    put(bext, TIME_OFFSET, start.time(), FRAMES_OFFSET - TIME_OFFSET);
    bext.putLong(FRAMES_OFFSET, start.framesSinceMidnight()).putShort(VERSION_OFFSET, (short) 1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    putChunk(out, "bext", payload);
    ByteArrayOutputStream info = new ByteArrayOutputStream();
    info.writeBytes(ascii("INFO"));
    putChunk(info, "ISFT", text(ORIGINATOR));
    putChunk(info, "ICRD", text(start.isoDateTime()));
    putChunk(info, "ISRC", text(source));
    putChunk(out, "LIST", info.toByteArray());
    return out.toByteArray();
  }

  /** What follows the samples: a mark for each gap; nothing when there is none. */
  public static byte[] marks(List<Gaps.Gap> gaps, PcmFormat format) {
    List<Gaps.Gap> marked = gaps.stream().filter(gap -> gap.from() <= MAX_FRAME).toList();
    if (marked.isEmpty()) {
      return new byte[0];
    }
    byte[] points = new byte[4 + POINT_BYTES * marked.size()];
    ByteBuffer cue = WavLayout.littleEndian(points);
    cue.putInt(marked.size());
    ByteArrayOutputStream labels = new ByteArrayOutputStream();
    labels.writeBytes(ascii("adtl"));
    for (int i = 0; i < marked.size(); i++) {
      Gaps.Gap gap = marked.get(i);
      cue.putInt(i + 1).putInt((int) gap.from()).putInt(WavLayout.DATA);
      cue.putInt(0).putInt(0).putInt((int) gap.from());
      putLabel(labels, i + 1, gap, format);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    putChunk(out, "cue ", points);
    putChunk(out, "LIST", labels.toByteArray());
    return out.toByteArray();
  }

  private static void putLabel(
      ByteArrayOutputStream labels, int number, Gaps.Gap gap, PcmFormat format) {
    long frames = gap.to() - gap.from();
    byte[] words =
        text(
            String.format(
                Locale.ROOT, "gap: %.3f s missing", (double) frames / format.sampleRateHz()));
    byte[] label = new byte[4 + words.length];
    WavLayout.littleEndian(label).putInt(number).put(words);
    putChunk(labels, "labl", label);
    byte[] length = new byte[LTXT_BYTES];
    WavLayout.littleEndian(length)
        .putInt(number)
        .putInt((int) Math.min(frames, MAX_FRAME))
        .put(ascii("rgn "));
    putChunk(labels, "ltxt", length);
  }

  private static void putChunk(ByteArrayOutputStream out, String id, byte[] payload) {
    out.writeBytes(ascii(id));
    byte[] size = new byte[4];
    WavLayout.littleEndian(size).putInt(payload.length);
    out.writeBytes(size);
    out.writeBytes(payload);
    if ((payload.length & 1) != 0) {
      out.write(0);
    }
  }

  private static void put(ByteBuffer buffer, int offset, String text, int maxBytes) {
    byte[] bytes = ascii(text);
    buffer.put(offset, bytes, 0, Math.min(bytes.length, maxBytes));
  }

  /** With a 0 at its end. */
  private static byte[] text(String text) {
    return ascii(text + "\0");
  }

  private static byte[] ascii(String text) {
    return text.replaceAll("[^\\x20-\\x7E\\x00]", "_").getBytes(StandardCharsets.US_ASCII);
  }
}
