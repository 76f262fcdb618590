import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Camel without a framework: routes in YAML and XML, and nothing on the class path but five lines.
 */
class PlainYamlTest {

  /** 6.4 seconds of s16/48000/1. */
  private static final int VOICE_BYTES = 614_400;

  @TempDir Path recordings;

  @Test
  @Timeout(90)
  void voice_sentFromXml_isRecordedFromYaml_bitForBit() throws Exception {
    Main main = new Main();
    main.addOverrideProperty("recordings", recordings.toString());
    main.addOverrideProperty("port", freePort());
    main.start();
    try {
      CamelContext context = main.getCamelContext();
      assertEquals("plain", context.getName(), "this application's own properties count");
      Path take = recordings.resolve("take.wav");
      while (!Files.exists(take) || Files.size(take) < VOICE_BYTES) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
      assertNoCharts(context);
    } finally {
      main.stop(); // completes the recording
    }
    assertArrayEquals(
        pcm(AudioSystem.getAudioInputStream(getClass().getResource("/demo/voice.wav"))),
        pcm(AudioSystem.getAudioInputStream(recordings.resolve("take.wav").toFile())));
  }

  /** What the jar leaves out is asked for by its name. */
  private void assertNoCharts(CamelContext context) {
    RouteBuilder route =
        new RouteBuilder() {
          @Override
          public void configure() {
            from("netty:tcp://127.0.0.1:" + freePort() + "?{{audio.tcp.receive}}")
                .to("wav:" + recordings + "?report=true");
          }
        };
    Throwable problem = assertThrows(Exception.class, () -> context.addRoutes(route));
    while (problem.getCause() != null && !String.valueOf(problem).contains("jfreechart")) {
      problem = problem.getCause();
    }
    assertTrue(
        problem.toString().contains("add the dependency org.jfree:jfreechart"), problem.toString());
  }

  private static byte[] pcm(AudioInputStream sound) throws Exception {
    try (sound) {
      return sound.readAllBytes();
    }
  }

  private static String freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return String.valueOf(socket.getLocalPort());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
