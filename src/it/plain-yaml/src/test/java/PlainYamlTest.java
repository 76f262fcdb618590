import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.device.NullDevices;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
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
  void voice_isRecordedFromYaml_andThroughKamelets_bitForBit() throws Exception {
    Main main = new Main();
    main.bind("devices", new NullDevices());
    main.addOverrideProperty("recordings", recordings.toString());
    main.addOverrideProperty("port", freePort());
    main.addOverrideProperty("radioPort", freePort());
    main.start();
    try {
      CamelContext context = main.getCamelContext();
      assertEquals("plain", context.getName(), "this application's own properties count");
      for (Path take : takes()) {
        while (!Files.exists(take) || Files.size(take) < VOICE_BYTES) {
          TimeUnit.MILLISECONDS.sleep(20);
        }
      }
      assertNotNull(context.hasEndpoint("mic:default?block=20ms"), "the Kamelet's own endpoint");
      assertNoCharts(context);
    } finally {
      main.stop(); // completes the recording
    }
    for (Path take : takes()) {
      assertArrayEquals(
          pcm(AudioSystem.getAudioInputStream(getClass().getResource("/demo/voice.wav"))),
          pcm(AudioSystem.getAudioInputStream(take.toFile())));
    }
  }

  /** Sent in XML and received in YAML; from a station to a listener through Kamelets. */
  private List<Path> takes() {
    return List.of(recordings.resolve("take.wav"), recordings.resolve("heard/take.wav"));
  }

  /** At the root of the class path Camel, log4j and Spring look for their settings. */
  @Test
  void jar_bringsNoSettingsAndNoLogging() throws Exception {
    Path file =
        Path.of(AudioBlock.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (JarFile jar = new JarFile(file.toFile())) {
      List<String> names = jar.stream().map(ZipEntry::getName).toList();
      assertTrue(names.contains("kamelets/mic-source.kamelet.yaml"), names.toString());
      assertTrue(names.contains("META-INF/spring-configuration-metadata.json"), names.toString());
      assertEquals(List.of(), names.stream().filter(name -> !name.contains("/")).toList());
      assertEquals(List.of(), names.stream().filter(name -> name.contains("slf4j")).toList());
    }
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
