package io.github.camelaudio.playout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A read is due in milliseconds: no thread of a route may hold it up, wherever that one hangs. */
class MixerNeverWaitsTest {

  private static final int PERIOD = 240;
  private static final Duration SOON = Duration.ofSeconds(5);

  private final Events events = new Events();
  private final Mixer mixer = new Mixer(Voice.MONO, new PlayoutSettings(5, 500, 1), events, null);
  private final PullingDevice device = new PullingDevice(mixer, PERIOD);
  private final CountDownLatch hangs = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private Thread route = new Thread(() -> {});

  @BeforeEach
  void playOneStream() {
    mixer.accept(Voice.noise(1).lastBlock(0, 4 * PERIOD), device.nowNanos());
  }

  @AfterEach
  void release() throws InterruptedException {
    released.countDown();
    route.join();
  }

  private void startRoute(Runnable task) throws InterruptedException {
    route = new Thread(task, "route");
    route.start();
    hangs.await();
  }

  private String hang() {
    hangs.countDown();
    try {
      released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return "a source";
  }

  private void assertReadsAndEndsTheStream() {
    assertTimeoutPreemptively(SOON, () -> device.pull(20));
    assertEquals(List.of("began 1", "ended 1 after " + 4 * PERIOD), events.all());
    assertEquals(0, mixer.activeStreams());
  }

  @Test
  void read_whileAThreadMakesANewStream_isNotHeldUp() throws Exception {
    startRoute(() -> mixer.accept(Voice.noise(2).block(0, PERIOD), this::hang, 0));
    assertReadsAndEndsTheStream();
  }

  @Test
  void read_whileAThreadHoldsTheMixersMonitor_isNotHeldUp() throws Exception {
    startRoute(
        () -> {
          synchronized (mixer) {
            hang();
          }
        });
    assertReadsAndEndsTheStream();
  }
}
