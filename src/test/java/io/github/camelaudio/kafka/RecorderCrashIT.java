package io.github.camelaudio.kafka;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.file.wav.WavFiles;
import io.github.camelaudio.file.wav.WavWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 of a recorder behind a topic, three times while a file is sent; the seed is printed. */
@Timeout(90)
class RecorderCrashIT {

  private static final PcmFormat FORMAT = PcmFormat.parse("s16/48000/2");
  private static final int SOURCE_SECONDS = 14;
  private static final int KILLS = 3;

  /** {@link #bytes} counts less than there is, by less than this. */
  private static final int HEADERS_BYTES = (KILLS + 1) * 1_024;

  private static final int SESSION_MILLIS = 1_200;
  private static final int LONGEST_MILLIS = 1_000;

  @TempDir Path directory;

  private @Nullable RecorderProcess recorder;

  @AfterEach
  void stop() throws InterruptedException {
    if (recorder != null) {
      recorder.stop();
    }
  }

  private void start(Path recordings, Broker broker) throws IOException {
    recorder = RecorderProcess.start(recordings, broker, "live", SESSION_MILLIS);
  }

  @Test
  void aRecorderKilledThreeTimes_hasTheSourceToTheFrame() throws Exception {
    Path source = directory.resolve("source.wav");
    byte[] pcm = WavFiles.noise(SOURCE_SECONDS * 48_000 * FORMAT.bytesPerFrame(), 7);
    try (WavWriter writer = WavFiles.create(source, FORMAT)) {
      writer.write(0, ByteBuffer.wrap(pcm));
    }
    Path recordings = directory.resolve("recordings");
    long seed = System.nanoTime();
    Random random = new Random(seed);
    try (Broker broker = Broker.start(directory.resolve("broker"));
        DefaultCamelContext sender = new DefaultCamelContext()) {
      broker.createTopic("live", 3);
      sender.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("wav:" + source)
                  .to("kafka:live?brokers=" + broker.address() + "&{{audio.kafka.send}}");
            }
          });
      sender.start();
      for (int kill = 0; kill < KILLS; kill++) {
        start(recordings, broker);
        long before = bytes(recordings);
        awaitBytes(recordings, before + 1_000);
        Thread.sleep(random.nextInt(LONGEST_MILLIS));
        requireNonNull(recorder).kill();
      }
      start(recordings, broker);
      awaitBytes(recordings, pcm.length - HEADERS_BYTES);
      requireNonNull(recorder).stop();
    }
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (RecorderProcess.Take take : RecorderProcess.takes(recordings)) {
      byte[] samples = WavFiles.readAll(take.path());
      System.out.printf(
          "%s from frame %d on: %d frames%n",
          take.path().getFileName(),
          joined.size() / FORMAT.bytesPerFrame(),
          samples.length / FORMAT.bytesPerFrame());
      joined.writeBytes(samples);
    }
    byte[] got = joined.toByteArray();
    System.out.printf(
        "%d kills, seed %d: source %d frames, joined %d frames in %d files%n",
        KILLS,
        seed,
        pcm.length / FORMAT.bytesPerFrame(),
        got.length / FORMAT.bytesPerFrame(),
        RecorderProcess.takes(recordings).size());
    assertThat(RecorderProcess.takes(recordings))
        .as("each run wrote: the last kill came before the end")
        .hasSize(KILLS + 1);
    assertThat(got.length).as("seed %d", seed).isEqualTo(pcm.length);
    assertThat(got).as("seed %d", seed).isEqualTo(pcm);
  }

  private static void awaitBytes(Path recordings, long bytes) throws IOException {
    try {
      Awaitility.await()
          .pollInterval(Duration.ofMillis(20))
          .atMost(Duration.ofSeconds(30))
          .until(() -> bytes(recordings) >= bytes);
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(RecorderProcess.log(recordings), e);
    }
  }

  /** Of samples, about. */
  private static long bytes(Path recordings) throws IOException {
    long sum = 0;
    for (RecorderProcess.Take take : RecorderProcess.takes(recordings)) {
      sum += Math.max(0, Files.size(take.path()) - 1_024);
    }
    return sum;
  }
}
