package io.github.camelaudio.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PcmFormatTest {

  private static final PcmFormat CD = new PcmFormat(44_100, 2, Encoding.S16);

  @ParameterizedTest
  @EnumSource(Encoding.class)
  void parse_ofPrintedFormat_givesTheSame(Encoding encoding) {
    PcmFormat format = new PcmFormat(96_000, 6, encoding);
    assertEquals(format, PcmFormat.parse(format.toString()));
  }

  @Test
  void parse_takesAnyCaseAndSpaceAround() {
    assertEquals(CD, PcmFormat.parse("  S16/44100/2\n"));
  }

  @Test
  void toString_isEncodingRateChannels() {
    assertEquals("s16/44100/2", CD.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "s16/44100, it has 2 parts",
    "s16/44100/2/, it has 4 parts",
    "'', it has 1 parts",
    "s17/44100/2, there are: u8 s16 s24 s32 f32",
    "s16/fast/2, rate and channels are whole numbers",
    "s16/44100/, rate and channels are whole numbers",
    "s16/44.1/2, rate and channels are whole numbers",
    "s16/99999999999/2, rate and channels are whole numbers",
    "s16/999/2, sample rate 999 Hz outside 1000..768000",
    "s16/768001/2, sample rate 768001 Hz outside 1000..768000",
    "s16/44100/0, 0 channels outside 1..64",
    "s16/44100/65, 65 channels outside 1..64",
  })
  void parse_ofNonsense_saysWhatIsWrongAndWhatIsRight(String text, String why) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> PcmFormat.parse(text));
    String message = String.valueOf(refused.getMessage()).replace(", ", " ");
    assertTrue(message.startsWith("no format '" + text + "': "), message);
    assertTrue(message.contains(why), message);
    assertTrue(message.endsWith("such as s16/48000/2"), message);
  }

  @ParameterizedTest
  @CsvSource({"1000, 1", "768000, 64"})
  void bounds_areInclusive(int rateHz, int channels) {
    PcmFormat format = new PcmFormat(rateHz, channels, Encoding.S24);
    assertEquals(rateHz, format.sampleRateHz());
    assertEquals(3 * channels, format.bytesPerFrame());
  }

  @ParameterizedTest
  @CsvSource({
    "48000, 10, 480",
    "44100, 10, 441",
    "11025, 10, 110",
    "11025, 30, 331",
    "22050, 5, 110",
    "44100, 1, 44",
    "1000, 0, 1",
    "48000, -5, 1",
    "768000, 2147483647, 2147483647",
  })
  void framesOfMillis_roundsToTheNearestAndIsAtLeastOne(int rateHz, int millis, int frames) {
    assertEquals(frames, new PcmFormat(rateHz, 1, Encoding.U8).framesOfMillis(millis));
  }

  @Test
  void nanosOfFrames_isExactForDays() {
    long tenDays = 10L * 86_400;
    assertEquals(tenDays * 1_000_000_000, CD.nanosOfFrames(tenDays * 44_100));
    assertEquals(tenDays * 1_000_000_000 + 22_675, CD.nanosOfFrames(tenDays * 44_100 + 1));
    assertEquals(tenDays * 1_000_000_000 - 22_676, CD.nanosOfFrames(tenDays * 44_100 - 1));
  }

  @Test
  void nanosOfFrames_atTheHighestRate_doesNotOverflowInTwoCenturies() {
    long seconds = 200L * 365 * 86_400;
    PcmFormat highest = new PcmFormat(768_000, 1, Encoding.U8);
    assertEquals(seconds * 1_000_000_000, highest.nanosOfFrames(seconds * 768_000));
  }

  @Test
  void encoding_parseOfUnknown_namesThoseThereAre() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Encoding.parse("f64"));
    assertEquals("no encoding 'f64'; there are: u8, s16, s24, s32, f32", refused.getMessage());
  }
}
