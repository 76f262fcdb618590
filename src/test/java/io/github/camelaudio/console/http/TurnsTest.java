package io.github.camelaudio.console.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Work for clients, some of whom leave. */
class TurnsTest {

  private final Vertx vertx = Vertx.vertx();
  private final Turns<String, String> turns = new Turns<>();
  private final CountDownLatch firstMayEnd = new CountDownLatch(1);
  private final List<String> done = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() throws Exception {
    firstMayEnd.countDown();
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private Future<String> ask(String key, AtomicBoolean left) {
    return turns.take(
        vertx,
        key,
        left::get,
        () -> {
          if (key.equals("first")) {
            firstMayEnd.await();
          }
          done.add(key);
          return key;
        });
  }

  private Future<String> ask(String key) {
    return ask(key, new AtomicBoolean());
  }

  private static String get(Future<String> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @Test
  void take_ofTheSame_isDoneOnce() throws Exception {
    Future<String> first = ask("first");
    assertSame(first, ask("first"));
    Future<String> second = ask("second");
    assertSame(second, ask("second"));
    firstMayEnd.countDown();
    assertEquals("first", get(first));
    assertEquals("second", get(second));
    assertEquals(List.of("first", "second"), done);
    assertEquals("second", get(ask("second")), "anew, as the other is done");
  }

  @Test
  void take_ofTooMany_isRefused_untilOneLeaves_whoseWorkIsNotDone() throws Exception {
    Future<String> first = ask("first");
    AtomicBoolean left = new AtomicBoolean();
    ask("left", left);
    for (int i = 1; i < Turns.MAX_WAITING; i++) {
      ask("waiting" + i);
    }
    ProblemException refused = assertThrows(ProblemException.class, () -> ask("late"));
    assertEquals(503, refused.status());
    left.set(true);
    Future<String> late = ask("late");
    firstMayEnd.countDown();
    assertEquals("late", get(late));
    assertEquals("first", get(first));
    assertEquals(Turns.MAX_WAITING + 1, done.size());
    assertFalse(done.contains("left"));
  }

  @Test
  void take_ofWorkThatFails_doesTheNext() throws Exception {
    Future<String> failed =
        turns.take(
            vertx,
            "broken",
            () -> false,
            () -> {
              throw new IllegalStateException("broken");
            });
    assertEquals("next", get(ask("next")));
    assertEquals("broken", failed.cause().getMessage());
  }
}
