package io.github.camelaudio.component.radio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RadioEndpointTest {

  private final DefaultCamelContext context = new DefaultCamelContext();

  @AfterEach
  void stop() {
    context.stop();
  }

  @ParameterizedTest
  @CsvSource({
    "radio:tcp://0.0.0.0:9610, tcp, 0.0.0.0, 9610",
    "radio:udp://station.example:1, udp, station.example, 1",
    "radio:tcp://[2001:db8::1]:65535, tcp, [2001:db8::1], 65535",
    "radio:tcp://localhost:9610/, tcp, localhost, 9610",
    "radio:tcp://localhost:9610?wire=PyShine, tcp, localhost, 9610",
  })
  void address_isTransportHostAndPort(String uri, String transport, String host, int port) {
    RadioEndpoint endpoint = context.getEndpoint(uri, RadioEndpoint.class);
    assertEquals(transport, endpoint.getTransport());
    assertEquals(host, endpoint.getHost());
    assertEquals(port, endpoint.getPort());
    assertEquals("radio:" + transport + "://" + host + ":" + port, endpoint.reportName());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tcp://0.0.0.0",
        "tcp://0.0.0.0:0",
        "tcp://0.0.0.0:65536",
        "tcp://0.0.0.0:99999",
        "tcp://0.0.0.0:-1",
        "tcp://0.0.0.0:http",
        "tcp://:9610",
        "tcp:0.0.0.0:9610",
        "TCP://0.0.0.0:9610",
        "http://0.0.0.0:9610",
        "tcp://2001:db8::1:9610",
        "tcp://0.0.0.0:9610/programme",
        "0.0.0.0:9610",
      })
  void address_thatIsNone_isRefusedWithExamples(String remaining) {
    String message = refusal("radio:" + remaining);
    assertTrue(
        message.endsWith(
            ": name transport, host and port, as in radio:tcp://0.0.0.0:9610 or"
                + " radio:udp://192.168.1.20:9610"),
        message);
  }

  @ParameterizedTest
  @CsvSource({
    "maxListeners, 1, 100000",
    "maxListenersPerHost, 1, 100000",
    "datagramFrames, 1, 65507",
  })
  void numbers_insideTheirRangeAreTaken_andOthersRefusedWithIt(String option, int min, int max) {
    String uri = "radio:udp://127.0.0.1:9610?" + option + "=";
    context.getEndpoint(uri + min);
    context.getEndpoint(uri + max);
    for (int value : new int[] {min - 1, max + 1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      assertEquals(
          "option " + option + "=" + value + ": allowed are " + min + " to " + max,
          refusal(uri + value));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "queue, 20ms, 60s, 19ms, 61s",
    "stall, 1s, 1h, 0s, 2h",
    "reconnect, 100ms, 10m, 99ms, 11m",
    "expire, 2s, 24h, 1s, 25h",
  })
  void durations_insideTheirRangeAreTaken_andOthersRefusedWithIt(
      String option, String min, String max, String below, String above) {
    String uri = "radio:udp://127.0.0.1:9610?" + option + "=";
    context.getEndpoint(uri + min);
    context.getEndpoint(uri + max);
    for (String value : List.of(below, above)) {
      String message = refusal(uri + value);
      assertTrue(message.endsWith(": allowed are " + min + " to " + max), message);
    }
  }

  @Test
  void expire_tooShortForListenersWhoSayATextEveryFiveSeconds_isRefused() {
    assertEquals(
        "option expire=5s: with wire=pcm allowed are 0 and 10s to 24h: its listeners say"
            + " hello every 3 to 5 seconds",
        refusal("radio:udp://127.0.0.1:9610?wire=pcm&expire=5s"));
  }

  @Test
  void expire_ofZero_isTaken() {
    context.getEndpoint("radio:udp://127.0.0.1:9610?expire=0s");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tcp | maxListeners=many        | allowed are whole numbers",
        "tcp | stall=1.5s               | allowed are durations such as 60ms, 5s, 10m",
        "tcp | waitForListener=yes      | allowed are true, false",
        "tcp | wire=mp3                 | allowed are rtp, pyshine, pyaudio, pcm",
        "udp | wire=pyshine             | over udp allowed are rtp, pcm",
        "udp | wire=pyaudio             | over udp allowed are rtp, pcm",
        "udp | hello=                   | allowed are 1 to 100 characters",
      })
  void options_thatMeanNothing_areRefusedWithWhatIsAllowed(
      String transport, String option, String reason) {
    assertEquals(
        "option " + option + ": " + reason,
        refusal("radio:" + transport + "://127.0.0.1:9610?" + option));
  }

  @Test
  void format_thatIsNone_isRefusedWithHowItIsWritten() {
    String message = refusal("radio:tcp://127.0.0.1:9610?wire=pcm&format=s16/48000");
    assertTrue(
        message.endsWith("a format is encoding/rate/channels, such as s16/48000/2"), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"volume=11", "port=9", "host=there", "transport=udp"})
  void option_thatThereIsNot_isRefusedWithThoseThereAre(String option) {
    String message = refusal("radio:tcp://127.0.0.1:9610?" + option);
    assertTrue(
        message.startsWith(
            "option "
                + option
                + ": no such option; there are datagramFrames, expire, format, hello,"),
        message);
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
