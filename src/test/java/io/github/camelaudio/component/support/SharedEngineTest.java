package io.github.camelaudio.component.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelaudio.flow.Engine;
import io.github.camelaudio.meters.MeterTable;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedEngineTest {

  private static final MeterTable<Last> TABLE =
      MeterTable.<Last>of("last").counter("ends", "times", "Ends", last -> last.ends).build();

  private final DefaultCamelContext context = new DefaultCamelContext();
  private final Thread stopping = Thread.currentThread();
  private final Last engine = new Last();
  private final SharedEngine<Last> shared = new SharedEngine<>(TABLE);

  /** Ends when the thread that stops it waits for its end. */
  private final class Last implements Engine {
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean interrupted;
    private volatile long ends;

    @Override
    public void run() {
      try {
        stopped.await();
        while (stopping.getState() != Thread.State.TIMED_WAITING
            && !Thread.currentThread().isInterrupted()) {
          Thread.onSpinWait();
        }
        interrupted = Thread.currentThread().isInterrupted();
      } catch (InterruptedException e) {
        interrupted = true;
      }
      ends = 1;
    }

    @Override
    public void stop() {
      stopped.countDown();
    }
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  @Test
  void release_onAnInterruptedThread_waitsForTheEnd_andInterruptsNobody() throws Exception {
    context.start();
    shared.acquire(context, "last:one", "-writer", () -> engine);
    Thread.currentThread().interrupt();
    boolean last = shared.release(context);
    assertThat(Thread.interrupted()).as("the caller still is").isTrue();
    assertThat(last).isTrue();
    assertThat(engine.interrupted).isFalse();
    assertThat(ContextMeters.of(context).count(TABLE, "last:one", "ends")).isEqualTo(1);
  }
}
