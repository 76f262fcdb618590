package io.github.camelaudio.component.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.component.speaker.SpeakerComponent;
import io.github.camelaudio.component.speaker.SpeakerEndpoint;
import io.github.camelaudio.flow.OptionValues;
import java.time.Duration;
import java.util.List;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

  private final DefaultCamelContext context = new DefaultCamelContext();

  @AfterEach
  void stop() {
    context.stop();
  }

  @ParameterizedTest
  @CsvSource({
    "mic:default, block, 1ms, 100ms, 0s, 101ms",
    "mic:default, deviceBuffer, 1ms, 2s, 0s, 2001ms",
    "mic:default, queue, 10ms, 10s, 9ms, 10001ms",
    "speaker:default, target, 1ms, 5s, 0s, 5001ms",
    "speaker:default, maxDelay, 20ms, 20s, 19ms, 1h",
    "speaker:default, idle, 1s, 1h, 5ms, 3601s",
    "mixer:room, block, 1ms, 100ms, 0s, 101ms",
    "mixer:room, target, 1ms, 5s, 0s, 5001ms",
    "mixer:room, maxDelay, 20ms, 20s, 19ms, 1h",
    "mixer:room, idle, 1s, 1h, 5ms, 3601s",
    "speaker:default, deviceBuffer, 5ms, 2s, 4ms, 2001ms",
    "wav:take.wav, block, 1ms, 100ms, 0s, 101ms",
    "wav:take.wav, headerInterval, 10ms, 60s, 9ms, 60001ms",
    "wav:take.wav, maxGap, 100ms, 1h, 99ms, 3601s",
    "wav:take.wav, idle, 1s, 1h, 999ms, 2h",
    "wav:take.wav, late, 0ms, 1h, -1ms, 2h",
    "wav:take.wav, queue, 100ms, 60s, 99ms, 61s",
    "wav:take.wav, minLength, 0ms, 10s, -1ms, 10001ms",
  })
  void endpoint_takesDurationsInsideTheirRange_andRefusesOthersWithIt(
      String uri, String option, String min, String max, String below, String above) {
    context.getEndpoint(uri + "?" + option + "=" + min);
    context.getEndpoint(uri + "?" + option + "=" + max);
    for (String value : List.of(below, above)) {
      String message = refusal(uri + "?" + option + "=" + value);
      assertEquals(": allowed are " + min + " to " + max, afterValue(option, message));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "speaker:default?idle=1900ms, idle=1900ms",
    "wav:take.wav?idle=1900ms, idle=1900ms",
    "wav:take.wav?late=500ms, late=500ms",
    "radio:udp://localhost:1?expire=2900ms, expire=2900ms",
    "radio:tcp://localhost:1?stall=1900ms, stall=1900ms",
  })
  void durationThatIsCountedInSeconds_isRefusedWhenItIsNotWhole(String uri, String option) {
    assertEquals("option " + option + ": allowed are whole seconds", refusal(uri));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0ms",
    "1, 1ms",
    "999, 999ms",
    "1000, 1s",
    "1500, 1500ms",
    "60000, 60s",
    "90000, 90s",
    "600000, 10m",
    "3600000, 1h",
    "86400000, 24h",
  })
  void duration_isWrittenAsAnOptionHasIt(long millis, String text) {
    assertEquals(text, OptionValues.text(Duration.ofMillis(millis)));
  }

  @ParameterizedTest
  @CsvSource({
    "mic:default, blockMillis, 20, block, 20ms",
    "mic:default, deviceBufferMillis, 20, deviceBuffer, 20ms",
    "mic:default, queueMillis, 20, queue, 20ms",
    "speaker:default, targetMillis, 20, target, 20ms",
    "mixer:room, maxMillis, 20, maxDelay, 20ms",
    "mixer:room, idleSeconds, 3, idle, 3s",
    "wav:take.wav, headerMillis, 20, headerInterval, 20ms",
    "wav:take.wav, maxGapMillis, 20, maxGap, 20ms",
    "wav:take.wav, lateSeconds, 20, late, 20s",
    "wav:take.wav, minMillis, 20, minLength, 20ms",
    "radio:tcp://localhost:1, listenerMillis, 20, queue, 20ms",
    "radio:tcp://localhost:1, reconnectMillis, 20, reconnect, 20ms",
    "radio:tcp://localhost:1, expireSeconds, 20, expire, 20s",
    "radio:tcp://localhost:1, stallSeconds, 20, stall, 20s",
  })
  void optionWithItsOldName_isRefused_withTheNewOneAndItsUnit(
      String uri, String old, String value, String name, String withUnit) {
    assertEquals(
        "option %s=%s: it is now %s, with a unit: %s=%s"
            .formatted(old, value, name, name, withUnit),
        refusal(uri + "?" + old + "=" + value));
  }

  @Test
  void component_holdsDefaultsOfItsEndpoints_whichTheyOverride() {
    SpeakerComponent component = context.getComponent("speaker", SpeakerComponent.class);
    component.getConfiguration().setTarget(Duration.ofMillis(80));
    component.getConfiguration().setIdle(Duration.ofSeconds(7));
    SpeakerEndpoint plain = context.getEndpoint("speaker:default", SpeakerEndpoint.class);
    SpeakerEndpoint own = context.getEndpoint("speaker:default?target=20ms", SpeakerEndpoint.class);
    assertEquals(Duration.ofMillis(80), plain.getConfiguration().getTarget());
    assertEquals(Duration.ofMillis(20), own.getConfiguration().getTarget());
    assertEquals(Duration.ofSeconds(7), own.getConfiguration().getIdle());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mic:default?block=ten  | block=ten: allowed are durations such as 60ms, 5s, 10m",
        "mic:default?block=1.5ms| block=1.5ms: allowed are durations such as 60ms, 5s, 10m",
        "mic:default?block=10x  | block=10x: allowed are durations such as 60ms, 5s, 10m",
        "mic:default?block=     | block=: allowed are durations such as 60ms, 5s, 10m",
        "wav:take.wav?maxOpen=ten  | maxOpen=ten: allowed are whole numbers",
        "wav:take.wav?maxOpen=99999999999 | maxOpen=99999999999: allowed are whole numbers",
        "wav:take.wav?maxOpen=0    | maxOpen=0: allowed are 1 to 10000",
        "mic:default?missing=later              | missing=later: allowed are wait, fail",
        "speaker:default?missing=later          | missing=later: allowed are wait, fail",
        "wav:take.wav?onEnd=later               | onEnd=later: allowed are stop, exit",
        "wav:take.wav?existing=keep" + "| existing=keep: allowed are rename, override, fail",
        "wav:take.wav?paced=maybe               | paced=maybe: allowed are true, false",
        "wav:take.wav?loop=1                    | loop=1: allowed are true, false",
        "wav:-?report=true                      | report=true: standard output has no files",
        "wav:take.flac?format=f32/48000/2"
            + "| format=f32/48000/2: FLAC takes u8, s16 and s24, up to 8 channels and 655350 Hz;"
            + " set format=s24/48000/2, or name the file .wav",
        "wav:got?fileName=${body.streamName}.flac&format=s16/768000/1"
            + "| format=s16/768000/1: FLAC takes u8, s16 and s24, up to 8 channels and 655350 Hz;"
            + " name the file .wav",
      })
  void endpoint_refusesWhatIsNoValueOfItsKind_andSaysWhatIs(String uri, String message) {
    assertEquals("option " + message, refusal(uri));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mic:default?missing=FAIL",
        "speaker:default?missing=wait",
        "wav:take.wav?existing=Override&onEnd=exit&paced=FALSE&loop=true",
        "mic:default?BLOCK=20ms",
        "mic:default?exceptionHandler=#bean:handler",
      })
  void endpoint_takesNamesInAnyCase_andBeans(String uri) {
    context
        .getRegistry()
        .bind(
            "handler",
            new org.apache.camel.support.LoggingExceptionHandler(context, OptionsTest.class));
    context.getEndpoint(uri);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mic:default", "speaker:default", "wav:take.wav", "mixer:room"})
  void endpoint_refusesAFormatThatIsNone(String uri) {
    assertEquals(
        "no format 's16/48000': it has 2 parts; a format is encoding/rate/channels, such as"
            + " s16/48000/2",
        afterOption("format=s16/48000", refusal(uri + "?format=s16/48000")));
    assertEquals(
        "no format 's12/48000/2': no encoding 's12'; there are: u8, s16, s24, s32, f32; a format"
            + " is encoding/rate/channels, such as s16/48000/2",
        afterOption("format=s12/48000/2", refusal(uri + "?format=s12/48000/2")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mic:default     | block, deviceBuffer",
        "speaker:default | deviceBuffer, format, idle, maxDelay, missing, skipBacklog, target, trace",
        "wav:take.wav    | block, existing, fileName, format",
      })
  void endpoint_refusesAnUnknownOption_andSaysWhichThereAre(String uri, String names) {
    String message = refusal(uri + "?volume=11");
    assertTrue(message.startsWith("option volume=11: no such option; there are " + names), message);
  }

  @Test
  void fileNameWithAQuestionMark_isRefused_withWhatToDo() {
    assertEquals(
        "option .wav=: no such option; options begin at the first ?, so rename a file that has one"
            + " in its name",
        refusal("wav:what?.wav="));
  }

  @ParameterizedTest
  @ValueSource(strings = {"speaker:default", "mixer:room"})
  void endpoint_refusesAMaximumBelowItsTarget_andATraceWithoutAName(String uri) {
    assertEquals(
        "option maxDelay=199ms: allowed are 200ms to 20s",
        refusal(uri + "?target=200ms&maxDelay=199ms"));
    assertEquals("option trace= : name a file, such as trace.csv", refusal(uri + "?trace=%20"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mic     | option device= : name a device, or write mic:default",
        "speaker | option device= : name a device, or write speaker:default",
        "mixer   | option name= : name the room, such as mixer:room",
      })
  void endpoint_refusesAnEmptyName(String scheme, String message) {
    assertEquals(message, refusal(scheme + ":%20"));
  }

  @Test
  void range_takesItsBoundsAndRefusesWhatIsBeyond() {
    OptionValues.range("x", 1, 1, 3);
    OptionValues.range("x", 3, 1, 3);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> OptionValues.range("x", 4, 1, 3));
    assertEquals("option x=4: allowed are 1 to 3", e.getMessage());
  }

  private static String afterValue(String option, String message) {
    String prefix = "option " + option + "=";
    assertTrue(message.startsWith(prefix), message);
    return message.substring(message.indexOf(": "));
  }

  private static String afterOption(String option, String message) {
    String prefix = "option " + option + ": ";
    assertTrue(message.startsWith(prefix), message);
    return message.substring(prefix.length());
  }

  /** The innermost message. */
  private String refusal(String uri) {
    Throwable cause =
        assertThrows(ResolveEndpointFailedException.class, () -> context.getEndpoint(uri));
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }
}
