package io.github.camelaudio.console.http;

import io.github.camelaudio.audio.AudioClock;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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
  private final Consumer<String> ended;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Session> sessions = new LinkedHashMap<>();

  private record Session(Role role, long sinceNanos) {}

  /**
   * @param ended is given the word of each session that ends
   */
  Sessions(AudioClock clock, Consumer<String> ended) {
    this.clock = clock;
    this.ended = ended;
  }

  /** Begins one; its word. */
  String begin(Role role) {
    byte[] bytes = new byte[WORD_BYTES];
    random.nextBytes(bytes);
    String word = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    String oldest = null;
    synchronized (this) {
      if (sessions.size() == MAX_SESSIONS) {
        oldest = sessions.keySet().iterator().next();
        sessions.remove(oldest);
      }
      sessions.put(word, new Session(role, clock.nanoTime()));
    }
    if (oldest != null) {
      ended.accept(oldest);
    }
    return word;
  }

  /** What its owner may do; null when there is no such session. */
  synchronized @Nullable Role role(String word) {
    Session session = sessions.get(word);
    return session == null || isOver(session) ? null : session.role;
  }

  private boolean isOver(Session session) {
    return clock.nanoTime() - session.sinceNanos > TimeUnit.HOURS.toNanos(HOURS);
  }

  /** Ends those that are over; to be called every few seconds. */
  void sweep() {
    List<String> over = new ArrayList<>();
    synchronized (this) {
      sessions.forEach(
          (word, session) -> {
            if (isOver(session)) {
              over.add(word);
            }
          });
      over.forEach(sessions::remove);
    }
    over.forEach(ended);
  }

  /** Its owner logs out. */
  void end(String word) {
    Session session;
    synchronized (this) {
      session = sessions.remove(word);
    }
    if (session != null) {
      ended.accept(word);
    }
  }
}
