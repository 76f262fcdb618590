package io.github.camelaudio.console.http;

import io.github.camelaudio.audio.AudioClock;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who is logged in: random words of 256 bits, in memory only, for {@value #HOURS} hours. Beyond
 * {@value #MAX_SESSIONS} the oldest one ends. Any thread.
 */
final class Sessions {

  static final int HOURS = 12;
  static final int MAX_SESSIONS = 100;
  private static final int WORD_BYTES = 32;

  private final AudioClock clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Session> sessions = new LinkedHashMap<>();

  private record Session(Role role, long sinceNanos) {}

  Sessions(AudioClock clock) {
    this.clock = clock;
  }

  /** Begins one; its word. */
  synchronized String begin(Role role) {
    byte[] bytes = new byte[WORD_BYTES];
    random.nextBytes(bytes);
    String word = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    if (sessions.size() == MAX_SESSIONS) {
      sessions.remove(sessions.keySet().iterator().next());
    }
    sessions.put(word, new Session(role, clock.nanoTime()));
    return word;
  }

  /** What its owner may do; null when there is no such session. */
  synchronized @Nullable Role role(String word) {
    Session session = sessions.get(word);
    if (session == null) {
      return null;
    }
    if (clock.nanoTime() - session.sinceNanos > TimeUnit.HOURS.toNanos(HOURS)) {
      sessions.remove(word);
      return null;
    }
    return session.role;
  }

  synchronized void end(String word) {
    sessions.remove(word);
  }
}
