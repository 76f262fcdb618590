package io.github.camelaudio.console.http;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.limits.SenderHost;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Checks passwords on worker threads, {@value #AT_ONCE} at once, and each host's after its delay.
 * One that was right is known again for a minute, so that programs that send it with each request
 * do not have it hashed each time. Any thread.
 */
final class Login {

  static final int AT_ONCE = 2;
  private static final int MAX_KNOWN = 100;
  private static final long KNOWN_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Vertx vertx;
  private final Passwords passwords;
  private final AudioClock clock;
  private final GuessDelay delay;
  private final AtomicInteger checking = new AtomicInteger();
  private final Map<String, Known> known = new LinkedHashMap<>();

  private final byte[] salt = new byte[32];

  private record Known(Role role, long sinceNanos) {}

  /**
   * What came of an attempt.
   *
   * @param role null when the password was wrong, or not looked at
   * @param waitSeconds when the next is looked at, where this one was not; else 0
   */
  record Outcome(@Nullable Role role, long waitSeconds) {}

  Login(Vertx vertx, Passwords passwords, AudioClock clock) {
    this.vertx = vertx;
    this.passwords = passwords;
    this.clock = clock;
    this.delay = new GuessDelay(clock);
    new SecureRandom().nextBytes(salt);
  }

  /** Checks a password that a host has sent. */
  Future<Outcome> attempt(SenderHost host, String password) {
    long wait = delay.waitSeconds(host); // first: what is known would tell a guesser at once
    String fingerprint = fingerprint(password);
    Role before = known(fingerprint);
    if (wait > 0 || before != null) {
      return Future.succeededFuture(new Outcome(wait > 0 ? null : before, wait));
    }
    if (checking.incrementAndGet() > AT_ONCE) {
      checking.decrementAndGet();
      return Future.succeededFuture(new Outcome(null, 1));
    }
    wait = delay.begin(host);
    if (wait > 0) {
      checking.decrementAndGet();
      return Future.succeededFuture(new Outcome(null, wait));
    }
    Future<@Nullable Role> check = vertx.executeBlocking(() -> passwords.check(password), false);
    return check
        .onComplete(
            done -> {
              checking.decrementAndGet();
              if (done.succeeded()) {
                delay.checked(host, done.result() != null);
              } else {
                delay.unchecked(host);
              }
            })
        .map(
            role -> {
              if (role != null) {
                know(fingerprint, role);
              }
              return new Outcome(role, 0);
            });
  }

  private synchronized @Nullable Role known(String fingerprint) {
    Known one = known.get(fingerprint);
    if (one == null) {
      return null;
    }
    if (clock.nanoTime() - one.sinceNanos > KNOWN_NANOS) {
      known.remove(fingerprint);
      return null;
    }
    return one.role;
  }

  private synchronized void know(String fingerprint, Role role) {
    if (known.size() == MAX_KNOWN) {
      known.remove(known.keySet().iterator().next());
    }
    known.put(fingerprint, new Known(role, clock.nanoTime()));
  }

  /** Stands for a password that is not to stay in memory. */
  private String fingerprint(String password) {
    try {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      hash.update(salt);
      return Base64.getEncoder()
          .encodeToString(hash.digest(password.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
