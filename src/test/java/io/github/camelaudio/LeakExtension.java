package io.github.camelaudio;

import static org.junit.jupiter.api.Assertions.fail;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails each test class after which netty finds a buffer that nobody released. Comes with every
 * class through {@code META-INF/services}; netty watches every buffer because surefire sets {@code
 * io.netty.leakDetection.level=paranoid}.
 */
public final class LeakExtension implements BeforeAllCallback, AfterAllCallback {

  private static final List<String> LEAKS = new CopyOnWriteArrayList<>();
  private static final int ROUNDS = 2;
  private static final long COLLECTED_WITHIN_MS = 5_000;

  static {
    // Before netty makes its first buffer, which fixes the detector of all later ones.
    ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(
        new ResourceLeakDetectorFactory() {
          @Override
          @Deprecated
          public <T> ResourceLeakDetector<T> newResourceLeakDetector(
              Class<T> resource, int samplingInterval, long maxActive) {
            return new Collecting<>(resource, samplingInterval);
          }

          @Override
          public <T> ResourceLeakDetector<T> newResourceLeakDetector(
              Class<T> resource, int samplingInterval) {
            return new Collecting<>(resource, samplingInterval);
          }
        });
  }

  /** Keeps what netty would log. */
  private static final class Collecting<T> extends ResourceLeakDetector<T> {
    Collecting(Class<?> resource, int samplingInterval) {
      super(resource, samplingInterval);
    }

    @Override
    protected boolean needReport() {
      return true;
    }

    @Override
    protected void reportTracedLeak(String resourceType, String records) {
      LEAKS.add(resourceType + " was never released:" + records);
    }

    @Override
    protected void reportUntracedLeak(String resourceType) {
      LEAKS.add(resourceType + " was never released");
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    LEAKS.clear(); // what an earlier class kept in static fields is not this one's
  }

  @Override
  public void afterAll(ExtensionContext context) throws InterruptedException {
    for (int round = 0; round < ROUNDS && LEAKS.isEmpty(); round++) {
      collectGarbage();
      // Netty looks for leaks when it hands out a buffer, of the same kind as the leaked one.
      ByteBufAllocator.DEFAULT.heapBuffer(1).release();
      ByteBufAllocator.DEFAULT.directBuffer(1).release();
    }
    if (!LEAKS.isEmpty()) {
      List<String> leaks = List.copyOf(LEAKS);
      LEAKS.clear();
      fail("LEAK: " + leaks.size() + " buffers; " + leaks.get(0));
    }
  }

  /** Returns when the virtual machine has collected what became unreachable before the call. */
  private static void collectGarbage() throws InterruptedException {
    ReferenceQueue<Object> collected = new ReferenceQueue<>();
    WeakReference<Object> canary = new WeakReference<>(new Object(), collected);
    System.gc();
    if (collected.remove(COLLECTED_WITHIN_MS) != canary) {
      throw new IllegalStateException("System.gc() collects nothing; is it switched off?");
    }
  }
}
