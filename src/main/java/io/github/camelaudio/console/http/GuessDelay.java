package io.github.camelaudio.console.http;

import io.github.camelaudio.audio.AudioClock;
import io.github.camelaudio.limits.SenderHost;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long a host waits after wrong passwords: a second after the first, twice as long after each
 * further one, {@value #MAX_SECONDS} s at most. It has one attempt at a time. A host that made none
 * for ten minutes is forgotten. Any thread.
 */
final class GuessDelay {

  static final int MAX_SECONDS = 60;
  static final int FORGET_SECONDS = 600;

  /** The one that was quiet for longest is forgotten for a further one. */
  static final int MAX_HOSTS = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(GuessDelay.class);

  private final AudioClock clock;
  private final Map<String, Guesses> hosts = new LinkedHashMap<>();

  private static final class Guesses {
    private int wrong;
    private boolean checking;
    private long lastNanos;

    private long delayNanos() {
      long seconds = wrong == 0 ? 0 : Math.min(MAX_SECONDS, 1L << Math.min(wrong - 1, 6));
      return TimeUnit.SECONDS.toNanos(seconds);
    }
  }

  GuessDelay(AudioClock clock) {
    this.clock = clock;
  }

  /**
   * A host has sent a password.
   *
   * @return 0 when it may be checked, and {@link #checked} or {@link #unchecked} is called then;
   *     else the seconds to wait
   */
  synchronized long begin(SenderHost host) {
    forgetOld();
    long wait = waitSeconds(host);
    if (wait > 0) {
      return wait;
    }
    Guesses guesses = hosts.remove(host.name());
    if (guesses == null) {
      guesses = new Guesses();
    }
    hosts.put(host.name(), guesses); // as the latest
    if (guesses.checking) {
      return 1;
    }
    guesses.checking = true;
    return 0;
  }

  /** How long a host still has to wait because of wrong passwords; 0 for not at all. */
  synchronized long waitSeconds(SenderHost host) {
    Guesses guesses = hosts.get(host.name());
    if (guesses == null || guesses.wrong == 0) {
      return 0;
    }
    long nanos = guesses.lastNanos + guesses.delayNanos() - clock.nanoTime();
    return nanos > 0 ? TimeUnit.NANOSECONDS.toSeconds(nanos - 1) + 1 : 0;
  }

  private void forgetOld() {
    long now = clock.nanoTime();
    hosts
        .values()
        .removeIf(
            each ->
                !each.checking && now - each.lastNanos > TimeUnit.SECONDS.toNanos(FORGET_SECONDS));
    if (hosts.size() >= MAX_HOSTS) {
      hosts.remove(hosts.keySet().iterator().next());
    }
  }

  /** Its password could not be checked: it may try again, and nothing is counted. */
  synchronized void unchecked(SenderHost host) {
    Guesses guesses = hosts.get(host.name());
    if (guesses != null) {
      guesses.checking = false;
    }
  }

  /** Its password was checked. */
  synchronized void checked(SenderHost host, boolean right) {
    Guesses guesses = hosts.get(host.name());
    if (guesses == null) {
      return;
    }
    guesses.checking = false;
    guesses.lastNanos = clock.nanoTime();
    if (right) {
      if (guesses.wrong > 0) {
        LOG.info("console: {} logged in; wrong passwords before: {}", host.name(), guesses.wrong);
      }
      hosts.remove(host.name());
      return;
    }
    guesses.wrong++;
    if (guesses.wrong == 1) {
      LOG.warn(
          "console: wrong password from {}; each further one makes it wait longer", host.name());
    } else if (Integer.bitCount(guesses.wrong) == 1 && guesses.wrong >= 4) {
      LOG.warn(
          "console: {} wrong passwords from {}; it waits {} s",
          guesses.wrong,
          host.name(),
          TimeUnit.NANOSECONDS.toSeconds(guesses.delayNanos()));
    }
  }
}
