package io.github.camelaudio.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.audio.Wrap;
import io.github.camelaudio.file.wav.WavFiles;
import io.github.camelaudio.file.wav.WavWriter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A late listener hears what was, at its own pace, and goes on into what comes. */
@Timeout(60)
class ReplayIT {

  private static final PcmFormat FORMAT = PcmFormat.parse("s16/48000/2");
  private static final int BYTES_PER_MILLI = 48 * 4;
  private static final int SECONDS = 6;

  @TempDir private Path directory = Path.of("");
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final List<Heard> heard = new CopyOnWriteArrayList<>();

  private record Heard(AudioBlock block, long millis) {}

  @AfterEach
  void stop() {
    context.stop();
  }

  private void hear(Exchange exchange) {
    AudioBlock block = exchange.getIn().getBody(AudioBlock.class);
    heard.add(new Heard(block, TimeUnit.NANOSECONDS.toMillis(System.nanoTime())));
  }

  @Test
  void listenerFromTwoSecondsAgo_hearsThemAtTheirPace_andGoesOnLive() throws Exception {
    byte[] pcm = WavFiles.noise(SECONDS * 1_000 * BYTES_PER_MILLI, 5);
    try (WavWriter writer = WavFiles.create(directory.resolve("source.wav"), FORMAT)) {
      writer.write(0, ByteBuffer.wrap(pcm));
    }
    try (Broker broker = Broker.start(directory.resolve("broker"))) {
      broker.createTopic("replay", 3);
      String kafka = "kafka:replay?brokers=" + broker.address();
      context.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from("wav:" + directory.resolve("source.wav")).to(kafka + "&{{audio.kafka.send}}");
            }
          });
      context.start();
      Thread.sleep(3_000); // of sound
      long begun = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
      context.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from(kafka + "&{{audio.kafka.receive}}&additionalProperties.audio.from=-2s")
                  .process(exchange -> hear(exchange));
            }
          });
      Awaitility.await("the end of the stream")
          .atLeast(3, TimeUnit.SECONDS)
          .atMost(30, TimeUnit.SECONDS)
          .until(() -> !heard.isEmpty() && heard.get(heard.size() - 1).block.last());
      context.stop();
      System.out.println("first sound after " + (heard.get(0).millis - begun) + " ms");
      assertThat(heard.get(0).millis - begun).as("first sound").isLessThan(500 + stallMillis());
      assertIsTheSourceFrom(pcm, heard.get(0).block, 500, 2_500);
      assertPaced();
    }
  }

  private void assertIsTheSourceFrom(byte[] pcm, AudioBlock first, int least, int most) {
    int offset = indexOf(pcm, first.toByteArray());
    assertThat(offset / BYTES_PER_MILLI).as("milliseconds").isBetween(least, most);
    int at = offset;
    int next = first.timestamp();
    for (Heard each : heard) {
      byte[] block = each.block.toByteArray();
      assertThat(each.block.timestamp()).isEqualTo(next);
      assertThat(Arrays.equals(pcm, at, at + block.length, block, 0, block.length)).isTrue();
      at += block.length;
      next = each.block.endTimestamp();
    }
    assertThat(at).isEqualTo(pcm.length);
  }

  private static int indexOf(byte[] pcm, byte[] block) {
    for (int at = 0; at + block.length <= pcm.length; at += block.length) {
      if (Arrays.equals(pcm, at, at + block.length, block, 0, block.length)) {
        return at;
      }
    }
    throw new AssertionError("the first block is not of the source");
  }

  /** No block comes before it is due, by its place in the stream. */
  private void assertPaced() {
    Heard first = heard.get(0);
    for (Heard each : heard) {
      long due = millis(first.block, each.block);
      assertThat(each.millis - first.millis).isGreaterThanOrEqualTo(due - 30);
    }
  }

  /** The longest time that this machine let the reader wait: what it is late for by itself. */
  private long stallMillis() {
    long most = 0;
    for (int i = 1; i < heard.size(); i++) {
      long due = millis(heard.get(i - 1).block, heard.get(i).block);
      most = Math.max(most, heard.get(i).millis - heard.get(i - 1).millis - due);
    }
    return most;
  }

  private static long millis(AudioBlock from, AudioBlock to) {
    return (long) Wrap.timestampDistance(to.timestamp(), from.timestamp()) / 48;
  }
}
