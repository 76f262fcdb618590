package io.github.camelaudio.file.wav;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.file.Gaps;
import io.github.camelaudio.file.StartTime;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordingChunksTest {

  private static final PcmFormat FORMAT = new PcmFormat(48_000, 2, Encoding.S16);

  /** 2026-11-21T12:53:01.5Z. */
  private static final long CAPTURED = 1_795_265_581_500_000_000L;

  private static AudioBlock captured(long nanos) {
    return AudioBlock.builder(FORMAT).captureEpochNanos(nanos).pcm(new byte[4 * 480]);
  }

  private static StartTime start(long nanos, String zone) {
    return StartTime.of(captured(nanos), CAPTURED, ZoneId.of(zone));
  }

  @Test
  void description_saysWhereAndWhen_atTheOffsetsOfEbuTech3285() {
    byte[] chunks =
        RecordingChunks.description("stream 1 from a\u00e9\n", "ref", start(CAPTURED, "+01:00"));
    ByteBuffer bytes = WavLayout.littleEndian(chunks);
    assertThat(text(chunks, 0, 4)).isEqualTo("bext");
    assertThat(bytes.getInt(4)).isEqualTo(602);
    int bext = 8;
    assertThat(text(chunks, bext, 256)).isEqualTo("stream 1 from a__");
    assertThat(text(chunks, bext + 256, 32)).isEqualTo("Camel Audio");
    assertThat(text(chunks, bext + 288, 32)).isEqualTo("ref");
    assertThat(text(chunks, bext + 320, 10)).isEqualTo("2026-11-21");
    assertThat(text(chunks, bext + 330, 8)).isEqualTo("13:53:01");
    long seconds = 13 * 3_600 + 53 * 60 + 1;
    assertThat(bytes.getLong(bext + 338)).isEqualTo(seconds * 48_000 + 24_000);
    assertThat(bytes.getShort(bext + 346)).isEqualTo((short) 1);
    int list = bext + 602;
    assertThat(text(chunks, list, 4)).isEqualTo("LIST");
    assertThat(bytes.getInt(list + 4)).isEqualTo(chunks.length - list - 8);
    assertThat(new String(chunks, list + 8, chunks.length - list - 8, StandardCharsets.US_ASCII))
        .startsWith("INFOISFT")
        .contains("Camel Audio\0", "2026-11-21T13:53:01+01:00\0", "stream 1 from a__\0");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -5, Long.MAX_VALUE, Long.MIN_VALUE})
  void start_ofABlockWithoutAPossibleCaptureTime_isWhenItsFirstFrameCame(long captured) {
    StartTime start = start(captured, "Z");
    assertThat(start.epochFrames()).isEqualTo(1_795_265_581L * 48_000 + 24_000 - 480);
  }

  @ParameterizedTest
  @CsvSource({"44100", "48000", "11025", "768000", "7919"})
  void start_ofFilesThatFollow_joinsToTheFrame_alsoOverMidnight(int rate) {
    PcmFormat format = new PcmFormat(rate, 1, Encoding.U8);
    AudioBlock first =
        AudioBlock.builder(format).captureEpochNanos(CAPTURED + 123_456_789).pcm(new byte[1]);
    StartTime start = StartTime.of(first, 0, ZoneId.of("+01:00"));
    long dayFrames = 86_400L * rate;
    for (long frames : new long[] {1, 12_345_678, dayFrames - 1, dayFrames, 10 * dayFrames + 7}) {
      assertThat(start.plusFrames(frames).framesSinceMidnight())
          .isEqualTo((start.framesSinceMidnight() + frames) % dayFrames);
    }
    assertThat(start.plusFrames(dayFrames).date()).isEqualTo("2026-11-22");
  }

  @Test
  void marks_nameEachGapAtItsFrame() {
    byte[] chunks =
        RecordingChunks.marks(
            List.of(new Gaps.Gap(480, 960), new Gaps.Gap(48_000, 144_000)), FORMAT);
    ByteBuffer bytes = WavLayout.littleEndian(chunks);
    assertThat(text(chunks, 0, 4)).isEqualTo("cue ");
    assertThat(bytes.getInt(4)).isEqualTo(4 + 2 * 24);
    assertThat(bytes.getInt(8)).isEqualTo(2);
    int second = 12 + 24;
    assertThat(bytes.getInt(second)).isEqualTo(2);
    assertThat(bytes.getInt(second + 4)).isEqualTo(48_000);
    assertThat(text(chunks, second + 8, 4)).isEqualTo("data");
    assertThat(bytes.getInt(second + 20)).isEqualTo(48_000);
    int list = 12 + 48;
    assertThat(text(chunks, list, 4)).isEqualTo("LIST");
    assertThat(bytes.getInt(list + 4)).isEqualTo(chunks.length - list - 8);
    assertThat(text(chunks, list + 8, 8)).isEqualTo("adtllabl");
    assertThat(bytes.getInt(list + 20)).isEqualTo(1);
    assertThat(text(chunks, list + 24, 40)).isEqualTo("gap: 0.010 s missing");
    assertThat(new String(chunks, StandardCharsets.US_ASCII)).contains("gap: 2.000 s missing");
    int length = list + 8 + 4 + 8 + 4 + 21 + 1;
    assertThat(text(chunks, length, 4)).isEqualTo("ltxt");
    assertThat(bytes.getInt(length + 12)).isEqualTo(480);
    assertThat(text(chunks, length + 16, 4)).isEqualTo("rgn ");
  }

  @Test
  void marks_ofNoGap_areNoBytes_andGapsBeyondWhatTheirFieldsCanSayAreLeftOut() {
    assertThat(RecordingChunks.marks(List.of(), FORMAT)).isEmpty();
    assertThat(RecordingChunks.marks(List.of(new Gaps.Gap(1L << 32, 1L << 33)), FORMAT)).isEmpty();
  }

  /** Up to the first zero. */
  private static String text(byte[] bytes, int at, int length) {
    String text = new String(bytes, at, length, StandardCharsets.ISO_8859_1);
    int end = text.indexOf(0);
    return end < 0 ? text : text.substring(0, end);
  }
}
