package io.github.camelaudio.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.camelaudio.audio.AudioBlock;
import io.github.camelaudio.audio.Encoding;
import io.github.camelaudio.audio.PcmFormat;
import io.github.camelaudio.audio.SystemClock;
import io.github.camelaudio.flow.HeldMemory;
import io.github.camelaudio.flow.LogLines;
import java.net.ConnectException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;

/** A link on its own thread; the test is the network, and completes each send when it likes. */
public abstract class PeerLinkCase {

  static final String NAME = "tcp://peer:9600";

  public static final PcmFormat FORMAT = new PcmFormat(1_000, 1, Encoding.U8);

  public static final long NEVER = 1_000_000;

  public static final long SOON = 1;

  volatile boolean throwing;

  public final LinkedBlockingQueue<Attempt> attempts = new LinkedBlockingQueue<>();

  public final LogLines log = new LogLines(NAME);

  public PeerLink link = link(NEVER, SOON);

  public Thread thread = new Thread(() -> {});

  public record Attempt(int block, int blocks, CompletableFuture<Void> result) {
    public void succeeds() {
      result.complete(null);
    }

    public void fails(Exception e) {
      result.completeExceptionally(e);
    }
  }

  public PeerLink link(long stallMillis, long retryMillis) {
    return new PeerLink(
        NAME,
        this::attempted,
        new PeerLink.Times(stallMillis, retryMillis),
        HeldMemory.unlimited(),
        SystemClock.INSTANCE);
  }

  CompletableFuture<Void> attempted(List<AudioBlock> run) {
    Attempt attempt = new Attempt(run.get(0).sequence(), run.size(), new CompletableFuture<>());
    if (throwing) {
      throw new IllegalStateException("broken");
    }
    attempts.add(attempt);
    return attempt.result();
  }

  @AfterEach
  void end() throws InterruptedException {
    log.close();
    link.close();
    thread.interrupt();
    thread.join(10_000);
    assertFalse(thread.isAlive(), "the link's thread did not end");
  }

  /** A block counts as sent before the line is written that says so. */
  void says(String line) {
    await(() -> !log.all().isEmpty());
    assertEquals(List.of(line), log.all());
  }

  static ConnectException refused() {
    return new ConnectException("Connection refused: /127.0.0.1:9600");
  }

  void start() {
    PeerLink running = link;
    thread = new Thread(running::run, "link-under-test");
    thread.start();
  }

  Attempt attempt(int block) throws InterruptedException {
    Attempt attempt = attempts.poll(10, TimeUnit.SECONDS);
    assertTrue(attempt != null, "nothing was sent");
    assertEquals(block, attempt.block());
    return attempt;
  }

  static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "it never came to that");
      Thread.onSpinWait();
    }
  }

  /** 10 ms of sound. */
  static AudioBlock live(int number) {
    return AudioBlock.builder(FORMAT).sequence(number).pcm(new byte[10]);
  }

  static AudioBlock waiting(int number) {
    return AudioBlock.builder(FORMAT).sequence(number).live(false).pcm(new byte[10]);
  }
}
