package io.github.camelaudio.component.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.flow.OptionValues;
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
  @CsvSource(
      delimiter = '|',
      value = {
        "mic:default    | blockMillis        | 1     | 100",
        "mic:default    | deviceBufferMillis | 1     | 2000",
        "mic:default    | queueMillis        | 10    | 10000",
        "speaker:default| targetMillis       | 1     | 5000",
        "speaker:default| maxMillis          | 20    | 20000",
        "speaker:default| idleSeconds        | 1     | 3600",
        "mixer:room     | blockMillis        | 1     | 100",
        "mixer:room     | targetMillis       | 1     | 5000",
        "mixer:room     | maxMillis          | 20    | 20000",
        "mixer:room     | idleSeconds        | 1     | 3600",
        "speaker:default| deviceBufferMillis | 5     | 2000",
        "wav:take.wav   | blockMillis        | 1     | 100",
        "wav:take.wav   | headerMillis       | 10    | 60000",
        "wav:take.wav   | maxGapMillis       | 100   | 3600000",
        "wav:take.wav   | idleSeconds        | 1     | 3600",
      })
  void endpoint_takesNumbersInsideTheirRange_andRefusesOthersWithIt(
      String uri, String option, int min, int max) {
    context.getEndpoint(uri + "?" + option + "=" + min);
    context.getEndpoint(uri + "?" + option + "=" + max);
    for (int value : new int[] {min - 1, max + 1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      assertEquals(
          "option " + option + "=" + value + ": allowed are " + min + " to " + max,
          refusal(uri + "?" + option + "=" + value));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mic:default?blockMillis=ten            | blockMillis=ten: allowed are whole numbers",
        "mic:default?blockMillis=1.5            | blockMillis=1.5: allowed are whole numbers",
        "mic:default?blockMillis=99999999999"
            + "| blockMillis=99999999999: allowed are whole numbers",
        "speaker:default?targetMillis=          | targetMillis=: allowed are whole numbers",
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
        "mic:default?blockmillis=20",
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
        "mic:default     | blockMillis, deviceBufferMillis",
        "speaker:default | deviceBufferMillis, format, idleSeconds, maxMillis, missing, skipBacklog,"
            + " targetMillis, trace",
        "wav:take.wav    | blockMillis, existing, fileName, format",
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
        "option maxMillis=199: allowed are 200 to 20000",
        refusal(uri + "?targetMillis=200&maxMillis=199"));
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
