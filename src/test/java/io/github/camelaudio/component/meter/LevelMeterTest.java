package io.github.camelaudio.component.meter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.component.support.AudioHeaders;
import io.github.camelaudio.output.LevelLine;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LevelMeterTest {

  private static final PcmFormat FORMAT = new PcmFormat(1_000, 2, Encoding.S16);

  private final DefaultCamelContext context = new DefaultCamelContext();
  private final FakeClock clock = new FakeClock();
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  @ParameterizedTest
  @CsvSource({
    "1, '|########################|    0 dB'",
    "2, '|########################|    6 dB'",
    "0.5, '|######################  |   -6 dB'",
    "0.1, '|################        |  -20 dB'",
    "0.001, '|                        |  -60 dB'",
    "0, '|                        |  -60 dB'",
  })
  void bar_drawsThePeakFrom60dBBelowFullScale(float peak, String bar) {
    assertEquals(bar, LevelLine.bar(peak));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 00:00.0",
    "99, 00:00.0",
    "100, 00:00.1",
    "61_200, 01:01.2",
    "6_000_000, 100:00.0"
  })
  void time_isMinutesSecondsAndTenths(String frames, String time) {
    assertEquals(time, LevelLine.time(FORMAT, Long.parseLong(frames.replace("_", ""))));
  }

  @Test
  void process_withoutATerminal_writesALineASecond_withThePeakSince() {
    LevelMeter meter = meter(false);
    for (int i = 0; i < 21; i++) {
      meter.process(exchange(block(i == 3 ? -16_384 : 3_277, false), 2_100L));
      clock.advanceMillis(100);
    }
    assertEquals(
        """
        00:00.1 of 00:02.1  |################        |  -20 dB
        00:01.1 of 00:02.1  |######################  |   -6 dB
        00:02.1 of 00:02.1  |################        |  -20 dB
        """,
        text());
  }

  @Test
  void process_onATerminal_movesOneLine_andEndsItWithTheStream() {
    LevelMeter meter = meter(true);
    for (int i = 0; i < 4; i++) {
      meter.process(exchange(block(0, false), null));
      clock.advanceMillis(50);
    }
    meter.process(exchange(block(0, true), null));
    String bar = "  |                        |  -60 dB";
    assertEquals("\r00:00.1" + bar + "\r00:00.3" + bar + "\n", text());
  }

  @Test
  void process_afterAStreamsEnd_beginsAgain() {
    LevelMeter meter = meter(false);
    meter.process(exchange(block(32_767, true), null));
    meter.process(exchange(block(0, false), null));
    assertEquals("00:00.1  |                        |  -60 dB\n", text());
  }

  @Test
  void process_ofAnotherBody_showsNothing() {
    meter(false).process(exchange("text", null));
    assertEquals("", text());
  }

  @Test
  void bar_ofWhatNoSoundIs_isDrawnAllTheSame() {
    assertTrue(LevelLine.bar(Float.POSITIVE_INFINITY).startsWith("|########################|"));
    assertTrue(LevelLine.bar(Float.NaN).startsWith("|"));
  }

  private LevelMeter meter(boolean terminal) {
    return new LevelMeter(new PrintStream(shown, true, StandardCharsets.UTF_8), terminal, clock);
  }

  private String text() {
    return shown.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
  }

  /** 100 ms of one value on the right. */
  private static AudioBlock block(int value, boolean last) {
    byte[] pcm = new byte[100 * 4];
    for (int i = 0; i < pcm.length; i += 4) {
      pcm[i + 2] = (byte) value;
      pcm[i + 3] = (byte) (value >> 8);
    }
    return AudioBlock.builder(FORMAT).last(last).pcm(pcm);
  }

  private Exchange exchange(Object body, @org.jspecify.annotations.Nullable Long totalFrames) {
    Exchange exchange = new DefaultExchange(context);
    exchange.getIn().setBody(body);
    exchange.getIn().setHeader(AudioHeaders.TOTAL_FRAMES, totalFrames);
    return exchange;
  }
}
