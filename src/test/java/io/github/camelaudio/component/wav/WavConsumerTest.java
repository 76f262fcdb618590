package io.github.camelaudio.component.wav;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.FakeClock;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.component.support.AudioHeaders;
import io.github.camelaudio.file.wav.WavFiles;
import io.github.camelaudio.file.wav.WavWriter;
import java.io.FileNotFoundException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The consumer plays on its own thread, with a clock that only its own sleeps move. */
class WavConsumerTest {

  private static final PcmFormat FORMAT = new PcmFormat(11_025, 2, Encoding.S16);
  private static final int FRAMES = 1_000;

  /** 10 ms of 11025 Hz, rounded. */
  private static final int BLOCK = 110;

  private static final long HELD_UP_MILLIS = 5_000;

  @TempDir private Path directory = Path.of("");
  private final FakeClock clock = new FakeClock();
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final byte[] pcm = WavFiles.noise(4 * FRAMES, 3);
  private final List<Sent> sent = new ArrayList<>();
  private CountDownLatch ended = new CountDownLatch(1);
  private int heldUpAt = -1;
  private long heldUpMillis = HELD_UP_MILLIS;
  private int stopAfter = Integer.MAX_VALUE;
  private @Nullable WavConsumer consumer;

  private record Sent(AudioBlock block, long nanos, long epochNanos, @Nullable Long totalFrames) {}

  @BeforeEach
  void write() throws Exception {
    context.start();
    try (WavWriter writer = WavFiles.create(directory.resolve("in.wav"), FORMAT)) {
      writer.write(0, ByteBuffer.wrap(pcm));
    }
  }

  @AfterEach
  void stop() {
    if (consumer != null) {
      consumer.stop();
    }
    context.stop();
  }

  @Test
  void play_paced_sendsEachBlockAtItsDueTime() throws Exception {
    long start = clock.nanoTime();
    play("");
    assertEquals(11, sent.size());
    for (int i = 0; i < 10; i++) {
      Sent each = sent.get(i);
      assertEquals(start + (long) i * BLOCK * 1_000_000_000L / 11_025, each.nanos, "block " + i);
      assertEquals(each.epochNanos, each.block.captureEpochNanos());
      assertTrue(each.block.live());
      assertFalse(each.block.last());
      assertEquals(FORMAT, each.block.format());
      assertEquals((long) FRAMES, each.totalFrames);
    }
  }

  @Test
  void play_sendsTheSamplesAsOneStream_inTheirPlaces() throws Exception {
    play("");
    AudioBlock first = sent.get(0).block;
    int at = 0;
    for (int i = 0; i < sent.size(); i++) {
      AudioBlock block = sent.get(i).block;
      assertEquals(first.streamId(), block.streamId());
      assertEquals((first.sequence() + i) & 0xFFFF, block.sequence());
      assertEquals(first.timestamp() + at, block.timestamp());
      at += block.frames();
    }
    assertArrayEquals(pcm, samples());
  }

  @Test
  void play_endsTheStreamBehindItsLastFrame_whenItsTimeIsOver() throws Exception {
    long start = clock.nanoTime();
    play("");
    Sent end = sent.get(sent.size() - 1);
    assertTrue(end.block.last());
    assertEquals(0, end.block.frames());
    assertEquals(sent.get(0).block.timestamp() + FRAMES, end.block.timestamp());
    assertEquals(start + FORMAT.nanosOfFrames(FRAMES), end.nanos);
  }

  @Test
  void play_unpaced_neverWaits_andIsNotLive() throws Exception {
    long start = clock.nanoTime();
    play("&paced=false");
    assertEquals(11, sent.size());
    for (Sent each : sent) {
      assertEquals(start, each.nanos);
      assertFalse(each.block.live());
      assertEquals(AudioBlock.NO_CAPTURE_TIME, each.block.captureEpochNanos());
    }
    assertArrayEquals(pcm, samples());
  }

