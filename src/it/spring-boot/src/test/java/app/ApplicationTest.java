package app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.component.speaker.SpeakerComponent;
import io.github.camelaudio.component.speaker.SpeakerConfiguration;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

class ApplicationTest {

  /** 6.4 seconds of s16/48000/1. */
  private static final int VOICE_BYTES = 614_400;

  @TempDir Path recordings;

  @Test
  @Timeout(90)
  void voice_isReceivedPlayedAndRecorded_bitForBit() throws Exception {
    try (ConfigurableApplicationContext boot =
        SpringApplication.run(
            Application.class, "--port=" + freePort(), "--recordings=" + recordings)) {
      CamelContext context = boot.getBean(CamelContext.class);
      SpeakerConfiguration speaker =
          context.getComponent("speaker", SpeakerComponent.class).getConfiguration();
      assertEquals(Duration.ofMillis(80), speaker.getTarget());
      assertEquals(Duration.ofSeconds(2), speaker.getMaxDelay());
      assertNotEquals("camel-audio", context.getName(), "the command line's own properties");
      Path take = recordings.resolve("take.wav");
      while (!Files.exists(take) || Files.size(take) < VOICE_BYTES) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
      assertEquals(Set.of(HealthCheck.State.UP), statesOf(context, "speaker"));
      byte[] samples = {1, 2, 3, 4};
      AudioBlock block = AudioBlock.builder(PcmFormat.DEFAULT).pcm(samples);
      assertArrayEquals(samples, context.getTypeConverter().convertTo(byte[].class, block));
    }
    assertArrayEquals(
        pcm(AudioSystem.getAudioInputStream(getClass().getResource("/demo/voice.wav"))),
        pcm(AudioSystem.getAudioInputStream(recordings.resolve("take.wav").toFile())));
  }

  private static Set<HealthCheck.State> statesOf(CamelContext context, String id) {
    return HealthCheckRegistry.get(context).stream()
        .filter(check -> check.getId().contains(id))
        .map(check -> check.call().getState())
        .collect(Collectors.toSet());
  }

  private static byte[] pcm(AudioInputStream sound) throws Exception {
    try (sound) {
      return sound.readAllBytes();
    }
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