  @Test
  void play_paced_afterTheRouteHeldItUp_goesOnFromThere_andDoesNotRush() throws Exception {
    heldUpAt = 3;
    long start = clock.nanoTime();
    play("");
    long held = start + HELD_UP_MILLIS * 1_000_000;
    assertTrue(sent.get(4).nanos >= held + dueNanos(3), "block 4 at " + sent.get(4).nanos);
    for (int i = 5; i < 10; i++) {
      long gap = sent.get(i).nanos - sent.get(i - 1).nanos;
      assertTrue(Math.abs(gap - dueNanos(1)) <= 1, "before block " + i);
    }
    assertArrayEquals(pcm, samples());
  }

  @Test
  void play_paced_afterAShortDelay_catchesUp() throws Exception {
    heldUpAt = 3;
    heldUpMillis = 25;
    long start = clock.nanoTime();
    play("");
    Sent ninth = sent.get(8);
    assertEquals(start + dueNanos(8), ninth.nanos);
  }

  @Test
  void play_inALoop_isOneEndlessStream() throws Exception {
    long start = clock.nanoTime();
    stopAfter = 25;
    play("&loop=true");
    AudioBlock first = sent.get(0).block;
    int at = 0;
    for (int i = 0; i < 25; i++) {
      Sent each = sent.get(i);
      assertEquals(first.timestamp() + at, each.block.timestamp());
      assertEquals(first.streamId(), each.block.streamId());
      assertEquals(start + FORMAT.nanosOfFrames(at), each.nanos);
      assertEquals(null, each.totalFrames);
      at += each.block.frames();
    }
    assertEquals(2 * FRAMES + 5 * BLOCK, at);
  }

  @Test
  void play_twice_isAnotherStream() throws Exception {
    play("");
    List<Sent> before = List.copyOf(sent);
    sent.clear();
    play("&paced=false");
    assertNotEquals(before.get(0).block.streamId(), sent.get(0).block.streamId());
  }

  @Test
  void start_withoutTheFile_failsWithItsPath() throws Exception {
    WavConsumer missing = consumer("wav:" + directory.resolve("none.wav") + "?paced=false");
    Exception e = assertThrows(Exception.class, missing::start);
    Throwable cause = e.getCause() == null ? e : e.getCause();
    assertEquals(FileNotFoundException.class, cause.getClass());
    assertTrue(String.valueOf(cause.getMessage()).contains("none.wav: no such file"));
  }

  @Test
  void play_ofANameWithAnEscapeInIt_findsTheFile() throws Exception {
    Files.copy(directory.resolve("in.wav"), directory.resolve("x%20y.wav"));
    WavConsumer playing = consumer("wav:" + directory.resolve("x%20y.wav") + "?paced=false");
    consumer = playing;
    playing.start();
    assertTrue(ended.await(10, TimeUnit.SECONDS), "it did not end");
    playing.stop();
    assertArrayEquals(pcm, samples());
  }

  private static long dueNanos(int block) {
    return (long) block * BLOCK * 1_000_000_000L / 11_025;
  }

  private void play(String options) throws Exception {
    WavConsumer playing = consumer("wav:" + directory.resolve("in.wav") + "?block=10ms" + options);
    consumer = playing;
    ended = new CountDownLatch(1);
    playing.start();
    assertTrue(ended.await(10, TimeUnit.SECONDS), "it did not end");
    playing.stop();
  }

  private WavConsumer consumer(String uri) throws Exception {
    WavEndpoint endpoint = context.getEndpoint(uri, WavEndpoint.class);
    return new WavConsumer(endpoint, this::receive, clock);
  }

  /** The route: keeps what comes, and holds the source up once enough came. */
  private void receive(Exchange exchange) throws InterruptedException {
    AudioBlock block = exchange.getIn().getBody(AudioBlock.class);
    if (sent.size() < stopAfter) {
      Long total = exchange.getIn().getHeader(AudioHeaders.TOTAL_FRAMES, Long.class);
      sent.add(new Sent(block, clock.nanoTime(), clock.epochNanos(), total));
      if (sent.size() == heldUpAt + 1) {
        clock.advanceMillis(heldUpMillis);
      }
      if (block.last()) {
        ended.countDown();
      }
    } else if (!block.last()) {
      ended.countDown();
      new CountDownLatch(1).await();
    }
  }

  private byte[] samples() {
    return WavFiles.concat(
        sent.stream().map(each -> each.block.toByteArray()).toArray(byte[][]::new));
  }
}
